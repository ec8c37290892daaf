import type { EyeSide } from './lens-power.ts';

/** `stop`: the lens or the order cannot be made like this. `warning`: somebody has to decide. `note`: worth knowing. */
export type LensSeverity = 'stop' | 'warning' | 'note';

/** Everything that choosing lenses and fitting them into a frame can have to say; words for people belong to the screens. */
export const LENS_FINDINGS = {
  /** The family is not made in this sphere and cylinder. */
  NOT_MADE: 'stop',
  /** The design has an add and the prescription none, or one outside the family's range (`add`). */
  ADD_MISSING: 'stop',
  ADD_NOT_MADE: 'stop',
  /** More prism (`prism`, Δ) than the family is made with (`most`); or its catalogue does not say. */
  PRISM_NOT_MADE: 'stop',
  PRISM_NOT_STATED: 'warning',
  /** An option (`option`) that the family does not have, excludes (`other`) or has only with another (`other`). */
  OPTION_UNKNOWN: 'stop',
  OPTION_EXCLUDED: 'stop',
  OPTION_REQUIRES: 'stop',
  /** Right and left are of different families, or differ in an option. */
  LENSES_DIFFER: 'warning',
  OPTIONS_DIFFER: 'warning',
  /** No pupillary distance; or not this eye's own, which was taken from the binocular one (`mm`). */
  PD_MISSING: 'stop',
  PD_DERIVED: 'note',
  /** The blank (`mm`) is smaller than the least (`least`), or smaller than what it may have to be (`most`, mm). */
  BLANK_TOO_SMALL: 'warning',
  BLANK_MAYBE_TOO_SMALL: 'warning',
  /** The frame's effective diameter is not known: the blank is an estimate. */
  ED_UNKNOWN: 'note',
  /** The pupil lies far from the boxed centre (`mm`, of at most `most`), or outside of it: the frame is too narrow. */
  DECENTRATION_LARGE: 'warning',
  DECENTRATION_OUTWARD: 'warning',
  /** The design needs a height; it is less than the family's (`least`); it is not inside the box (`b`); the box itself is too low. */
  HEIGHT_MISSING: 'stop',
  HEIGHT_TOO_LOW: 'warning',
  HEIGHT_OUTSIDE: 'warning',
  BOX_TOO_LOW: 'warning',
} as const satisfies Record<string, LensSeverity>;
export type LensFindingCode = keyof typeof LENS_FINDINGS;

export interface LensFinding {
  readonly code: LensFindingCode;
  readonly severity: LensSeverity;
  /** `null`: both eyes, or the pair. */
  readonly eye: EyeSide | null;
  /** Figures and codes that the words need: mm, Δ, dioptres. */
  readonly values: Readonly<Record<string, number | string>>;
}

export const finding = (code: LensFindingCode, eye: EyeSide | null, values: LensFinding['values'] = {}): LensFinding => ({
  code,
  severity: LENS_FINDINGS[code],
  eye,
  values,
});

export const stops = (findings: readonly LensFinding[]): boolean => findings.some(({ severity }) => severity === 'stop');

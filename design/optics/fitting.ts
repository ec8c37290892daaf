import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { Pupils } from '../documents/prescription.ts';
import { FITTING_LIMITS, type FittingLimits } from './fitting-limits.ts';
import { effectiveDiameter, frameDistance, type FrameBox } from './frame-box.ts';
import { finding, type LensFinding } from './lens-findings.ts';
import { minusCylinder, type EyeSide, type LensNeed, type LensPower } from './lens-power.ts';
import { monocular } from './prescription/pupils.ts';
import { lensThickness, type LensThickness } from './thickness.ts';

type Lens = NonNullable<CatalogueEntry['lens']>;

/** One eye of a pair. `height`: of the fitting cross, the segment or the pupil over the lowest point of the box, mm. */
export interface FittingCase {
  readonly eye: EyeSide;
  readonly lens: Lens;
  readonly need: LensNeed;
  readonly frame: FrameBox;
  /** For the glasses' purpose, far or near. */
  readonly pd: Pupils;
  readonly height: number | null;
  /** A finished lens keeps the thickness of its whole blank. */
  readonly finished?: boolean;
}

export interface EyeFitting {
  /** From the boxed centre to the pupil, mm: `in` towards the nose (less than 0: outwards), `up`; `null`: not known. */
  readonly decentration: { readonly in: number | null; readonly up: number | null };
  /** Least blank that holds the shape, mm: exact where ED was measured, else at least and at most so much. `null`: without a PD. */
  readonly blank: { readonly least: number; readonly most: number | null } | null;
  /** The smallest blank of the family in this power that is surely (or, failing that, perhaps) large enough, else its largest. */
  readonly diameter: number;
  readonly thickness: LensThickness | null;
  readonly findings: readonly LensFinding[];
}

/** Blanks that the family has in this power, mm, the smallest first. */
export function diametersFor({ diameter, diameters = [] }: Lens, power: LensPower): number[] {
  const { sph, cyl } = minusCylinder(power);
  const fitting = diameters.filter(
    (one) => (!one.sph || (sph >= one.sph.min && sph <= one.sph.max)) && (one.cylTo === undefined || -cyl <= one.cylTo),
  );
  return [...new Set([diameter, ...fitting.map(({ mm }) => mm)])].sort((a, b) => a - b);
}

/**
 * Minimum blank size of one eye, mm: ED + 2·d + allowance, d from the boxed centre to the optical centre. A round blank is centred on the
 * optical centre, so the displacement counts on both sides. (For a pair of equal eyes 2·d is A + DBL − PD, the "total decentration" of the
 * usual formula, open-exam-prep.com 3.6; formulas that add one eye's d once come out too small.) Exact only with a tracing of the shape
 * (R. Shanbaum, Ocuco, 2020): a warning, never a refusal.
 */
export const minimumBlank = (ed: number, decentration: number, allowance: number = FITTING_LIMITS.allowance): number =>
  tenth(ed + 2 * Math.abs(decentration) + allowance);

/** How one lens would sit in the frame, and what speaks against it. */
export function fitEye(one: FittingCase, limits: FittingLimits = FITTING_LIMITS): EyeFitting {
  const { eye, lens, need, frame, height } = one;
  const pd = monocular(one.pd, eye);
  const inwards = pd === null ? null : hundredth(frameDistance(frame) / 2 - pd);
  const up = height !== null && frame.b !== undefined ? hundredth(height - frame.b / 2) : null;
  const findings = [...pdFindings(inwards, one, limits), ...heightFindings(one)];
  const blanks = diametersFor(lens, need);
  const decentration = { in: inwards, up };
  if (inwards === null) return { decentration, blank: null, diameter: blanks.at(-1)!, thickness: null, findings };

  // A lens with a near part is made for its height: only the optical centre of a single-vision lens is moved up or down.
  const displaced = lens.design === 'single-vision' ? Math.hypot(inwards, up ?? 0) : Math.abs(inwards);
  const ed = effectiveDiameter(frame);
  const least = minimumBlank(ed.least, displaced, limits.allowance);
  const most = ed.most === null ? null : minimumBlank(ed.most, displaced, limits.allowance);
  const diameter = blanks.find((mm) => mm >= (most ?? least)) ?? blanks.find((mm) => mm >= least) ?? blanks.at(-1)!;
  if (frame.ed === undefined) findings.push(finding('ED_UNKNOWN', eye));
  if (diameter < least) findings.push(finding('BLANK_TOO_SMALL', eye, { mm: diameter, least }));
  else if (most !== null && diameter < most) findings.push(finding('BLANK_MAYBE_TOO_SMALL', eye, { mm: diameter, least, most }));

  const radius = one.finished ? diameter / 2 : ed.least / 2 + displaced;
  const thickness = lensThickness(
    { need, index: lens.index, temporal: frame.a / 2 + inwards, radius, centre: lens.centre },
    limits,
  );
  return { decentration, blank: { least, most }, diameter, thickness, findings };
}

function pdFindings(inwards: number | null, { eye, pd }: FittingCase, limits: FittingLimits): LensFinding[] {
  if (inwards === null) return [finding('PD_MISSING', eye)];
  return [
    ...(pd[eye] === null ? [finding('PD_DERIVED', eye, { mm: monocular(pd, eye)! })] : []),
    ...(Math.abs(inwards) > limits.decentration
      ? [finding('DECENTRATION_LARGE', eye, { mm: Math.abs(inwards), most: limits.decentration })]
      : []),
    ...(inwards < 0 ? [finding('DECENTRATION_OUTWARD', eye, { mm: -inwards })] : []),
  ];
}

function heightFindings({ eye, lens, frame, height }: FittingCase): LensFinding[] {
  const least = lens.minHeight;
  const { b } = frame;
  const found: LensFinding[] = [];
  if (height === null && lens.design !== 'single-vision') found.push(finding('HEIGHT_MISSING', eye));
  if (height !== null && least !== undefined && height < least) found.push(finding('HEIGHT_TOO_LOW', eye, { mm: height, least }));
  if (height !== null && b !== undefined && (height >= b || height <= 0)) {
    found.push(finding('HEIGHT_OUTSIDE', eye, { mm: height, b }));
  }
  if (height === null && b !== undefined && least !== undefined && b <= least) {
    found.push(finding('BOX_TOO_LOW', eye, { b, least }));
  }
  return found;
}

const tenth = (mm: number): number => Math.round(mm * 10) / 10;
/** Rids measures of binary fractions; halves of half millimetres stay. */
const hundredth = (mm: number): number => Math.round(mm * 100) / 100;

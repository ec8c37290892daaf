import type { LENS_FINDING_TEXTS } from './lens-finding-texts.ts';

/** English beside the Russian of `lens-finding-texts.ts`, with the same placeholders. The app fetches it when English is chosen. */
export const LENS_FINDING_TEXTS_EN: Readonly<Record<keyof typeof LENS_FINDING_TEXTS, string>> = {
  NOT_MADE: 'This lens is not made in that power',
  ADD_MISSING: 'This lens needs an addition',
  ADD_NOT_MADE: 'This lens is not made with that addition',
  PRISM_NOT_MADE: 'Prism {{prism}} is not made: this lens has up to {{most}}',
  PRISM_NOT_STATED: 'The catalogue does not say whether prism is made. Ask the supplier',
  OPTION_UNKNOWN: 'This lens has no option “{{option}}”',
  OPTION_EXCLUDED: '“{{option}}” does not go with “{{other}}”',
  OPTION_REQUIRES: '“{{option}}” is made only together with “{{other}}”',
  LENSES_DIFFER: 'The lenses differ: OD {{right}}, OS {{left}}',
  OPTIONS_DIFFER: 'Coatings or tints of the lenses differ: {{options}}',
  PD_MISSING: 'There is no pupillary distance',
  PD_DERIVED: 'This eye was not measured, its distance is taken from the binocular one: {{mm}} mm',
  BLANK_TOO_SMALL: 'The blank of {{mm}} mm is too small: at least {{least}} mm are needed',
  BLANK_MAYBE_TOO_SMALL: 'The blank of {{mm}} mm may be too small: {{least}} to {{most}} mm are needed',
  ED_UNKNOWN: 'The effective diameter of the frame is not known, the blank is an estimate',
  DECENTRATION_LARGE: 'Large decentration: {{mm}} mm',
  DECENTRATION_OUTWARD: 'The frame is narrow: the pupil lies {{mm}} mm outside of the boxed centre',
  HEIGHT_MISSING: 'There is no fitting height',
  HEIGHT_TOO_LOW: 'The height of {{mm}} mm is too low: this lens needs {{least}} mm',
  HEIGHT_OUTSIDE: 'The height of {{mm}} mm lies outside of the box ({{b}} mm)',
  BOX_TOO_LOW: 'The box of {{b}} mm is too low: this lens needs more than {{least}} mm',
  POWER_FAR: 'This lens is not made in that power',
  CYLINDER_LEFT: 'A cylinder of 0.75 D or more stays uncorrected',
};

/**
 * What the fitting check goes by, mm; data, so that a workshop may set its own.
 * `allowance` for bevel and edge faults: the 2 mm of the usual formulas. `decentration`: our own choice, beyond it a smaller frame is worth
 * a look. `centre` and `edge`, the least thickness of a minus lens in the middle and of a plus lens at the rim: Veselý et al. 2012, as the
 * course "Spectacle technique" of Masaryk University (is.muni.cz, 03_13) gives them.
 */
export interface FittingLimits {
  readonly allowance: number;
  readonly decentration: number;
  readonly centre: number;
  readonly edge: number;
}

export const FITTING_LIMITS: FittingLimits = { allowance: 2, decentration: 5, centre: 1.7, edge: 0.5 };

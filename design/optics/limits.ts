/**
 * Hard limits of prescription fields, dioptres, degrees and mm (requirements L-14…L-16: wider than the customer's first numbers, which
 * refused children and plus cylinders). What is merely unusual is a warning, `design/optics/prescription/usual.ts`.
 */
export const LIMITS = {
  sph: { min: -30, max: 30 },
  cyl: { min: -15, max: 15 },
  axis: { min: 1, max: 180 },
  add: { min: 0.25, max: 4 },
  /** Prism dioptres a component. */
  prism: { min: 0.25, max: 30 },
  pd: { min: 40, max: 85 },
  monocularPd: { min: 20, max: 42 },
  /** Of the fitting point above the lower boxing tangent. */
  height: { min: 7, max: 50 },
  /** Back vertex distance. */
  vertex: { min: 5, max: 25 },
  tilt: { min: -10, max: 30 },
  wrap: { min: -5, max: 35 },
  /** Decimal acuity; 0 is "sees no light". */
  visus: { min: 0, max: 3 },
  /** Back central radius and diameter of a contact lens. */
  baseCurve: { min: 6.5, max: 11 },
  diameter: { min: 7, max: 23 },
} as const;

/** Dioptres: screens step by quarters, labs also make eighths. */
export const GRID = { quarter: 0.25, eighth: 0.125 } as const;

/** Hard limits of prescription fields, dioptres and mm (requirements L-14…L-16: wider than the customer's first numbers, which refused children and plus cylinders). */
export const LIMITS = {
  sph: { min: -30, max: 30 },
  cyl: { min: -15, max: 15 },
  add: { min: 0.25, max: 4 },
  pd: { min: 40, max: 85 },
  monocularPd: { min: 20, max: 42 },
} as const;

import { z } from 'zod';

/** What the lensmeter shows of one lens: dioptres, degrees, Δ. `null`: not measured. */
export const measuredLens = z.object({
  sph: z.number(),
  cyl: z.number().nullable(),
  axis: z.number().min(0).max(180).nullable(),
  add: z.number().nullable(),
  /** mm above the lower boxing tangent. */
  height: z.number().nullable(),
  /** mm */
  thickness: z.number().nullish(),
});
export type MeasuredLens = z.infer<typeof measuredLens>;

/** Of finished glasses. `horizontal`, `vertical`: prism beyond the prescribed at the reference points, Δ; distances in mm. */
export const measuredPair = z.object({
  od: measuredLens.nullable(),
  os: measuredLens.nullable(),
  horizontal: z.number().nullable(),
  vertical: z.number().nullable(),
  /** Distance between the optical centres. */
  centres: z.number().nullable(),
  /** Difference in height of the reference points. */
  heightDifference: z.number().nullable(),
});
export type MeasuredPair = z.infer<typeof measuredPair>;

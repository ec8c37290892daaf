import { z } from 'zod';
import { stamp, stamps } from './base.ts';

/**
 * What a deletion may say beside `_id`, `_rev`, `_deleted`: who and when, never what was deleted. `stamps`: what the deleter had seen of it
 * (an edit unseen by it brings the document back, `design/merge/resolve.ts`); `erased`: personal data, gone for good whoever edits it
 * meanwhile; `merged`: no person deleted anything, a version was brought together with another one.
 */
export const tombstone = z.strictObject({
  type: z.string().optional(),
  schema: z.int().optional(),
  store: z.string().nullable().optional(),
  hlc: stamp.optional(),
  by: z.string().nullable().optional(),
  pos: z.string().nullable().optional(),
  stamps: stamps.optional(),
  erased: z.literal(true).optional(),
  merged: z.literal(true).optional(),
});

import { z } from 'zod';
import { documentBase, stamp, stamps } from './base.ts';

/** Why the server left a document with several versions alone. */
export const LEFT_ALONE = ['schema-newer', 'malformed'] as const;

/** One field about which versions differed. `chosen` is the index of the value that stands, `null` where a person must look. */
export const difference = z.object({
  field: z.string(),
  values: z.array(z.object({ value: z.unknown(), hlc: stamp.nullable(), by: z.string().nullable(), rev: z.string().nullable() })),
  chosen: z.int().nullable(),
});
export type Difference = z.infer<typeof difference>;

/**
 * Two people changed the same thing apart from each other: what each wrote, and what stands now. Written by the server beside the document
 * (a shop's in the shop's own database, for it may quote health data; the chain's in `control`), marked `seen` by a person. Choosing the
 * other value is a new edit of the document. Id `conflict:<document>:<digest of the revisions>`.
 */
export const conflict = documentBase('conflict', 1).extend({
  store: z.string().nullable(),
  database: z.string(),
  document: z.string(),
  revisions: z.array(z.string()),
  left: z.enum(LEFT_ALONE).nullable(),
  differences: z.array(difference),
  status: z.enum(['open', 'seen']),
  stamps,
});
export type Conflict = z.infer<typeof conflict>;

import { z } from 'zod';

/** A hybrid logical clock stamp, see `design/time/hlc.ts`. */
export const stamp = z.string().regex(/^\d{13}-[0-9a-z]{4}-[0-9a-z]{4}$/, { error: 'not a clock stamp' });

export const kopecks = z.int();
/** Epoch ms. */
export const instant = z.int().min(0);
export const localDay = z.iso.date();

/**
 * What every document carries. `schema` is the version of the type's shape: readers upgrade on read, writers write the newest.
 * `by` is the staff id (`staff:…`), `pos` the till (`POS-001`); both null where the server writes.
 */
export const documentBase = <T extends string, V extends number>(type: T, schema: V) =>
  z.object({
    _id: z.string().regex(new RegExp(`^${type}:.+`), { error: `the id of a ${type} begins with "${type}:"` }),
    _rev: z.string().optional(),
    type: z.literal(type),
    schema: z.literal(schema),
    hlc: stamp,
    by: z.string().nullable(),
    pos: z.string().nullable(),
  });

/** Per-field stamps of a document that merges field by field, last writer wins. */
export const stamps = z.record(z.string(), stamp);

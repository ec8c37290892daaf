import { z } from 'zod';
import { COSTS, CONTROL, PRODUCTS } from '../../../design/databases.ts';
import { creationChanges, type FieldChanges } from '../../../design/catalogue/product-changes.ts';
import type { Past } from '../../../design/import/take-back.ts';
import { parseHlc } from '../../../design/time/hlc.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Stamps } from '../../stamps.ts';

const TYPE = 'product-change';
export const CHANGE_WAYS = ['hand', 'bulk', 'import', 'undo', 'plan'] as const;

const creations = z.object({
  who: z.string(),
  how: z.enum(CHANGE_WAYS),
  /** What it was part of: a bulk edit, an import's number; `null`: nothing. */
  batch: z.string().nullable(),
});
const kept = creations.extend({
  hlc: z.string(),
  sku: z.string(),
  fields: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
});

/** What somebody changed in one article. Cost is told in the field `cost`, kopecks as the price. */
export interface ProductChangeNote {
  readonly sku: string;
  /** As people are named: «администратор», the person who confirmed an import. */
  readonly who: string;
  readonly how: (typeof CHANGE_WAYS)[number];
  readonly batch: string | null;
  readonly fields: FieldChanges;
}

/** `at`: epoch ms. */
export type ToldChange = ProductChangeNote & { readonly at: number };

/** A write of so many notes is short enough for others to be served in between. */
const AT_ONCE = 500;
const prefixOf = (sku: string): string => `${TYPE}:${sku}:`;

/** Adds to the history of articles: append-only, in `control`, which no device reads. Notes without a field are left out. */
export async function noteProductChanges(engine: Engine, stamps: Stamps, notes: readonly ProductChangeNote[]): Promise<void> {
  const control = await engine.open(CONTROL);
  const told = notes.filter(({ fields }) => Object.keys(fields).length > 0);
  for (let from = 0; from < told.length; from += AT_ONCE) {
    const docs = told.slice(from, from + AT_ONCE).map((note) => {
      const hlc = stamps();
      return { _id: `${prefixOf(note.sku)}${hlc}`, type: TYPE, schema: 1, hlc, ...note };
    });
    const failed = (await control.bulk(docs)).find(({ ok }) => !ok);
    if (failed) throw new Error(`${failed.id}: ${failed.error}`);
  }
}

/**
 * The same for a job that may be begun again after a crash: the job's `stamp` names its notes, so that each is there once. To be called
 * before the articles are written: afterwards nobody could tell any more what stood there.
 */
export async function noteJobChanges(engine: Engine, stamp: string, notes: readonly ProductChangeNote[]): Promise<void> {
  const told = notes.filter(({ fields }) => Object.keys(fields).length > 0);
  if (told.length === 0) return;
  const docs = told.map((note) => ({ _id: `${prefixOf(note.sku)}${stamp}`, type: TYPE, schema: 1, hlc: stamp, ...note }));
  const failed = (await (await engine.open(CONTROL)).bulk(docs)).find(({ ok, error }) => !ok && error !== 'conflict');
  if (failed) throw new Error(`${failed.id}: ${failed.error}`);
}

/** Ids of the notes that a job leaves of some articles. */
export const jobNoteIds = (skus: readonly string[], stamp: string): string[] => skus.map((sku) => `${prefixOf(sku)}${stamp}`);

const creationsId = (stamp: string): string => `product-creations:${stamp}`;

/**
 * Who made the articles that bear a job's `stamp`: one document for all of them. What each was made with is not written a second time, the
 * article and its later changes say it. To be called before the articles are written.
 */
export async function noteJobCreations(
  engine: Engine,
  stamp: string,
  { who, how, batch }: Pick<ProductChangeNote, 'who' | 'how' | 'batch'>,
): Promise<void> {
  const doc = { _id: creationsId(stamp), type: 'product-creations', schema: 1, hlc: stamp, who, how, batch };
  const { ok, error } = await (await engine.open(CONTROL)).put(doc);
  if (!ok && error !== 'conflict') throw new Error(`${doc._id}: ${error}`);
}

/** How a job made the article; `null` where no job did. `later`: all that changed since, the newest first. */
async function creationOf(engine: Engine, sku: string, later: readonly ToldChange[]): Promise<ToldChange | null> {
  const product = await (await engine.open(PRODUCTS)).get(`product:${sku}`);
  const hlc = (product?.['stamps'] as Record<string, string> | undefined)?.['sku'];
  const { data } = creations.safeParse(hlc && (await (await engine.open(CONTROL)).get(creationsId(hlc))));
  if (!product || !hlc || !data) return null;
  const cost = await (await engine.open(COSTS)).get(`cost:${sku}`);
  const fields = creationChanges(
    { ...product, cost: cost?.['cost'] ?? null },
    later.map((change) => change.fields),
  );
  return { ...data, sku, fields, at: parseHlc(hlc)?.wall ?? 0 };
}

/** The newest first. */
export async function changesOf(engine: Engine, sku: string, most: number): Promise<ToldChange[]> {
  const control = await engine.open(CONTROL);
  const range = { startkey: `${prefixOf(sku)}\ufff0`, endkey: prefixOf(sku), descending: true, limit: most };
  const page = await control.range(range);
  const told = page.flatMap((doc) => {
    const { data } = kept.safeParse(doc);
    // A SKU may begin with another one and a colon.
    return data?.sku === sku ? [{ ...data, fields: data.fields, at: parseHlc(data.hlc)?.wall ?? 0 }] : [];
  });
  const creation = page.length < most ? await creationOf(engine, sku, told) : null;
  return creation ? [...told, creation] : told;
}

/** Of some articles those that jobs with these stamps have changed (not made). */
export async function touchedBy(engine: Engine, skus: readonly string[], jobs: readonly string[]): Promise<Set<string>> {
  const control = await engine.open(CONTROL);
  const found = new Set<string>();
  for (const stamp of jobs)
    for (const note of await control.range({ keys: jobNoteIds(skus, stamp) })) found.add(String(note['sku']));
  return found;
}

/** All changes of an article since it was made, the oldest first. */
export async function pastOf(engine: Engine, sku: string): Promise<Past> {
  const notes = await (await engine.open(CONTROL)).range({ startkey: prefixOf(sku), endkey: `${prefixOf(sku)}\ufff0` });
  return notes.flatMap((note) => {
    const { data } = kept.safeParse(note);
    return data?.sku === sku ? [{ stamp: data.hlc, fields: data.fields }] : [];
  });
}

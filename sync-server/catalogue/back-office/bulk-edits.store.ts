import { z } from 'zod';
import type { FieldChanges } from '../../../design/catalogue/product-changes.ts';
import { CONTROL } from '../../../design/databases.ts';
import type { Kopecks } from '../../../design/money/kopecks.ts';
import { rangeOf } from '../../../design/ids.ts';
import { parseHlc } from '../../../design/time/hlc.ts';
import type { Engine, StoredDocument } from '../../engine/engine.ts';
import type { Stamps } from '../../stamps.ts';
import type { HeldProduct, ProductEdit, ProductFields, Products } from './products.store.ts';

const [TYPE, PIECE] = ['bulk-edit', 'bulk-edit-piece'] as const;
const PIECE_ARTICLES = 500;

const kept = z.object({
  _id: z.string(),
  hlc: z.string(),
  who: z.string(),
  what: z.string(),
  count: z.int(),
  undone: z.object({ at: z.number(), restored: z.int(), left: z.int() }).nullable(),
});
const piece = z.object({
  articles: z.array(
    z.object({ sku: z.string(), fields: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })) }),
  ),
});

/** `at`: epoch ms. `left` of an undo: fields that somebody has changed since. */
export type BulkEdit = Omit<z.infer<typeof kept>, '_id' | 'hlc'> & { readonly id: string; readonly at: number };

export interface BulkEdits {
  /** Changes many articles in one write. @param what in words, for the list of edits */
  apply(
    skus: readonly string[],
    what: string,
    edit: (held: HeldProduct) => ProductEdit | null,
  ): Promise<{ readonly written: number }>;
  /** The newest first. */
  list(most: number): Promise<BulkEdit[]>;
  /** Puts back what was before, where it is still as the edit left it. False where there is no such edit, or it is undone. */
  undo(id: string, now: number): Promise<boolean>;
}

const WHO = 'администратор';

/** Edits of many articles at once, each kept with what was before, so that it can be taken back. In `control`, as the history is. */
export function createBulkEdits(engine: Engine, stamps: Stamps, products: Products): BulkEdits {
  const prefixOf = (hlc: string): string => `${PIECE}:${hlc}:`;
  const read = (doc: StoredDocument): BulkEdit[] => {
    const { data } = kept.safeParse(doc);
    if (!data) return [];
    const { _id, hlc, ...rest } = data;
    return [{ ...rest, id: _id, at: parseHlc(hlc)?.wall ?? 0 }];
  };

  return {
    async apply(skus, what, edit) {
      const control = await engine.open(CONTROL);
      const hlc = stamps();
      const { written } = await products.changeMany(skus, edit, { who: WHO, how: 'bulk', batch: hlc });
      for (let from = 0; from < written.length; from += PIECE_ARTICLES) {
        const _id = `${prefixOf(hlc)}${String(from / PIECE_ARTICLES).padStart(6, '0')}`;
        const result = await control.put({
          _id,
          type: PIECE,
          schema: 1,
          hlc,
          articles: written.slice(from, from + PIECE_ARTICLES),
        });
        if (!result.ok) throw new Error(`${_id}: ${result.error}`);
      }
      const head = { _id: `${TYPE}:${hlc}`, type: TYPE, schema: 1, hlc, who: WHO, what, count: written.length, undone: null };
      const result = written.length === 0 ? null : await control.put(head);
      if (result?.ok === false) throw new Error(`${head._id}: ${result.error}`);
      return { written: written.length };
    },

    async list(most) {
      const { startkey, endkey } = rangeOf(TYPE);
      const docs = await (
        await engine.open(CONTROL)
      ).range({ startkey: endkey, endkey: startkey, descending: true, limit: most });
      return docs.flatMap(read);
    },

    async undo(id, now) {
      const control = await engine.open(CONTROL);
      const doc = id.startsWith(`${TYPE}:`) ? await control.get(id) : null;
      const { data } = kept.safeParse(doc);
      if (!doc || !data || data.undone !== null) return false;
      const prefix = prefixOf(data.hlc);
      const pieces = await control.range({ startkey: prefix, endkey: `${prefix}\ufff0` });
      const before = new Map<string, FieldChanges>();
      for (const one of pieces) for (const { sku, fields } of piece.parse(one).articles) before.set(sku, fields);
      let left = 0;
      const restore = (held: HeldProduct): ProductEdit => {
        const { edit, lost } = backTo(held, before.get(held.product.sku)!);
        left += lost;
        return edit;
      };
      const { written } = await products.changeMany([...before.keys()], restore, { who: WHO, how: 'undo', batch: data.hlc });
      const marked = await control.put({ ...doc, undone: { at: now, restored: written.length, left } });
      if (!marked.ok) throw new Error(`${id}: ${marked.error}`);
      return true;
    },
  };
}

/** What puts an article back where it is as the edit left it; `lost`: fields that are not. Fields of a bulk edit are plain values. */
function backTo({ product, cost }: HeldProduct, fields: FieldChanges): { edit: ProductEdit; lost: number } {
  const now: Readonly<Record<string, unknown>> = { ...product, cost: cost?.cost ?? null };
  const own = Object.entries(fields).filter(([name, { to }]) => (now[name] ?? null) === to);
  const back = Object.fromEntries(own.map(([name, { from }]) => [name, from]));
  const { cost: paid, ...patch } = back;
  const edit = { patch: patch as Partial<ProductFields>, ...(typeof paid === 'number' ? { cost: paid satisfies Kopecks } : {}) };
  return { edit, lost: Object.keys(fields).length - own.length };
}

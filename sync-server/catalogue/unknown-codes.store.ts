import { z } from 'zod';
import { CONTROL } from '../../design/databases.ts';
import { rangeOf } from '../../design/ids.ts';
import { DAY } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';

/** What a till tells: `count` of all times on that device, so that a report heard twice says the same. Money in kopecks, epoch ms. */
export const unknownCodesReport = z.object({
  codes: z
    .array(
      z.object({
        code: z.string().min(1).max(128),
        count: z.int().min(0).max(1_000_000),
        last: z.number(),
        typed: z.object({ name: z.string().min(1).max(128), price: z.int().min(0) }).nullable(),
      }),
    )
    .min(1)
    .max(100),
});
export type UnknownCodesReport = z.infer<typeof unknownCodesReport>;

const kept = z.object({
  store: z.string(),
  code: z.string(),
  /** Device → its count. */
  counts: z.record(z.string(), z.int()),
  last: z.number(),
  typed: z.object({ name: z.string(), price: z.int() }).nullable(),
});

export interface UnknownCode {
  readonly id: string;
  readonly store: string;
  readonly code: string;
  readonly count: number;
  /** When it was read last, epoch ms; never in the future. */
  readonly last: number;
  /** What a cashier sold under it. */
  readonly typed: { readonly name: string; readonly price: number } | null;
}

export interface UnknownCodes {
  report(from: { readonly device: number; readonly store: string }, report: UnknownCodesReport, now: number): Promise<void>;
  /** Most often read first. */
  list(): Promise<UnknownCode[]>;
  /** The article is in the catalogue now, or never will be. */
  forget(id: string): Promise<void>;
}

/** A shop's list stays short enough to be read by a person: beyond it the codes that were read longest ago go. */
const MOST_OF_A_SHOP = 500;
const KEPT_FOR = 180 * DAY;
const TYPE = 'unknown-code';
const idOf = (store: string, code: string): string => `${TYPE}:${store}:${code}`;

/** Codes that nobody knew at the tills, in `control`: telemetry, which devices tell by POST. */
export function createUnknownCodes(engine: Engine): UnknownCodes {
  async function list(): Promise<(UnknownCode & { readonly rev: string })[]> {
    const control = await engine.open(CONTROL);
    return (await control.range(rangeOf(TYPE)))
      .flatMap((doc) => {
        const { data } = kept.safeParse(doc);
        if (!data) return [];
        const { store, code, counts, last, typed } = data;
        return [
          { id: doc._id, rev: doc._rev, store, code, count: Object.values(counts).reduce((a, b) => a + b, 0), last, typed },
        ];
      })
      .sort((a, b) => b.count - a.count || b.last - a.last);
  }

  let turn: Promise<unknown> = Promise.resolve();
  async function tidy(store: string, now: number): Promise<void> {
    const own = (await list()).filter((one) => one.store === store).sort((a, b) => b.last - a.last);
    const gone = own.filter(({ last }, i) => i >= MOST_OF_A_SHOP || now - last > KEPT_FOR);
    if (gone.length === 0) return;
    await (await engine.open(CONTROL)).bulk(gone.map(({ id, rev }) => ({ _id: id, _rev: rev, _deleted: true })));
  }

  const take: UnknownCodes['report'] = async ({ device, store }, { codes }, now) => {
    const control = await engine.open(CONTROL);
    for (const { code, count, last, typed } of codes) {
      const _id = idOf(store, code);
      const doc = await control.get(_id);
      const before = kept.safeParse(doc).data;
      const counts = { ...before?.counts, [device]: Math.max(before?.counts[device] ?? 0, count) };
      const when = Math.max(before?.last ?? 0, Math.min(last, now));
      const written = await control.put({
        ...(doc ? { _rev: doc._rev } : {}),
        ...{ _id, type: TYPE, schema: 1, store, code, counts, last: when, typed: typed ?? before?.typed ?? null },
      });
      // Another server has told of the same code at once: the device tells again with its next exchange.
      if (!written.ok) throw new Error(`${_id}: ${written.error}`);
    }
    await tidy(store, now);
  };

  return {
    /** One after another: two tills tell of the same code at once. */
    report(from, report, now) {
      const told = turn.catch(() => undefined).then(() => take(from, report, now));
      turn = told;
      return told;
    },
    list,
    async forget(id) {
      if (!id.startsWith(`${TYPE}:`)) return;
      const control = await engine.open(CONTROL);
      const doc = await control.get(id);
      if (doc) await control.put({ _id: id, _rev: doc._rev, _deleted: true });
    },
  };
}

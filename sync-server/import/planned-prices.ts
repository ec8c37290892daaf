import { IMPORTS, PRODUCTS } from '../../design/databases.ts';
import type { Product } from '../../design/documents/catalogue.ts';
import { isApproved } from '../../design/import/apply-change.ts';
import {
  isOvertaken,
  NAMED_MEANWHILE,
  type ImportJob,
  type OvertakenPrices,
  type PlannedPrice,
} from '../../design/import/job.ts';
import type { Engine, Seq } from '../engine/engine.ts';
import type { JobStore } from './jobs.store.ts';

/** A job that waits for its time, and the prices that it is to set then, by SKU. */
export interface PlannedJob {
  readonly job: ImportJob;
  readonly prices: ReadonlyMap<string, PlannedPrice>;
}

/** Prices that a job changes and that wait for nobody's word. */
export async function plannedPrices(store: Pick<JobStore, 'pieces'>, job: ImportJob): Promise<Map<string, PlannedPrice>> {
  const found = new Map<string, PlannedPrice>();
  for await (const changes of store.pieces(job._id, 'piece')) {
    for (const change of changes) {
      const { price } = change.after;
      if (change.what !== 'update' || price === undefined || !isApproved(change, job.approvals)) continue;
      found.set(change.sku, { sku: change.sku, before: change.before?.price ?? null, price });
    }
  }
  return found;
}

/** What is planned now: read when a job has changed since it was asked for last, else remembered. */
export function createPlanned(engine: Engine, store: JobStore): () => Promise<readonly PlannedJob[]> {
  let held: { readonly seq: Seq; readonly planned: readonly PlannedJob[] } | null = null;
  return async () => {
    const { seq } = await (await engine.open(IMPORTS)).info();
    if (held?.seq === seq) return held.planned;
    const known = new Map(held?.planned.map((one) => [one.job._id, one]));
    const planned: PlannedJob[] = [];
    for (const job of await store.all()) {
      if (job.state !== 'scheduled') continue;
      const before = known.get(job._id);
      // What was staged and approved stands from the confirmation on.
      const isSame = before?.job.confirmed?.at === job.confirmed?.at;
      planned.push({ job, prices: before && isSame ? before.prices : await plannedPrices(store, job) });
    }
    held = { seq, planned };
    return planned;
  };
}

const PAGE = 500;
const CHANGES = 1_000;

/** What holds of a job's prices and what was overtaken, as the catalogue stands now. */
export interface Standing {
  readonly holding: ReadonlyMap<string, number>;
  readonly overtaken: ReadonlyMap<string, number>;
  readonly told: OvertakenPrices;
  /** Is anything other than at the last look? */
  readonly isNew: boolean;
}

/**
 * Follows what becomes of the prices of jobs that wait for their time: whoever changes such an article's price meanwhile overtakes it, and
 * who puts it back lets it hold again. Read whole at first, then only what changed. Forgotten with the process.
 */
export function createPriceWatch(engine: Engine, store: Pick<JobStore, 'pieces'>) {
  const watched = new Map<string, { prices: Map<string, PlannedPrice>; lost: Map<string, number | null>; since: Seq }>();

  async function look(into: { prices: Map<string, PlannedPrice>; lost: Map<string, number | null> }, skus: readonly string[]) {
    const products = await engine.open(PRODUCTS);
    let isNew = false;
    for (let from = 0; from < skus.length; from += PAGE) {
      const part = skus.slice(from, from + PAGE);
      const docs = (await products.range({ keys: part.map((sku) => `product:${sku}`) })) as unknown as Product[];
      const now = new Map(docs.map(({ sku, price }) => [sku, price]));
      for (const sku of part) {
        const price = now.get(sku) ?? null;
        const was = into.lost.get(sku);
        if (isOvertaken(into.prices.get(sku)!, price)) into.lost.set(sku, price);
        else into.lost.delete(sku);
        if (was !== into.lost.get(sku)) isNew = true;
      }
    }
    return isNew;
  }

  return {
    /** @returns how the prices of a job stand; the same work done twice says the same */
    async standing(job: ImportJob): Promise<Standing> {
      const products = await engine.open(PRODUCTS);
      let held = watched.get(job._id);
      let isNew = held === undefined;
      if (held === undefined) {
        // Taken before: what changes while it is read is looked at again.
        const { seq } = await products.info();
        held = { prices: await plannedPrices(store, job), lost: new Map(), since: seq };
        await look(held, [...held.prices.keys()]);
        watched.set(job._id, held);
      }
      for (;;) {
        const { rows, lastSeq } = await products.changes({ since: held.since, limit: CHANGES });
        const skus = rows.map(({ id }) => id.slice('product:'.length)).filter((sku) => held.prices.has(sku));
        if (await look(held, [...new Set(skus)])) isNew = true;
        held.since = lastSeq;
        if (rows.length < CHANGES) break;
      }
      const lost = [...held.lost];
      const all = [...held.prices.values()];
      return {
        isNew,
        holding: new Map(all.flatMap(({ sku, price }) => (held.lost.has(sku) ? [] : [[sku, price] as const]))),
        overtaken: new Map(lost.map(([sku]) => [sku, held.prices.get(sku)!.price])),
        told: {
          count: lost.length,
          named: lost.slice(0, NAMED_MEANWHILE).map(([sku, now]) => ({ sku, price: held.prices.get(sku)!.price, now })),
        },
      };
    },
    /** The job no longer waits, or its next look has to begin from nothing. */
    forget: (id: string): void => void watched.delete(id),
  };
}

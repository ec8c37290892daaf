import { canonicalJson } from '../../design/canonical-json.ts';
import { CATALOG } from '../../design/databases.ts';
import { supplierStock, SUPPLIER_STOCK_PART, type SupplierStock } from '../../design/documents/supplier-stock.ts';
import { keyOfId } from '../../design/ids.ts';
import { supplierId } from '../../design/orders/suppliers.ts';
import type { SupplierOffer } from '../../design/import/checked-row.ts';
import type { ImportJob } from '../../design/import/job.ts';
import type { Engine } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';
import type { JobStore } from './jobs.store.ts';

export interface SupplierStockDeps {
  readonly engine: Engine;
  readonly stamps: Stamps;
  readonly store: Pick<JobStore, 'all' | 'offers'>;
}

type Lines = SupplierStock['lines'];

/**
 * Publishes what a supplier has by the newest of his files that is in force or decided, or nothing where none tells. It follows from the jobs alone, so
 * doing it once more after a crash, or after a job was taken back, says what is so.
 */
export async function publishSupplierStock({ engine, stamps, store }: SupplierStockDeps, supplier: string): Promise<void> {
  if (supplier === '') return;
  const id = supplierId(supplier);
  const done = (await store.all())
    .filter((job) => (job.state === 'done' || job.state === 'applying') && job.supplier !== '' && supplierId(job.supplier) === id)
    .sort((a, b) => b.made - a.made);
  let found: { job: ImportJob; lines: Lines } | null = null;
  for (const job of done) {
    const lines = await linesOf(store, job);
    if (lines.length === 0) continue;
    found = { job, lines };
    break;
  }
  const prefix = `supplier-stock:${keyOfId(id)}:`;
  const catalog = await engine.open(CATALOG);
  const held = new Map((await catalog.range({ startkey: prefix, endkey: `${prefix}\ufff0` })).map((doc) => [doc._id, doc]));
  const wanted = found ? partsOf(prefix, supplier, found.job, found.lines) : [];
  const fresh = wanted.flatMap((part) => {
    const before = held.get(part._id);
    held.delete(part._id);
    const known = supplierStock.safeParse(before).data;
    if (known && canonicalJson(bodyOf(known)) === canonicalJson(bodyOf(part))) return [];
    return [{ ...part, hlc: stamps(), ...(before ? { _rev: before._rev } : {}) }];
  });
  const gone = [...held.values()].map(({ _id, _rev }) => ({ _id, _rev, _deleted: true }));
  for (const doc of [...fresh, ...gone]) {
    const written = await catalog.put(doc);
    if (!written.ok) throw new Error(`${doc._id}: ${written.error}`);
  }
}

const bodyOf = ({ supplier, at, job, lines }: SupplierStock) => ({ supplier, at, job, lines });

async function linesOf(store: SupplierStockDeps['store'], job: ImportJob): Promise<Lines> {
  const offers = new Map<string, SupplierOffer>();
  for await (const part of store.offers(job._id)) for (const offer of part) offers.set(offer.sku, offer);
  return [...offers.values()]
    .sort((a, b) => (a.sku < b.sku ? -1 : 1))
    .map(({ sku, pieces, rough }): Lines[number] => [sku, pieces, rough ? 1 : 0]);
}

function partsOf(prefix: string, supplier: string, { number, made }: ImportJob, lines: Lines): SupplierStock[] {
  const parts: SupplierStock[] = [];
  for (let from = 0; from < lines.length; from += SUPPLIER_STOCK_PART) {
    const _id = `${prefix}${String(parts.length + 1).padStart(4, '0')}`;
    const head = { _id, type: 'supplier-stock', schema: 1, hlc: '', by: null, pos: null } as const;
    parts.push({ ...head, supplier, at: made, job: number, lines: lines.slice(from, from + SUPPLIER_STOCK_PART) });
  }
  return parts;
}

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOG, CHAIN, PRODUCTS } from '../../design/databases.ts';
import type { Manifest } from '../../design/documents/catalogue.ts';
import type { DayRollup } from '../../design/documents/chain.ts';
import type { FiscalResult } from '../../design/documents/facts.ts';
import { MANIFEST_ID } from '../../design/folds/catalogue-build.ts';
import type { CataloguePiece } from '../../design/folds/catalogue.ts';
import { foldCatalogue, pieceText } from '../../design/folds/catalogue.ts';
import { startProjector } from '../catalogue/projector.ts';
import { createEmbeddedEngine } from '../engine/embedded.engine.ts';
import type { Database } from '../engine/engine.ts';
import { startRollups } from '../rollup/worker.ts';
import { loadDemo } from './load.ts';
import { DEMO_TIME_ZONE } from './shops.ts';

const clock = { now: () => Date.parse('2026-03-03T12:00:00+03:00') };
const log = (): void => undefined;

describe('demo data on the embedded engine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'optics-demo-'));
  let engine = createEmbeddedEngine(folder);
  let jobs: { settled(): Promise<void>; stop(): Promise<void> }[] = [];
  const start = (): void => {
    jobs = [startProjector(engine, { clock, log }), startRollups(engine, { clock, timeZoneOf: () => DEMO_TIME_ZONE, log })];
  };
  const settle = async (): Promise<void> => {
    for (const job of jobs) await job.settled();
  };
  const stop = async (): Promise<void> => {
    for (const job of jobs) await job.stop();
    await engine.close();
  };
  const read = async <T>(name: string, type = ''): Promise<T[]> =>
    (await (await engine.open(name)).range({ startkey: type, endkey: `${type}\ufff0` })) as unknown as T[];

  beforeAll(async () => {
    await loadDemo(engine, { clock, products: 600, days: 5 });
    start();
    await settle();
  });
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });

  it('reaches a till as a whole catalogue', async () => {
    const manifest = (await (await engine.open(CATALOG)).get(MANIFEST_ID)) as unknown as Manifest;
    const pieces = new Map((await read<CataloguePiece>(CATALOG, 'catalogue-')).map((p) => [p._id, p]));
    const digestOf = (p: CataloguePiece): string => createHash('sha256').update(pieceText(p)).digest('hex');
    const folded = foldCatalogue(manifest, (id) => pieces.get(id), digestOf);
    expect(folded.whole && folded.entries.size).toBe(600);
    expect(folded.whole && folded.entries.get('RB-1001')?.brand).toBe('Ray-Ban');
  });

  it('rolls up to what the drives hold, over the turn of a month', async () => {
    const months = (await engine.list()).filter((name) => name.startsWith('sales-'));
    expect(months).toHaveLength(4);
    const results = (await Promise.all(months.map((name) => read<FiscalResult>(name, 'fiscal-result:')))).flat();
    const rollups = await read<DayRollup>(CHAIN, 'day-rollup:');
    expect(rollups).toHaveLength(10);
    const revenue = results.reduce((sum, r) => sum + (r.operation === 'sale' ? r.total : -r.total), 0);
    expect(rollups.reduce((sum, r) => sum + r.revenue, 0)).toBe(revenue);
    expect(rollups.reduce((sum, r) => sum + r.receipts + r.refunds, 0)).toBe(results.length);
    expect(rollups.every((r) => r.pending === 0)).toBe(true);
  });

  it('changes nothing by a restart, and follows a price after it', async () => {
    const seqs = async (): Promise<unknown[]> =>
      Promise.all([CATALOG, CHAIN, PRODUCTS].map(async (name) => (await (await engine.open(name)).info()).seq));
    const before = await seqs();
    await stop();
    engine = createEmbeddedEngine(folder);
    start();
    await settle();
    expect(await seqs()).toEqual(before);

    const products: Database = await engine.open(PRODUCTS);
    const doc = (await products.get('product:RB-1001'))!;
    await products.put({ ...doc, price: 9_990_00 });
    await settle();
    const [delta] = await read<CataloguePiece>(CATALOG, 'catalogue-delta:');
    expect(delta?.entries).toMatchObject([{ sku: 'RB-1001', price: 9_990_00 }]);
  });
});

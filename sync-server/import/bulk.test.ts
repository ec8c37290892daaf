import { afterEach, beforeEach, expect, it } from 'vitest';
import { CHAIN } from '../../design/databases.ts';
import { bulkChange } from '../../design/import/bulk-change.ts';
import type { ProductChange } from '../../design/import/checked-row.ts';
import { HOUR } from '../../design/time/clock.ts';
import { changesOf } from '../catalogue/back-office/change-log.store.ts';
import { createImports } from './create-imports.ts';
import { checkOf, createBench, dyingEngine, productOf, type Bench } from './import.fixture.ts';
import { silentLog } from '../log.ts';

/** Two pieces of a job: between them a mixture would show. */
const COUNT = 510;
const SKUS = Array.from({ length: COUNT }, (_, i) => `RB-${i}`);
const known = (sku: string) => ({ ...productOf(sku), cost: 50_00 });
const edit: { name: string; changes: ProductChange[] } = {
  name: 'цена 110,00 ₽',
  changes: SKUS.map((sku) => bulkChange(known(sku), { price: 110_00 })!),
};
const [OLD, NEW] = [100_00, 110_00].map((price) => Object.fromEntries(SKUS.map((sku) => [sku, price])));
const NOW = { name: 'Петрова', at: null };

let bench: Bench;
async function fresh(): Promise<void> {
  bench = createBench();
  await bench.fill(SKUS.map((sku) => productOf(sku)));
  const first = bench.program(checkOf([]));
  await first.settle();
  await first.ends();
}
beforeEach(fresh);
afterEach(() => bench.end());

it('an edit of many articles becomes active as one version, is in their history, and is taken back', async () => {
  const program = bench.program(checkOf([]));
  const { _id, state, changes } = await program.imports.startBulk(edit);
  expect([state, changes]).toEqual(['checked', { new: 0, changed: COUNT, vanished: 0, held: 0 }]);
  await program.settle();
  expect(await bench.prices()).toEqual(OLD);
  await program.imports.confirm(_id, NOW);
  await program.settle();
  expect(await program.imports.job(_id)).toMatchObject({ state: 'done', outcome: { updated: COUNT, changedMeanwhile: 0 } });
  expect(await bench.published()).toEqual(NEW);
  expect(await changesOf(bench.engine, 'RB-0', 1)).toMatchObject([{ who: 'Петрова', how: 'bulk', batch: 'IMP/00001' }]);
  await program.imports.undo(_id, { name: 'Иванова' });
  await program.settle();
  expect(await bench.published()).toEqual(OLD);
  expect(await program.imports.job(_id)).toMatchObject({ state: 'undone', undo: { restored: COUNT, left: 0 } });
  await program.ends();
});

it('new prices of an edit at once wait for registers with receipts to deliver (409 UNSYNC_BUFFERS), at a time they do not', async () => {
  const chain = await bench.engine.open(CHAIN);
  await chain.put({
    ...{ _id: 'register-state:POS-001', type: 'register-state', schema: 1, hlc: bench.stamps(), by: null, pos: 'POS-001' },
    ...{ store: 'demo-1', seen: bench.clock.now(), retired: false, fn: null, network: 'online', shift: null, breaker: 'closed' },
    buffer: { capacity: 200, queued: 3, percent: 1, dead: 0 },
  });
  const program = bench.program(checkOf([]));
  const { _id } = await program.imports.startBulk(edit);
  await expect(program.imports.confirm(_id, NOW)).rejects.toMatchObject({ code: 'UNSYNC_BUFFERS' });
  await program.imports.confirm(_id, { name: 'Петрова', at: bench.clock.now() + HOUR });
  await program.settle();
  expect(await bench.prices()).toEqual(OLD);
  bench.clock.forward(HOUR);
  await program.settle();
  expect(await bench.prices()).toEqual(NEW);
  await program.ends();
});

it('what a person changed meanwhile stays; what is held and not let through is left out', async () => {
  const program = bench.program(checkOf([]));
  const changes = [bulkChange(known('RB-0'), { price: 990_00 })!, bulkChange(known('RB-1'), { price: 105_00 })!];
  const { _id } = await program.imports.startBulk({ name: 'цены', changes });
  await program.imports.confirm(_id, NOW);
  await program.settle();
  expect(await program.imports.job(_id)).toMatchObject({ state: 'done', outcome: { updated: 1, held: 1 } });
  expect(await bench.prices()).toMatchObject({ 'RB-0': 100_00, 'RB-1': 105_00 });
  await program.ends();
});

it('is not checked again and changes nothing where nothing is to be changed', async () => {
  const program = bench.program(checkOf([]));
  await expect(program.imports.startBulk({ name: 'ничего', changes: [] })).rejects.toMatchObject({ code: 'IMPORT_CHECK_FAILED' });
  const { _id } = await program.imports.startBulk(edit);
  await program.imports.cancel(_id);
  await expect(program.imports.reset(_id)).rejects.toMatchObject({ code: 'IMPORT_STATE' });
  await expect(program.imports.check(_id)).rejects.toMatchObject({ code: 'IMPORT_STATE' });
  await program.settle();
  expect(await bench.prices()).toEqual(OLD);
  await program.ends();
});

it('K-32: a server killed at any write while an edit is laid down leaves the old catalogue, and the edit can be made again', async () => {
  const laidDown = async (after: number | null): Promise<number> => {
    const dying = dyingEngine(bench.engine, after);
    const { clock, stamps } = bench;
    const check = checkOf([]);
    const imports = createImports({ engine: dying.engine, clock, stamps, log: silentLog, folder: '', check, shops: () => [] });
    await imports.startBulk(edit).catch(() => undefined);
    return dying.state.writes;
  };
  const writes = await laidDown(null);
  expect(writes).toBeGreaterThan(3);
  for (let at = 0; at < writes; at += 1) {
    bench.end();
    await fresh();
    await laidDown(at);
    const program = bench.program(checkOf([]));
    await program.settle();
    expect(await bench.published(), `killed after ${at} writes`).toEqual(OLD);
    const left = (await program.imports.jobs()).rows;
    expect(left.map(({ state }) => state)).toEqual(at === 0 ? [] : ['draft']);
    for (const { _id } of left) await program.imports.cancel(_id);
    const { _id } = await program.imports.startBulk(edit);
    await program.imports.confirm(_id, NOW);
    await program.settle();
    expect(await bench.published()).toEqual(NEW);
    await program.ends();
  }
});

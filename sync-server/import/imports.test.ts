import { afterEach, beforeEach, expect, it } from 'vitest';
import { CATALOG, CHAIN, IMPORTS, PRODUCTS } from '../../design/databases.ts';
import type { PriceList } from '../../design/documents/catalogue.ts';
import type { Finding } from '../../design/import/finding.ts';
import { LOG_FINDINGS } from '../../design/import/job.ts';
import { HOUR } from '../../design/time/clock.ts';
import { changesOf } from '../catalogue/back-office/change-log.store.ts';
import { checkOf, createBench, creation, importNow, priceChange, productOf, type Bench } from './import.fixture.ts';

let bench: Bench;
beforeEach(async () => {
  bench = createBench();
  await bench.fill(['A', 'B', 'C'].map((sku) => productOf(sku)));
});
afterEach(() => bench.end());

const price = async (sku: string): Promise<number | undefined> => (await bench.prices())[sku];
async function byHand(sku: string, value: number): Promise<void> {
  const products = await bench.engine.open(PRODUCTS);
  const doc = (await products.get(`product:${sku}`))!;
  const hlc = bench.stamps();
  await products.put({ ...doc, price: value, hlc, stamps: { ...(doc['stamps'] as object), price: hlc } });
}
async function till(pos: string, queued: number, seen: number): Promise<void> {
  await (
    await bench.engine.open(CHAIN)
  ).put({
    ...{ _id: `register-state:${pos}`, type: 'register-state', schema: 1, hlc: bench.stamps(), by: null, pos, store: 'demo-1' },
    ...{ seen, retired: false, fn: null, network: 'online', shift: null, breaker: 'closed' },
    buffer: { capacity: 200, queued, percent: 0, dead: 0 },
  });
}
const announced = async (): Promise<unknown> =>
  ((await (await bench.engine.open(CATALOG)).get('price-list:demo-1')) as unknown as PriceList | null)?.prices ?? [];

it('leaves what somebody changed by hand after the check, and says so', async () => {
  const program = bench.program(checkOf([priceChange('A', 100_00, 120_00), priceChange('B', 100_00, 110_00)]));
  // The check knew 100 roubles; a person sets another price before it becomes active.
  await byHand('A', 105_00);
  const job = await importNow(program);
  expect(job).toMatchObject({
    state: 'done',
    outcome: { updated: 2, changedMeanwhile: 1, meanwhile: [{ sku: 'A', field: 'price' }] },
  });
  expect(await bench.prices()).toMatchObject({ A: 105_00, B: 110_00 });
  await program.ends();
});

it('undo restores what is still the job’s, archives what it made, and is refused a second time', async () => {
  const program = bench.program(
    checkOf([priceChange('A', 100_00, 120_00), priceChange('B', 100_00, 110_00), creation('NEW', 1_00)]),
  );
  const { _id } = await importNow(program);
  await byHand('B', 99_00);
  await program.imports.undo(_id, { name: 'Петрова' });
  await program.settle();
  const job = await program.imports.job(_id);
  expect(job).toMatchObject({ state: 'undone', undo: { restored: 3, left: 1 }, sold: { receipts: 0, pieces: 0 } });
  expect(await bench.prices()).toEqual({ A: 100_00, B: 99_00, C: 100_00 });
  expect(await bench.costs()).toMatchObject({ A: 50_00, B: 50_00 });
  // The history of an article tells both, by the person's name.
  expect(await changesOf(bench.engine, 'A', 10)).toMatchObject([
    { who: 'Петрова', how: 'undo', batch: 'IMP/00001', fields: { price: { from: 120_00, to: 100_00 } } },
    { how: 'import', batch: 'IMP/00001', fields: { price: { from: 100_00, to: 120_00 } } },
  ]);
  await expect(program.imports.undo(_id, { name: 'Петрова' })).rejects.toMatchObject({ code: 'IMPORT_STATE' });
  await program.ends();
});

it('the history of an article that a file made tells who made it and with what, whatever changed since', async () => {
  const made = bench.program(checkOf([creation('NEW', 50_00), creation('OTHER', 1_00)]));
  await importNow(made);
  await made.ends();
  const changed = bench.program(checkOf([priceChange('NEW', 50_00, 60_00)]));
  const { _id } = await importNow(changed);
  await changed.imports.undo(_id, { name: 'Сидорова' });
  await changed.settle();
  await changed.ends();
  const creationOf = {
    ...{ sku: 'NEW', who: 'Петрова', how: 'import', batch: 'IMP/00001' },
    fields: {
      name: { from: null, to: 'Новая NEW' },
      price: { from: null, to: 50_00 },
      cost: { from: null, to: 25_00 },
      archived: { from: null, to: false },
    },
  };
  expect(await changesOf(bench.engine, 'NEW', 10)).toMatchObject([
    { how: 'undo', who: 'Сидорова', fields: { price: { from: 60_00, to: 50_00 }, cost: { from: 30_00, to: 25_00 } } },
    { how: 'import', batch: 'IMP/00002', fields: { price: { from: 50_00, to: 60_00 }, cost: { from: 25_00, to: 30_00 } } },
    creationOf,
  ]);
  expect(await changesOf(bench.engine, 'NEW', 3)).toHaveLength(3);
  expect(await changesOf(bench.engine, 'NEW', 2)).toHaveLength(2);
  // What nobody's job made has no maker.
  expect(await changesOf(bench.engine, 'A', 10)).toEqual([]);
});

it('E-37: a held change is left out until a named person lets it through', async () => {
  const held = { ...priceChange('A', 100_00, 500_00), held: ['PRICE_JUMP'] as const };
  const program = bench.program(checkOf([held, priceChange('B', 100_00, 110_00)]));
  expect(await importNow(program)).toMatchObject({ outcome: { updated: 1, held: 1 } });
  expect(await price('A')).toBe(100_00);
  const { file } = (await program.imports.jobs()).rows[0]!;
  const again = await program.imports.start({
    file: file.id,
    profile: {
      choice: (await program.imports.job('IMP-00001')).choice,
      mapping: null,
      rules: (await program.imports.job('IMP-00001')).rules,
      supplier: '',
    },
    dryRun: false,
  });
  await program.settle();
  await program.imports.approve(again._id, {
    types: ['PRICE_JUMP'],
    approver: { id: 'staff:1', name: 'Петрова', role: 'manager' },
    reason: 'новая коллекция',
  });
  await program.imports.confirm(again._id, { name: 'Петрова', at: null });
  await program.settle();
  expect(await price('A')).toBe(500_00);
  await program.ends();
});

it('C-30, C-34: new prices at once wait for registers with receipts to deliver; a time to come or a named person does not', async () => {
  await till('POS-001', 10, bench.clock.now());
  const program = bench.program(checkOf([priceChange('A', 100_00, 120_00)]));
  await expect(importNow(program)).rejects.toMatchObject({
    code: 'UNSYNC_BUFFERS',
    details: { unsync_terminals: [{ terminal_id: 'POS-001', queued_receipts: 10, silent: false }] },
  });
  const override = { name: 'Петрова', reason: 'касса в ремонте' };
  await program.imports.confirm('IMP-00001', { name: 'Петрова', at: null, override });
  await program.settle();
  expect(await program.imports.job('IMP-00001')).toMatchObject({ state: 'done', confirmed: { override } });
  await program.ends();
});

it('C-30: new articles alone wait for no register', async () => {
  await till('POS-001', 10, bench.clock.now());
  const program = bench.program(checkOf([creation('NEW', 55_00)]));
  expect(await importNow(program)).toMatchObject({ state: 'done' });
  await program.ends();
});

it('prices of a time to come go ahead to every shop, hold from then on, and leave the lists once the catalogue has them', async () => {
  const at = bench.clock.now() + HOUR;
  const program = bench.program(checkOf([priceChange('A', 100_00, 120_00)]));
  const job = await importNow(program, { name: 'Петрова', at });
  expect(job).toMatchObject({ state: 'scheduled', announced: ['demo-1', 'demo-2'] });
  expect(await announced()).toEqual([{ sku: 'A', price: 120_00, from: at }]);
  expect(await price('A')).toBe(100_00);
  bench.clock.forward(HOUR);
  await program.settle();
  await program.settle();
  expect(await program.imports.job(job._id)).toMatchObject({ state: 'done', announced: [] });
  expect(await bench.published()).toMatchObject({ A: 120_00 });
  expect(await announced()).toEqual([]);
  await program.ends();
});

it('called off before its time, announced prices are taken back', async () => {
  const program = bench.program(checkOf([priceChange('A', 100_00, 120_00)]));
  const job = await importNow(program, { name: 'Петрова', at: bench.clock.now() + HOUR });
  await program.imports.cancel(job._id);
  await program.settle();
  expect(await announced()).toEqual([]);
  bench.clock.forward(2 * HOUR);
  await program.settle();
  expect(await price('A')).toBe(100_00);
  expect((await program.imports.reset(job._id)).state).toBe('draft');
  await program.ends();
});

it('all findings of a file are read once, in the order of its rows', async () => {
  const rows = Array.from({ length: 2_600 }, (_, n) => 2_600 - n);
  const findings = rows.map((row): Finding => ({ row, type: 'EAN_MISSING', field: 'ean', value: null, old: null }));
  const program = bench.program(async (input, sink, signal) => {
    await sink.batch({ changes: [], findings });
    return checkOf([priceChange('A', 100_00, 120_00)])(input, sink, signal);
  });
  const { _id } = await importNow(program);
  const logs = await bench.engine.open(IMPORTS);
  const range = logs.range.bind(logs);
  let read = 0;
  logs.range = async (query) => {
    const docs = await range(query);
    read += docs.filter(({ type }) => type === 'import-log').length;
    return docs;
  };
  expect((await program.imports.everyFinding(_id)).map(({ row }) => row)).toEqual(rows.toReversed());
  expect(read).toBe(Math.ceil(rows.length / LOG_FINDINGS));
  await program.ends();
});

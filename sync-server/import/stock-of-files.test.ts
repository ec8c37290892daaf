import { afterEach, beforeEach, expect, it } from 'vitest';
import { Readable } from 'node:stream';
import type { FiscalResult, Receipt, StockMovement } from '../../design/documents/facts.ts';
import { stockMovement } from '../../design/documents/facts.ts';
import { supplierStock } from '../../design/documents/supplier-stock.ts';
import type { ProductChange, SupplierOffer } from '../../design/import/checked-row.ts';
import type { ImportJob } from '../../design/import/job.ts';
import { STANDARD_RULES, type ImportRules } from '../../design/import/profile.ts';
import { rangeOf } from '../../design/ids.ts';
import { naiveStock } from '../../tests/factories/naive-stock.ts';
import { makeResult, makeSale } from '../../tests/factories/receipts.ts';
import { makePaper } from '../../tests/factories/stock.ts';
import type { DocumentInput } from '../engine/engine.ts';
import type { CheckFile } from './check-file.ts';
import { checkInProcess } from './process/check-in-process.ts';
import { checkOf, createBench, creation, dyingEngine, priceChange, productOf, READING, type Bench } from './import.fixture.ts';

const SALES = 'sales-demo-1-202511';
const SKUS = ['A', 'B', 'C', 'D'];
const HOUR = 3_600_000;
let bench: Bench;

/** The stock of a shop: with nothing else to change, or with a new article. */
const said = (sku: string, stock: number): ProductChange => ({
  ...{ sku, row: 2, what: 'update', before: {}, after: {}, stock, held: [] },
});
const CHANGES = [
  said('A', 7),
  said('B', 0),
  { ...priceChange('C', 100_00, 120_00), stock: 3 },
  { ...creation('NEW', 55_00), stock: 2 },
];
const OURS: Partial<ImportRules> = { stockStore: 'demo-1' };

const put = async (name: string, ...docs: object[]) => {
  for (const doc of docs) expect(await (await bench.engine.open(name)).put(doc as DocumentInput)).toMatchObject({ ok: true });
};
async function journal(): Promise<(Receipt | FiscalResult | StockMovement)[]> {
  const sales = await bench.engine.open(SALES);
  const all = await Promise.all(['sale', 'fiscal-result', 'stock-movement'].map((type) => sales.range(rangeOf(type))));
  return all.flat() as never;
}
async function floor(place = 'floor'): Promise<Record<string, number>> {
  const facts = await journal();
  return Object.fromEntries([...SKUS, 'NEW'].map((sku) => [sku, naiveStock(facts, place, sku)]));
}
type Program = ReturnType<Bench['program']>;
async function staged(program: Program, rules: Partial<ImportRules>): Promise<ImportJob> {
  const file = await program.imports.upload(Readable.from([Buffer.from('a file')]), 'остатки.xlsx');
  const reading = { ...READING, rules: { ...STANDARD_RULES, ...rules } };
  const { _id } = await program.imports.start({ file: file.id, profile: reading, dryRun: false });
  await program.settle();
  return program.imports.job(_id);
}
async function confirmed(program: Program, { _id }: ImportJob): Promise<ImportJob> {
  await program.imports.confirm(_id, { name: 'Петрова', at: null });
  await program.settle();
  return program.imports.job(_id);
}
/** Ten of each lay there this morning. */
async function fresh(): Promise<void> {
  bench = createBench();
  await bench.fill(SKUS.map((sku) => productOf(sku)));
  await bench.engine.open('store-demo-1');
  const lines = SKUS.map((sku) => ({ sku, qty: 10 }));
  await put(SALES, makePaper({ kind: 'receipt', from: 'supplier', to: 'floor', lines }, { at: bench.clock.now() - HOUR }));
}
beforeEach(fresh);
afterEach(() => bench.end());

it('E-51: a file that is the stock of our shop makes the books say so by papers of the differences; what was sold since the file came stays sold', async () => {
  const program = bench.program(checkOf(CHANGES));
  const job = await staged(program, OURS);
  expect(job.changes).toMatchObject({ new: 1, changed: 1, stock: 4 });
  // Between the file and the word a till sells two.
  bench.clock.forward(HOUR);
  const sale = makeSale({ at: bench.clock.now(), lines: [{ sku: 'A', qty: 2 }] });
  await put(SALES, sale, makeResult(sale));
  const done = await confirmed(program, job);
  expect(await floor()).toEqual({ A: 5, B: 0, C: 3, D: 10, NEW: 2 });
  expect(done.outcome).toMatchObject({ created: 1, updated: 1, stock: { store: 'demo-1', articles: 4, changed: 4, unknown: 0 } });
  const papers = (await journal()).filter((fact): fact is StockMovement => fact.type === 'stock-movement');
  for (const paper of papers) expect(stockMovement.safeParse(paper).error).toBeUndefined();
  expect(papers.flatMap(({ document: paper }) => paper!.number ?? [])).toEqual([done.number, done.number]);
  await program.ends();
});

it('the same file once more finds nothing to put right; taken back, the books are as they were, less what was sold', async () => {
  const program = bench.program(checkOf(CHANGES));
  const first = await confirmed(program, await staged(program, OURS));
  bench.clock.forward(HOUR);
  const again = await confirmed(program, await staged(program, OURS));
  expect(again.outcome!.stock).toMatchObject({ articles: 4, changed: 0 });
  const sale = makeSale({ at: bench.clock.now(), lines: [{ sku: 'A', qty: 2 }] });
  await put(SALES, sale, makeResult(sale));
  await program.imports.undo(first._id, { name: 'Петрова' });
  await program.settle();
  expect(await floor()).toEqual({ A: 8, B: 10, C: 10, D: 10, NEW: 0 });
  await program.ends();
});

it('enters a store-room where the profile says so, and nothing of a new article that waits for a word', async () => {
  const held = { ...creation('NEW', 55_00), stock: 2, held: ['SKU_LOOKALIKE'] as const };
  const program = bench.program(checkOf([said('A', 7), held]));
  await confirmed(program, await staged(program, { stockStore: 'demo-1', stockPlace: 'storeroom' }));
  expect([(await floor('storeroom'))['A'], (await floor())['A'], (await floor('storeroom'))['NEW']]).toEqual([7, 10, 0]);
  await program.ends();
});

it('a server killed at any write enters the stock of a shop once, and takes it back once', async () => {
  const expected = { A: 7, B: 0, C: 3, D: 10, NEW: 2 };
  const run = async (killAfter: number | null, act: (program: Program) => Promise<unknown>): Promise<number> => {
    const dying = dyingEngine(bench.engine, killAfter);
    const program = bench.program(checkOf(CHANGES), dying.engine);
    await act(program).catch(() => undefined);
    await program.ends();
    return dying.state.writes;
  };
  const prepared = async (): Promise<ImportJob> => {
    const program = bench.program(checkOf(CHANGES));
    const job = await staged(program, OURS);
    await program.ends();
    return job;
  };
  let job = await prepared();
  const writes = await run(null, (program) => confirmed(program, job));
  const undo = (program: Program) => program.imports.undo(job._id, { name: 'Петрова' }).then(() => program.settle());
  const undos = await run(null, undo);
  expect(await floor()).toEqual({ A: 10, B: 10, C: 10, D: 10, NEW: 0 });
  for (let at = 0; at < Math.max(writes, undos); at += 1) {
    bench.end();
    await fresh();
    job = await prepared();
    await run(at, (program) => confirmed(program, job));
    const restarted = bench.program(checkOf(CHANGES));
    await restarted.settle();
    if ((await restarted.imports.job(job._id)).state === 'checked') await confirmed(restarted, job);
    expect(await floor(), `killed after ${at} writes`).toEqual(expected);
    await restarted.ends();
    await run(at, undo);
    const last = bench.program(checkOf(CHANGES));
    await last.settle();
    expect((await last.imports.job(job._id)).state).toBe('undone');
    expect(await floor(), `undo killed after ${at} writes`).toEqual({ A: 10, B: 10, C: 10, D: 10, NEW: 0 });
    await last.ends();
  }
}, 120_000);

it('a real file says both: pieces of our own shop are entered but for words, or all of it is what the supplier has', async () => {
  const csv = [
    'Артикул;Наименование;Цена;Остаток',
    'A;Оправа A;100,00;7 шт.',
    'B;Оправа B;100,00;много',
    'C;Оправа C;100,00;нет',
  ];
  const program = bench.program(checkInProcess);
  const run = async (rules: Partial<ImportRules>): Promise<ImportJob> => {
    const file = await program.imports.upload(Readable.from([Buffer.from(csv.join('\r\n'))]), 'остатки.csv');
    const whole: ImportRules = { ...STANDARD_RULES, category: 'Оправы', kind: 'frame', ...rules };
    const reading = { ...READING, rules: whole };
    const { _id } = await program.imports.start({ file: file.id, profile: reading, dryRun: false });
    return confirmed(program, await program.imports.settled(_id));
  };
  const ours = await run(OURS);
  expect(ours).toMatchObject({ state: 'done', found: { STOCK_ROUGH: 2 }, outcome: { stock: { articles: 1, changed: 1 } } });
  expect(await floor()).toEqual({ A: 7, B: 10, C: 10, D: 10, NEW: 0 });
  expect(await atSupplier()).toEqual([]);
  const theirs = await run({});
  expect([ours.changes, theirs.changes]).toMatchObject([
    { changed: 0, stock: 1, offers: 0 },
    { changed: 0, stock: 0, offers: 3 },
  ]);
  expect(theirs.outcome!.stock).toBeUndefined();
  const lines = [
    ['A', 7, 0],
    ['B', 10, 1],
    ['C', 0, 1],
  ];
  expect(await atSupplier()).toEqual([{ supplier: 'OptMarket', job: theirs.number, lines }]);
  expect(await floor()).toEqual({ A: 7, B: 10, C: 10, D: 10, NEW: 0 });
  await program.ends();
}, 120_000);

const offering =
  (...offers: SupplierOffer[]): CheckFile =>
  async (input, sink) => {
    await sink.batch({ changes: [], findings: [], offers });
    return checkOf([])(input, sink, new AbortController().signal);
  };
async function atSupplier(): Promise<unknown[]> {
  const docs = await (await bench.engine.open('catalog')).range(rangeOf('supplier-stock'));
  return docs.map((doc) => {
    const { supplier, job, lines } = supplierStock.parse(doc);
    return { supplier, job, lines };
  });
}

it('what the supplier has himself is published beside the catalogue and never enters our books; taken back, the file before it holds', async () => {
  const first = bench.program(offering({ sku: 'B', pieces: 10, rough: true }, { sku: 'A', pieces: 5, rough: false }));
  const one = await confirmed(first, await staged(first, {}));
  await first.ends();
  const lines = [
    ['A', 5, 0],
    ['B', 10, 1],
  ];
  expect(await atSupplier()).toEqual([{ supplier: 'OptMarket', job: one.number, lines }]);
  bench.clock.forward(HOUR);
  const second = bench.program(offering({ sku: 'A', pieces: 0, rough: false }));
  const two = await confirmed(second, await staged(second, {}));
  expect(await atSupplier()).toEqual([{ supplier: 'OptMarket', job: two.number, lines: [['A', 0, 0]] }]);
  await second.imports.undo(two._id, { name: 'Петрова' });
  await second.settle();
  expect(await atSupplier()).toEqual([{ supplier: 'OptMarket', job: one.number, lines }]);
  await second.imports.undo(one._id, { name: 'Петрова' });
  await second.settle();
  expect(await atSupplier()).toEqual([]);
  expect(await floor()).toEqual({ A: 10, B: 10, C: 10, D: 10, NEW: 0 });
  await second.ends();
});

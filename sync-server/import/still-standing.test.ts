import { afterEach, beforeEach, expect, it } from 'vitest';
import { Readable } from 'node:stream';
import { bulkChange } from '../../design/import/bulk-change.ts';
import type { ProductChange } from '../../design/import/checked-row.ts';
import { FINDING_TEXTS } from '../../design/import/finding-texts.ts';
import { HOUR } from '../../design/time/clock.ts';
import { makePaper } from '../../tests/factories/stock.ts';
import { createProducts } from '../catalogue/back-office/products.store.ts';
import type { DocumentInput } from '../engine/engine.ts';
import { checkOf, createBench, creation, dyingEngine, importNow, productOf, READING, type Bench } from './import.fixture.ts';
import { heldWhileStanding } from './still-standing.ts';

const archive = (sku: string, held: ProductChange['held'] = []): ProductChange => ({
  ...{ sku, row: 0, what: 'archive', before: { archived: false }, after: { archived: true }, stock: null, held },
});
const place = { store: 'demo-1', lies: 0, expected: 0, orders: [] };
let bench: Bench;
beforeEach(() => void (bench = createBench()));
afterEach(() => bench.end());

/** A supplier's delivery onto the shelf of a shop. */
async function comes(sku: string, qty: number): Promise<void> {
  await bench.engine.open('store-demo-1');
  const lines = [{ sku, qty }];
  const paper = makePaper({ kind: 'receipt', from: 'supplier', to: 'floor', lines }, { at: bench.clock.now() - 1_000 });
  const sales = await bench.engine.open('sales-demo-1-202511');
  expect(await sales.put(paper as unknown as DocumentInput)).toMatchObject({ ok: true });
}
type Program = ReturnType<Bench['program']>;
async function checked(program: Program): Promise<string> {
  const { imports } = program;
  const file = await imports.upload(Readable.from([Buffer.from('a file')]), 'прайс.xlsx');
  const { _id } = await imports.start({ file: file.id, profile: READING, dryRun: false });
  await program.settle();
  return _id;
}

it('sums what stands over the shops; what stands nowhere goes as it would have gone', () => {
  const standing = new Map([
    [
      'A',
      [
        { ...place, lies: 2, orders: ['З-1'] },
        { ...place, store: 'demo-2', lies: 1 },
      ],
    ],
    ['B', []],
  ]);
  const { changes, findings } = heldWhileStanding([archive('A', ['VANISHED_MANY']), archive('B'), archive('C')], standing);
  expect(changes).toEqual([archive('A', ['VANISHED_MANY', 'VANISHED_STANDS']), archive('B'), archive('C')]);
  expect(findings).toEqual([{ row: 0, type: 'VANISHED_STANDS', field: null, value: 'A', old: '3 0 1' }]);
  expect(FINDING_TEXTS.VANISHED_STANDS.message(findings[0]!)).toBe(
    'Товара «A» больше нет в прайсе, но он не распродан: лежит 3, в заказах клиентов 1.',
  );
});

it('a price list without an article that lies on a shelf leaves it on sale until a named person archives it', async () => {
  await bench.fill(['A', 'B'].map((sku) => productOf(sku)));
  await comes('A', 3);
  const program = bench.program(checkOf([archive('A'), archive('B')]));
  const run = async (approved: boolean): Promise<string[]> => {
    const _id = await checked(program);
    const { rows } = await program.imports.findings(_id);
    expect(rows).toEqual([{ row: 0, type: 'VANISHED_STANDS', field: null, value: 'A', old: '3 0 0' }]);
    expect(await program.imports.job(_id)).toMatchObject({ found: { VANISHED_STANDS: 1 }, changes: { held: 1 } });
    const approver = { id: 'employee:p', name: 'Петрова', role: 'manager' } as const;
    if (approved) await program.imports.approve(_id, { types: ['VANISHED_STANDS'], approver, reason: 'Спишем' });
    await program.imports.confirm(_id, { name: 'Петрова', at: null });
    await program.settle();
    // An article that is in no row of the file is none of its rows, held or not (E-24).
    const { summary } = await program.imports.report(_id);
    expect([summary.skipped, (await program.imports.job(_id)).outcome!.held]).toEqual([0, approved ? 0 : 1]);
    return Object.keys(await bench.prices());
  };
  expect(await run(false)).toEqual(['A']);
  expect(await run(true)).toEqual([]);
  await program.ends();
});

it('what came onto a shelf between the check and the time of the job stays on sale, and the report names it', async () => {
  await bench.fill(['A', 'B'].map((sku) => productOf(sku)));
  const program = bench.program(checkOf([archive('A'), archive('B')]));
  const _id = await checked(program);
  await program.imports.confirm(_id, { name: 'Петрова', at: bench.clock.now() + HOUR });
  await program.settle();
  await comes('A', 3);
  bench.clock.forward(HOUR);
  await program.settle();
  expect(Object.keys(await bench.prices())).toEqual(['A']);
  expect(Object.keys(await bench.published())).toEqual(['A']);
  const stood = { sku: 'A', why: 'stands', lies: 3, expected: 0, orders: 0 };
  expect(await program.imports.job(_id)).toMatchObject({
    ...{ state: 'done', outcome: { archived: 1, held: 0, changedMeanwhile: 0, stands: { count: 1, named: [stood] } } },
  });
  // A program reads it in the report, too (E-24).
  expect((await program.imports.report(_id)).errors).toMatchObject([
    { type: 'VANISHED_STANDS', value: 'A', message: 'Товара «A» больше нет в прайсе, но он не распродан: лежит 3.' },
  ]);
  // What was left alone is nothing to take back.
  await program.imports.undo(_id, { name: 'Петрова' });
  await program.settle();
  expect(await program.imports.job(_id)).toMatchObject({ undo: { restored: 1, left: 0, kept: { count: 0 } } });
  expect(Object.keys(await bench.prices())).toEqual(['A', 'B']);
  await program.ends();
});

it('an edit that archives at a time leaves what came onto a shelf since; what lay there already goes, as the person was told', async () => {
  await bench.fill(['A', 'B', 'C'].map((sku) => productOf(sku)));
  for (const sku of ['A', 'B']) await comes(sku, 1);
  const program = bench.program(checkOf([]));
  const gone = (sku: string) => bulkChange({ ...productOf(sku), cost: null }, { archived: true })!;
  const changes = [{ ...gone('A'), stood: true as const }, gone('B'), gone('C')];
  const { _id } = await program.imports.startBulk({ name: 'в архив', changes });
  await program.imports.confirm(_id, { name: 'Петрова', at: bench.clock.now() + HOUR });
  bench.clock.forward(HOUR);
  await program.settle();
  expect(Object.keys(await bench.published())).toEqual(['B']);
  expect((await program.imports.job(_id)).outcome).toMatchObject({
    updated: 2,
    stands: { count: 1, named: [{ sku: 'B', lies: 1 }] },
  });
  expect((await program.imports.report(_id)).errors).toEqual([]);
  await program.ends();
});

it('killed at any write of that activation, it archives after its restart what stands nowhere, and nothing else', async () => {
  const run = async (after: number | null): Promise<number> => {
    bench.end();
    bench = createBench();
    await bench.fill(['A', 'B', 'C'].map((sku) => productOf(sku)));
    const first = bench.program(checkOf([archive('A'), archive('B'), archive('C')]));
    const _id = await checked(first);
    await first.imports.confirm(_id, { name: 'Петрова', at: bench.clock.now() + HOUR });
    await first.settle();
    await first.ends();
    await comes('B', 1);
    bench.clock.forward(HOUR);
    const dying = dyingEngine(bench.engine, after);
    const killed = bench.program(checkOf([]), dying.engine);
    await killed.settle().catch(() => undefined);
    await killed.ends();
    const restarted = bench.program(checkOf([]));
    await restarted.settle();
    expect(await bench.published(), `killed after ${after} writes`).toEqual({ B: 100_00 });
    expect((await restarted.imports.job(_id)).outcome).toMatchObject({ archived: 2, stands: { count: 1 } });
    await restarted.ends();
    return dying.state.writes;
  };
  const writes = await run(null);
  expect(writes).toBeGreaterThan(5);
  for (let at = 0; at < writes; at += 1) await run(at);
}, 60_000);

it('an undo leaves what the file made on sale at its price where it lies by now, says so beforehand, and names it afterwards', async () => {
  await bench.fill([productOf('OLD')]);
  const program = bench.program(checkOf([creation('LIES', 70_00), creation('EDITED', 80_00), creation('IDLE', 90_00)]));
  const { _id } = await importNow(program);
  await comes('LIES', 2);
  bench.clock.forward(1_000);
  const hand = { who: 'администратор', how: 'hand', batch: null } as const;
  const products = createProducts(bench.engine, bench.stamps);
  await products.changeMany(['EDITED'], () => ({ patch: { name: 'Оправа детская' } }), hand);
  const kept = {
    count: 2,
    named: [
      { sku: 'LIES', why: 'stands', lies: 2, expected: 0, orders: 0 },
      { sku: 'EDITED', why: 'edited', lies: 0, expected: 0, orders: 0 },
    ],
  };
  expect(await program.imports.undoPreview(_id)).toEqual({ restored: 1, left: 0, leftNamed: [], kept });
  // A look changes nothing.
  expect(Object.keys(await bench.prices()).sort()).toEqual(['EDITED', 'IDLE', 'LIES', 'OLD']);
  await program.imports.undo(_id, { name: 'Петрова' });
  await program.settle();
  expect(await program.imports.job(_id)).toMatchObject({ state: 'undone', undo: { restored: 1, left: 0, kept } });
  expect(await bench.published()).toEqual({ OLD: 100_00, LIES: 70_00, EDITED: 80_00 });
  await expect(program.imports.undoPreview(_id)).rejects.toMatchObject({ code: 'IMPORT_STATE' });
  await program.ends();
});

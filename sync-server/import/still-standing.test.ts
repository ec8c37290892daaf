import { afterEach, beforeEach, expect, it } from 'vitest';
import { Readable } from 'node:stream';
import type { ProductChange } from '../../design/import/checked-row.ts';
import { FINDING_TEXTS } from '../../design/import/finding-texts.ts';
import { makePaper } from '../../tests/factories/stock.ts';
import type { DocumentInput } from '../engine/engine.ts';
import { checkOf, createBench, productOf, READING, type Bench } from './import.fixture.ts';
import { heldWhileStanding } from './still-standing.ts';

const archive = (sku: string, held: ProductChange['held'] = []): ProductChange => ({
  ...{ sku, row: 0, what: 'archive', before: { archived: false }, after: { archived: true }, stock: null, held },
});
const place = { store: 'demo-1', lies: 0, expected: 0, orders: [] };
let bench: Bench;
beforeEach(() => void (bench = createBench()));
afterEach(() => bench.end());

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
  await bench.engine.open('store-demo-1');
  const paper = makePaper(
    { kind: 'receipt', from: 'supplier', to: 'floor', lines: [{ sku: 'A', qty: 3 }] },
    { at: bench.clock.now() - 1_000 },
  );
  const sales = await bench.engine.open('sales-demo-1-202511');
  expect(await sales.put(paper as unknown as DocumentInput)).toMatchObject({ ok: true });
  const program = bench.program(checkOf([archive('A'), archive('B')]));
  const run = async (approved: boolean): Promise<string[]> => {
    const file = await program.imports.upload(Readable.from([Buffer.from('a file')]), 'прайс.xlsx');
    const { _id } = await program.imports.start({ file: file.id, profile: READING, dryRun: false });
    await program.settle();
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

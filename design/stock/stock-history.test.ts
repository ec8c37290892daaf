import { expect, it } from 'vitest';
import { makeRefund, makeResult, makeSale } from '../../tests/factories/receipts.ts';
import { naiveStock } from '../../tests/factories/naive-stock.ts';
import { makePaper } from '../../tests/factories/stock.ts';
import { pick, SEED, seeded, SOAK } from '../../tests/faults/seeded.ts';
import type { FiscalResult, Receipt, StockMovement } from '../documents/facts.ts';
import { StockCount } from '../folds/stock-count.ts';
import { movementOf } from '../folds/movement.ts';
import { sumOf } from '../folds/balance.ts';
import { adjustmentFacts } from './adjustment.ts';
import { StockBook } from './book.ts';
import { FloorLedger } from './floor-ledger.ts';
import { openTransfers, transferId, transferView } from './transfers.ts';

type Fact = Receipt | FiscalResult | StockMovement;
const ROUNDS = SOAK ? 2_000 : 60;
const STEPS = 40;
const SKUS = ['A', 'B', 'C~-2.25-0.75', 'ф/1'];
const PLACES = ['floor', 'storeroom', 'workshop', 'reserved', 'transit', 'supplier', 'write-off', 'count', 'other-shop'];
const AT = Date.UTC(2026, 10, 21, 8);

/** What two tills of a shop write in a day, apart from each other. */
function history(random: () => number): Fact[] {
  const facts: Fact[] = [];
  const int = (most: number): number => Math.floor(random() * most);
  for (let step = 0; step < STEPS; step += 1) {
    const [sku, device] = [pick(random, SKUS), 1 + int(2)];
    const at = AT + step * 60_000 + int(50_000);
    const lines = [
      { sku, qty: 1 + int(5) },
      ...(random() < 0.4 ? [{ sku: pick(random, SKUS), qty: random() < 0.5 ? 1 : 0.5 }] : []),
    ];
    const spec = { at, device, counter: step, lines: lines.map((line) => ({ ...line, price: 100 })) };
    const number = `n-${int(4)}`;
    const of = transferId('demo-1', number);
    const acts: readonly (() => Fact[])[] = [
      () => [makePaper({ kind: 'receipt', from: 'supplier', to: 'floor', lines }, { at, device })],
      () => [makePaper({ kind: 'receipt', from: 'supplier', to: 'storeroom', lines }, { at, device })],
      () => [makePaper({ kind: 'move', from: 'storeroom', to: 'floor', lines }, { at, device })],
      () => [makePaper({ kind: 'sent', number, of, party: 'demo-2', from: 'floor', to: 'transit', lines }, { at, device })],
      () => [
        makePaper({ kind: 'delivered', number, of, party: 'demo-2', from: 'transit', to: 'other-shop', lines }, { at, device }),
      ],
      () => [makePaper({ kind: 'recalled', number, of, from: 'transit', to: 'floor', lines }, { at, device })],
      () => [makePaper({ kind: 'accepted', number, party: 'demo-2', from: 'other-shop', to: 'floor', lines }, { at, device })],
      () => [makePaper({ kind: 'write-off', from: 'floor', to: 'write-off', lines }, { at, device })],
      () => [makePaper({ kind: 'hold', from: 'floor', to: 'reserved', lines }, { at, device })],
      () => [makePaper({ kind: 'count', from: 'floor', to: 'floor', lines }, { at, device })],
      () =>
        adjustmentFacts(
          { key: `t${int(6)}`, number: null, of: null, because: '', store: 'demo-1', at, hlc: '1', by: null, pos: null },
          [{ sku, place: 'floor', difference: int(7) - 3 }],
        ),
      () => {
        const sale = makeSale(spec);
        return random() < 0.8 ? [sale, makeResult(sale)] : [sale];
      },
      () => {
        const refund = makeRefund(spec);
        return [refund, makeResult(refund)];
      },
    ];
    // One name is one fact: what bears it a second time is the same.
    for (const fact of pick(random, acts)()) if (!facts.some(({ _id }) => _id === fact._id)) facts.push(fact);
  }
  return facts;
}

function shuffled<T>(random: () => number, all: readonly T[]): T[] {
  const out = [...all];
  for (let i = out.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

function told<T extends StockBook | StockCount | FloorLedger>(fold: T, facts: readonly Fact[]): T {
  for (const fact of facts) {
    if (fact.type === 'fiscal-result') fold.takeResult(fact._id);
    else fold.take(fact);
  }
  return fold;
}

it(`the sum of movements is what a naive walk of the journal says, in any order and with repeats, over ${ROUNDS} days (seed ${SEED})`, () => {
  const random = seeded(SEED);
  for (let round = 0; round < ROUNDS; round += 1) {
    const facts = history(random);
    // Two devices knew a part each, the parts overlap and come together in any order.
    const seen = shuffled(random, [...facts, ...facts.filter(() => random() < 0.3)]);
    const book = told(new StockBook(), seen);
    const till = told(new StockCount(), seen);
    const ledger = told(new FloorLedger(), seen);
    const whole = movementOf(seen).stock;
    for (const sku of SKUS) {
      for (const place of PLACES) {
        const naive = naiveStock(facts, place, sku);
        expect([sku, place, book.at(place, sku)]).toEqual([sku, place, naive]);
        expect((whole[place]?.[sku] ?? 0) / 1_000).toBe(naive);
      }
      const floor = naiveStock(facts, 'floor', sku);
      expect(ledger.at(sku)).toBe(floor);
      expect(till.of(sku) ?? 0).toBe(facts.some(({ type }) => type === 'stock-movement') ? floor : 0);
    }
    const negative = SKUS.filter((sku) => naiveStock(facts, 'floor', sku) < 0).sort();
    if (facts.some(({ type }) => type === 'stock-movement')) expect(ledger.shortages().map(({ sku }) => sku)).toEqual(negative);
  }
});

it('a sealed opening and the facts since say the same as all facts, wherever the month is cut', () => {
  const random = seeded(SEED + 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    const facts = history(random);
    const cut = Math.floor(random() * facts.length);
    // A receipt and its result stay together: the opening is sealed from whole months.
    const early = facts.filter((fact, n) => n < cut && fact.type !== 'fiscal-result' && fact.type === 'stock-movement');
    const late = facts.filter((fact) => !early.includes(fact as StockMovement));
    const book = new StockBook();
    book.begin(movementOf(early).stock);
    told(book, shuffled(random, late));
    for (const sku of SKUS) for (const place of PLACES) expect(book.at(place, sku)).toBe(naiveStock(facts, place, sku));
    expect(sumOf(movementOf(early), movementOf(late)).stock).toEqual(movementOf(facts).stock);
  }
});

it('a transfer says the same in whatever order its facts are told, and is over when nothing is left', () => {
  const random = seeded(SEED + 2);
  for (let round = 0; round < ROUNDS; round += 1) {
    const facts = history(random).filter((fact): fact is StockMovement => fact.type === 'stock-movement');
    // Of one number there is one dispatch.
    const once = facts.filter(
      (fact, n) =>
        fact.document?.kind !== 'sent' ||
        facts.findIndex(({ document }) => document?.kind === 'sent' && document.of === fact.document?.of) === n,
    );
    const inOrder = openTransfers([], once);
    expect(openTransfers([], shuffled(random, [...once, ...once]))).toEqual(inOrder);
    for (const transfer of inOrder) expect(transferView(transfer).lines.some(({ left }) => left !== 0)).toBe(true);
  }
});

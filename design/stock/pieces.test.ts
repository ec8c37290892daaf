import { expect, it } from 'vitest';
import { makeRefund, makeResult, makeSale } from '../../tests/factories/receipts.ts';
import { makePaper } from '../../tests/factories/stock.ts';
import type { Receipt } from '../documents/facts.ts';
import { FloorLedger } from './floor-ledger.ts';
import { articleOfPiece, codesFor, pieceCode, pieceName, pieceOfLine } from './piece-code.ts';
import { PieceLedger } from './pieces.ts';

const AT = Date.UTC(2026, 10, 21, 12);
const [ONE, TWO] = [pieceCode('RB-1', '3-2611-004', 1), pieceCode('RB-1', '3-2611-004', 2)];

const received = makePaper(
  {
    ...{ kind: 'receipt', number: '3-2611-004', from: 'supplier', to: 'floor', lines: [{ sku: 'RB-1', qty: 2 }] },
    codes: [
      { sku: 'RB-1', code: ONE },
      { sku: 'RB-1', code: TWO },
    ],
  },
  { at: AT - 60_000 },
);
let counter = 0;
function sold(code: string, at: number, device: number): Receipt {
  counter += 1;
  const sale = makeSale({ at, device, counter, lines: [{ sku: 'RB-1', qty: 1, price: 100_00 }] });
  return { ...sale, pos: `POS-00${device}`, lines: sale.lines.map((line) => ({ ...line, note: code })) };
}

it('a piece’s code names its article, its paper and its place there, and no two of a paper are the same', () => {
  expect(ONE).toBe('RB-1~p3-2611-004-01');
  expect([articleOfPiece(ONE), pieceName(ONE)]).toEqual(['RB-1', '3-2611-004-01']);
  expect(articleOfPiece('RB-1')).toBeNull();
  expect(articleOfPiece('HOY-1~-2.25-0.75')).toBeNull();
  const lines = [
    { sku: 'RB-1', qty: 2 },
    { sku: 'CARE', qty: 7 },
    { sku: 'RB-2', qty: 1 },
  ];
  const codes = codesFor(lines, '3-2611-004', (sku) => sku !== 'CARE').map(({ code }) => code);
  expect(codes).toEqual([ONE, TWO, 'RB-2~p3-2611-004-03']);
});

it('a note that names another article’s piece, or nothing of the kind, sells no piece', () => {
  expect(pieceOfLine({ sku: 'RB-1', note: ONE })).toBe(ONE);
  expect(pieceOfLine({ sku: 'RB-2', note: ONE })).toBeNull();
  expect(pieceOfLine({ sku: 'RB-1', note: 'подарок' })).toBeNull();
});

it('C-21 one piece sold by two tills apart is a conflict of that piece, although the books still have one of the article', () => {
  const sales = [sold(ONE, AT, 1), sold(ONE, AT + 5_000, 2)];
  const facts = [received, ...sales];
  for (const order of [facts, [...facts].reverse()]) {
    const ledger = new FloorLedger();
    for (const fact of order) ledger.take(fact);
    for (const sale of sales) ledger.takeResult(makeResult(sale)._id);
    expect(ledger.at('RB-1')).toBe(0);
    expect(ledger.shortages()).toMatchObject([{ sku: 'RB-1', what: 'piece-taken-twice', because: { id: sales[1]!._id } }]);
  }
  const ledger = new FloorLedger();
  for (const fact of [received, sold(ONE, AT, 1), sold(TWO, AT, 2)]) ledger.take(fact);
  expect(ledger.shortages()).toEqual([]);
});

it('a piece that was brought back may be sold again; its way can be told', () => {
  const first = sold(ONE, AT, 1);
  const back = makeRefund({ at: AT + 1_000, device: 1, counter: 900, lines: [{ sku: 'RB-1', qty: 1, price: 100_00 }] });
  const refund = { ...back, lines: back.lines.map((line) => ({ ...line, of: { sale: first._id, line: 0 } })) };
  const again = sold(ONE, AT + 2_000, 2);
  const ledger = new PieceLedger();
  for (const fact of [again, refund, first, received, first]) ledger.take(fact);
  expect(ledger.of(ONE).map(({ what }) => what)).toEqual(['receipt', 'sold', 'returned', 'sold']);
  expect(ledger.conflicts()).toEqual([]);
  expect([ledger.stateOf(ONE), ledger.stateOf(TWO)]).toEqual(['sold', 'here']);
  expect(ledger.codes('RB-1')).toEqual([ONE, TWO]);
});

it('C-22 a piece written off here and sold there is a conflict, whichever came first', () => {
  const off = makePaper(
    { kind: 'write-off', from: 'floor', to: 'write-off', lines: [{ sku: 'RB-1', qty: 1 }], codes: [{ sku: 'RB-1', code: ONE }] },
    { at: AT },
  );
  const ledger = new PieceLedger();
  for (const fact of [received, sold(ONE, AT + 9_000, 1), off]) ledger.take(fact);
  expect(ledger.conflicts()).toMatchObject([{ code: ONE, sku: 'RB-1', because: { what: 'sold' } }]);
});

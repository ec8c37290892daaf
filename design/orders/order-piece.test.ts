import { expect, it } from 'vitest';
import { described, eventsOf, makeOrder, pairOf, viewOf } from '../../tests/factories/order-events.ts';
import { makeRefund } from '../../tests/factories/receipts.ts';
import { makePaper } from '../../tests/factories/stock.ts';
import type { Sale } from '../documents/facts.ts';
import type { OrderLine } from '../documents/order-pair.ts';
import { openDeposits } from '../folds/open-deposits.ts';
import { composeSale } from '../sale/sale-document.ts';
import { FULL, type Settlement } from '../sale/settlement.ts';
import type { Tender } from '../sale/tenders.ts';
import { missingGoods } from '../stock/order-goods.ts';
import { pieceCode } from '../stock/piece-code.ts';
import { PieceLedger } from '../stock/pieces.ts';
import { depositCart, handOverCart } from './order-cart.ts';

const AT = Date.UTC(2026, 10, 21, 9);
const [ONE, TWO] = [1, 2].map((nth) => pieceCode('FRAME-1', '3-2611-004', nth)) as [string, string];
const frame = (piece: string | null) => ({ whose: 'ours', sku: 'FRAME-1', name: 'Оправа', sizes: null, piece }) as const;
const withPiece = (piece: string | null) => described(pairOf({ frame: frame(piece) }));
const FRAME: OrderLine = {
  ...{ sku: 'FRAME-1', name: 'Оправа', kind: 'frame', qty: 1, price: 5_000_00, discount: 0, amount: 5_000_00, vat: 'none' },
  ...{ pair: 'A', part: 'frame' },
};
const ordered = (piece: string | null, ...more: Parameters<typeof viewOf>) =>
  viewOf(withPiece(piece), { kind: 'lines', lines: [FRAME] }, { kind: 'confirm' }, ...more);
const PAYER = { number: '3-017', client: { id: 'client:1', name: 'Анна' } };
const received = makePaper(
  {
    ...{ kind: 'receipt', number: '3-2611-004', from: 'supplier', to: 'floor', lines: [{ sku: 'FRAME-1', qty: 2 }] },
    codes: [ONE, TWO].map((code) => ({ sku: 'FRAME-1', code })),
  },
  { at: AT - 3_600_000 },
);

function sell(cart: ReturnType<typeof depositCart>, settlement: Settlement, n: number, tenders: readonly Tender[] = []): Sale {
  const at = AT + n * 60_000;
  return composeSale({
    ...{ stamp: `${at}-0000-0001`, key: crypto.randomUUID(), at, day: '2026-11-21', store: 'demo-1', pos: 'POS-001' },
    by: { id: 'staff:1', name: 'Анна', inn: null },
    shift: { fn: '9999078900000001', number: 1, openedAt: at },
    ...{ cart, settlement, tenders, method: 'cash', tendered: null },
  } as never);
}
function ledgerOf(...facts: Parameters<PieceLedger['take']>[0][]): PieceLedger {
  const ledger = new PieceLedger();
  for (const fact of [received, ...facts]) ledger.take(fact);
  return ledger;
}

it('the piece that was tried on is the piece of the order: the deposit takes none, the hand-over takes it, a return brings it back', () => {
  const view = ordered(ONE);
  const deposit = sell(depositCart(view, PAYER), { kind: 'prepayment', amount: 2_000_00 }, 1);
  expect(ledgerOf(deposit).stateOf(ONE)).toBe('here');
  const { cart, tenders } = handOverCart(view, PAYER, openDeposits([deposit]))!;
  const sale = sell(cart, FULL, 2, tenders);
  const ledger = ledgerOf(deposit, sale);
  expect([ledger.stateOf(ONE), ledger.stateOf(TWO)]).toEqual(['sold', 'here']);
  const lines = sale.lines.map((line, n) => ({ ...line, of: { sale: sale._id, line: n } }));
  const refund = { ...makeRefund({ at: sale.at + 60_000 }), lines };
  const back = ledgerOf(deposit, sale, refund);
  expect(back.of(ONE).map(({ what }) => what)).toEqual(['receipt', 'sold', 'returned']);
  expect([back.stateOf(ONE), back.conflicts()]).toEqual(['here', []]);
});

it('another piece that was chosen after the deposit is the one that goes out', () => {
  const deposit = sell(depositCart(ordered(ONE), PAYER), { kind: 'prepayment', amount: 2_000_00 }, 1);
  const { cart, tenders } = handOverCart(ordered(TWO), PAYER, openDeposits([deposit]))!;
  expect(cart.lines[0]!.of).toMatchObject({ sale: deposit._id });
  const ledger = ledgerOf(deposit, sell(cart, FULL, 2, tenders));
  expect([ledger.stateOf(ONE), ledger.stateOf(TWO)]).toEqual(['here', 'sold']);
});

it('a piece that broke at the bench is written off by its code, and the hand-over does not sell it again; a breakage taken back brings it back', () => {
  const broke = { kind: 'breakage', pair: 'A', part: 'frame', cause: 'mounting', again: 'stock' } as const;
  const events: Parameters<typeof eventsOf> = [
    withPiece(ONE),
    { kind: 'lines', lines: [FRAME] },
    { kind: 'confirm' },
    { kind: 'start' },
  ];
  const order = (...more: Parameters<typeof eventsOf>) => makeOrder('order-1', eventsOf(...events, ...more), { store: 'demo-1' });
  let stamp = 0;
  const head = { since: 0, stamp: () => `${AT + (stamp += 1)}-0000-0001` };
  const facts = missingGoods(order(broke), [], head);
  expect(facts).toMatchObject([{ to: 'write-off', document: { codes: [{ sku: 'FRAME-1', code: ONE }] } }]);
  expect(ledgerOf(...facts).stateOf(ONE)).toBe('gone');
  const view = viewOf(...events, broke);
  expect(handOverCart(view, PAYER, [])!.cart.lines[0]!.note).toBeNull();
  const undone = missingGoods(order(), facts, head);
  expect(undone).toMatchObject([{ document: { kind: 'adjustment', codes: [{ code: ONE }] } }]);
  expect(ledgerOf(...facts, ...undone).stateOf(ONE)).toBe('here');
});

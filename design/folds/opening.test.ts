import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCorrection, makeRefund, makeResult, makeSale, stampOf } from '../../tests/factories/receipts.ts';
import type { CashMovement, ShiftEvent, StockMovement } from '../documents/facts.ts';
import type { Balance, Opening, OpeningCorrection } from '../documents/opening.ts';
import { DAY, HOUR } from '../time/clock.ts';
import { instantOf } from '../time/day-range.ts';
import { addMonths } from '../time/local-time.ts';
import { differenceOf, isNothing, NOTHING, sumOf } from './balance.ts';
import { movementOf, receiptsElsewhere, SALES_FLOOR, type BalanceFact, type Receipt } from './movement.ts';
import { balanceAt, correctionId, openingBalance, openingId, outstanding, recordedMovement, sealDue } from './opening.ts';

const AT = Date.UTC(2026, 8, 5, 9);
const shift = { fn: '9999', number: 1, openedAt: AT };
const head = (type: string, at: number) =>
  ({
    _id: `${type}:${stampOf({ at })}`,
    schema: 1,
    hlc: stampOf({ at }),
    by: null,
    pos: 'POS-001',
    store: 'demo-1',
    at,
  }) as const;
const cash = (at: number, direction: 'in' | 'out', amount: number): CashMovement => ({
  ...head('cash-movement', at),
  type: 'cash-movement',
  shift,
  direction,
  amount,
  reason: 'размен',
  cashier: 'Иванова А.',
});
const stock = (at: number, sku: string, qty: number, from: string, to: string): StockMovement => ({
  ...head('stock-movement', at),
  type: 'stock-movement',
  ...{ sku, qty, from, to, because: 'supply' },
});
const close = (at: number, difference: number): ShiftEvent => ({
  ...head('shift-event', at),
  ...{ type: 'shift-event', event: 'close', shift, fn: '9999', fd: 9, fp: '1', cashier: 'Иванова А.', totals: null },
  cash: { expected: 0, counted: difference, difference, reason: null, collected: 0 },
});

describe('what facts move', () => {
  it('is stock, cash and nothing else for a plain sale, and its opposite for its refund', () => {
    const sale = makeSale({ at: AT, lines: [{ qty: 2 }], cash: 150_00 });
    const moved = movementOf([sale, makeResult(sale)]);
    expect(moved).toEqual({ stock: { [SALES_FLOOR]: { 'RB-1001': -2_000 } }, cash: { 'POS-001': 150_00 }, deposits: {} });
    const refund = makeRefund({ at: AT + HOUR, lines: [{ qty: 2 }], cash: 150_00 });
    expect(movementOf([makeResult(refund), sale, refund, makeResult(sale)])).toEqual(NOTHING);
  });

  it('is undone by the reversal of a wrong receipt and done again by the right one', () => {
    const reversal = makeCorrection({ at: AT + HOUR, operation: 'refund' });
    const right = makeCorrection({ at: AT + HOUR + 1 });
    const sale = makeSale({ at: AT });
    expect(movementOf([sale, reversal].flatMap((one) => [one, makeResult(one)]))).toEqual(NOTHING);
    const all = [sale, reversal, right].flatMap((one) => [one, makeResult(one)]);
    expect(movementOf(all)).toEqual(movementOf([sale, makeResult(sale)]));
  });

  it('is nothing for a receipt that the drive never saw', () => {
    expect(movementOf([makeSale({ at: AT })])).toEqual(NOTHING);
  });

  it('is an open deposit from the prepayment to the receipt that settles it; the goods leave with the second', () => {
    const client = 'client:1';
    const prepaid = { ...makeSale({ at: AT, lines: [{ method: 'prepayment' }] }), client };
    const first = movementOf([prepaid, makeResult(prepaid)]);
    expect(first).toEqual({ stock: {}, cash: { 'POS-001': 100_00 }, deposits: { [client]: 100_00 } });
    const settled = { ...makeSale({ at: AT + DAY }), client, payments: [{ method: 'prepaid' as const, amount: 100_00 }] };
    const second = movementOf([settled, makeResult(settled)]);
    expect(sumOf(first, second)).toEqual({
      stock: { [SALES_FLOOR]: { 'RB-1001': -1_000 } },
      cash: { 'POS-001': 100_00 },
      deposits: {},
    });
  });

  it('knows services from goods, moves stock between places, and believes the count of the drawer', () => {
    const service = makeSale({ at: AT, lines: [{ sku: 'CHECK', kind: 'service', subject: 'service' }], cash: 0 });
    const facts = [service, makeResult(service), stock(AT, 'RB-1001', 0.5, 'store-room', SALES_FLOOR), close(AT, -70)];
    expect(movementOf(facts)).toEqual({
      stock: { [SALES_FLOOR]: { 'RB-1001': 500 }, 'store-room': { 'RB-1001': -500 } },
      cash: { 'POS-001': -70 },
      deposits: {},
    });
  });
});

describe('an opening is sealed', () => {
  it('two days after the month ended in the shop’s own zone, or ten where a till stays away', () => {
    const begins = instantOf('2026-10-01T00:00:00', 'Asia/Kamchatka');
    const due = (after: number, handedIn: boolean) => sealDue('202610', 'Asia/Kamchatka', begins + after, handedIn);
    expect([due(2 * DAY - 1, true), due(2 * DAY, true), due(2 * DAY, false), due(10 * DAY, false)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(sealDue('202610', 'Europe/Kaliningrad', begins + 2 * DAY, true)).toBe(false);
  });
});

/** A server that seals and corrects as the job does, over facts that arrive in any order. */
function runServer(arrivals: readonly { month: string; fact: BalanceFact }[][], months: readonly string[]) {
  const held = new Map<string, BalanceFact[]>();
  const openings: Opening[] = [];
  const corrections: OpeningCorrection[] = [];
  const receipts = (): Receipt[] =>
    [...held.values()].flat().filter((f): f is Receipt => f.type === 'sale' || f.type === 'refund');
  const moved = (month: string): Balance => movementOf(held.get(month) ?? [], receipts());
  const common = { schema: 1, hlc: stampOf({ at: AT }), by: null, pos: null, store: 'demo-1' } as const;
  for (const [i, arrival] of arrivals.entries()) {
    for (const { month, fact } of arrival) held.set(month, [...(held.get(month) ?? []), fact]);
    for (const opening of openings) {
      const lacking = differenceOf(moved(addMonths(opening.month, -1)), recordedMovement(opening, corrections));
      if (isNothing(lacking)) continue;
      const n = corrections.filter(({ month }) => month === opening.month).length + 1;
      const _id = correctionId(opening.month, n);
      corrections.push({ ...common, _id, type: 'opening-correction', month: opening.month, at: AT, ...lacking });
    }
    const month = months[i + 1];
    if (month === undefined) continue;
    const before = openings.at(-1);
    const contained = new Set(openings.flatMap((one) => one.corrections));
    const base = before ? openingBalance(openings, corrections, before.month)! : NOTHING;
    const last = moved(months[i]!);
    const _id = openingId(month);
    const named = before ? outstanding(corrections, before.month, contained).map((one) => one._id) : [];
    const chain = { previous: before?._id ?? null, corrections: named, sealed: AT, complete: true };
    openings.push({ ...common, _id, type: 'opening', month, moved: last, ...sumOf(base, last), ...chain });
  }
  return { openings, corrections, held };
}

describe('the chain of openings', () => {
  const months = ['202607', '202608', '202609', '202610'];
  const spec = fc.record({
    month: fc.nat(2),
    /** Months by which it comes too late, and by which its result is later than itself. */
    late: fc.nat(3),
    settledIn: fc.nat(1),
    kind: fc.constantFrom('sale', 'refund', 'prepayment', 'settling', 'cash', 'stock', 'unregistered', 'close'),
    amount: fc.integer({ min: 1, max: 9_999 }),
    client: fc.constantFrom(null, 'client:1', 'client:2'),
  });

  it('with its corrections is what all facts from the beginning come to, whenever they arrive', () => {
    fc.assert(
      fc.property(fc.array(spec, { maxLength: 40 }), (specs) => {
        const arrivals: { month: string; fact: BalanceFact }[][] = months.map(() => []);
        specs.forEach(({ month, late, settledIn, kind, amount, client }, i) => {
          const at = AT + i * 60_000;
          const put = (fact: BalanceFact, inMonth: number, after: number) =>
            arrivals[Math.min(inMonth + after, 3)]!.push({ month: months[Math.min(inMonth, 2)]!, fact });
          if (kind === 'cash') return put(cash(at, amount % 2 ? 'in' : 'out', amount), month, late);
          if (kind === 'stock') return put(stock(at, `S-${amount % 3}`, amount / 1_000, 'store-room', SALES_FLOOR), month, late);
          if (kind === 'close') return put(close(at, amount - 5_000), month, late);
          const method = kind === 'prepayment' ? ('prepayment' as const) : ('full' as const);
          const make = kind === 'refund' ? makeRefund : makeSale;
          const plain = { ...make({ at, lines: [{ price: amount, method }] }), client };
          const paid = kind === 'settling' ? [{ method: 'prepaid' as const, amount }] : plain.payments;
          const receipt = { ...plain, payments: paid } as Receipt;
          put(receipt, month, late);
          if (kind !== 'unregistered') put(makeResult(receipt), month + settledIn, (late + amount) % 3);
        });
        const { openings, corrections, held } = runServer(arrivals, months);
        const receipts = [...held.values()].flat().filter((f): f is Receipt => f.type === 'sale' || f.type === 'refund');
        for (const [i, month] of months.entries()) {
          if (i === 0) continue;
          const before = months.slice(0, i).flatMap((one) => held.get(one) ?? []);
          expect(openingBalance(openings, corrections, month)).toEqual(movementOf(before, receipts));
        }
        const now = balanceAt(openings, corrections, (month) => ({ facts: held.get(month ?? '') ?? [], receipts }));
        expect(now).toEqual(movementOf([...held.values()].flat()));
      }),
      { numRuns: 200 },
    );
  });

  it('asks for the receipts of other months whose result is here', () => {
    const sale = makeSale({ at: AT });
    expect(receiptsElsewhere([makeResult(sale)])).toEqual([sale._id]);
    expect(receiptsElsewhere([makeResult(sale), sale])).toEqual([]);
  });
});

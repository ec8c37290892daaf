import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardAttempt, Payment } from '../documents/facts.ts';
import { cardStanding, maskedPan } from './card-ledger.ts';

const payments: Payment[] = [
  { method: 'cash', amount: 1_00 },
  { method: 'card', amount: 10_00 },
  { method: 'card', amount: 20_00 },
];
let tick = 0;
const fact = (
  operation: string,
  outcome: CardAttempt['outcome'],
  part = 0,
  amount = part === 0 ? 10_00 : 20_00,
): CardAttempt => ({
  _id: `card-attempt:${String(++tick)}`,
  type: 'card-attempt',
  schema: 1,
  hlc: `${String(1_763_683_200_000 + tick)}-0000-0001`,
  by: null,
  pos: 'POS-001',
  store: 'demo-1',
  sale: 'sale:1',
  shift: { fn: '1', number: 1, openedAt: 0 },
  at: tick,
  amount,
  outcome,
  rrn: null,
  pan: null,
  operation,
  attempt: Number(operation.slice(1)),
  part,
});

describe('how a sale stands with its cards', () => {
  it('charges the parts one after another', () => {
    expect(cardStanding(payments, []).next).toEqual({ part: 0, attempt: 1, amount: 10_00 });
    const one = [fact('o1', 'started'), fact('o1', 'approved')];
    expect(cardStanding(payments, one)).toMatchObject({
      held: 10_00,
      isPaid: false,
      next: { part: 1, attempt: 2, amount: 20_00 },
    });
    const both = [...one, fact('o2', 'started', 1), fact('o2', 'approved', 1)];
    expect(cardStanding(payments, both)).toMatchObject({ held: 30_00, isPaid: true, next: null, doubt: null });
  });

  it.each(['started', 'unknown', 'reversing'] as const)('charges nothing while an attempt is %s', (state) => {
    const { doubt, next, isPaid } = cardStanding(payments, [fact('o1', state)]);
    expect([doubt?.operation, next, isPaid]).toEqual(['o1', null, false]);
  });

  it.each(['declined', 'reversed'] as const)('charges again, under another name, what was %s', (state) => {
    expect(cardStanding(payments, [fact('o1', 'started'), fact('o1', state)]).next).toEqual({
      part: 0,
      attempt: 2,
      amount: 10_00,
    });
  });

  it('sees a double charge', () => {
    const { extra, isPaid, held } = cardStanding(payments.slice(0, 2), [fact('o1', 'approved'), fact('o2', 'approved')]);
    expect([extra.map(({ operation }) => operation), isPaid, held]).toEqual([['o2'], false, 20_00]);
  });

  it('reads the facts of earlier programs: one card, one attempt without a name', () => {
    const { operation: _, attempt: __, part: ___, ...old } = fact('o1', 'approved');
    expect(cardStanding([{ method: 'card', amount: 10_00 }], [old]).isPaid).toBe(true);
  });

  it('never offers a charge beside a doubt, nor more than the sale wants, whatever was written', () => {
    const any = fc.array(
      fc.record({
        nth: fc.integer({ min: 1, max: 4 }),
        part: fc.integer({ min: 0, max: 1 }),
        outcome: fc.constantFrom('started', 'approved', 'declined', 'unknown', 'reversing', 'reversed' as const),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(any, (facts) => {
        const standing = cardStanding(
          payments,
          facts.map(({ nth, part, outcome }) => fact(`o${nth}`, outcome, part)),
        );
        if (standing.next) {
          expect(standing.doubt).toBeNull();
          const paid = standing.held - standing.extra.reduce((sum, { amount }) => sum + amount, 0);
          expect(paid + standing.next.amount).toBeLessThanOrEqual(30_00);
          expect(standing.operations.every(({ attempt }) => attempt < standing.next!.attempt)).toBe(true);
        }
        if (standing.isPaid) expect([standing.held, standing.doubt, standing.extra]).toEqual([30_00, null, []]);
      }),
    );
  });
});

it.each([
  ['4276123412345678', '************5678'],
  ['427612******5678', '427612******5678'],
  ['**** 5678', '****5678'],
  ['5678', '*5678'],
  ['', null],
  [null, null],
])('keeps of the card %s only %s', (pan, kept) => {
  expect(maskedPan(pan)).toBe(kept);
});

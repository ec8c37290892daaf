import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SaleLine } from '../documents/facts.ts';
import { lineDigest, refundExcess } from '../fiscal/refund-limit.ts';
import { lineAmount } from '../money/kopecks.ts';
import { amountFor, refundLine, returnableLines } from './returnable.ts';
import { chooseAll, chosenLines, moneyLeft, NOTHING_CHOSEN, totalOf, within } from './selection.ts';

const ID = 'sale:1';
const base = { kind: 'frame', vat: 'none', subject: 'goods', method: 'full', mark: null } as const;
const soldLine = fc
  .record({
    sku: fc.constantFrom('A', 'B', 'C'),
    qty: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(0.5, 1.25, 2.333)),
    price: fc.integer({ min: 1, max: 2_000_000 }),
    off: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ sku, qty, price, off }): SaleLine => {
    const discount = Math.floor((lineAmount(price, qty) * off) / 100);
    return { ...base, sku, name: sku, qty, price, discount, amount: lineAmount(price, qty, discount) };
  });
const sold = fc.array(soldLine, { minLength: 1, maxLength: 5 });
/** What is taken at each turn: share of what is left of each line. */
const turns = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 6 });

const digest = (line: SaleLine) => lineDigest({ ...line, markCode: null });

describe('what may go back of a receipt', () => {
  /** Another program's refund says the article only: which of two lines with other discounts it was, nobody knows. */
  it.each([true, false])('in any parts adds up to each line to the kopeck (where lines say whose they are: %s)', (named) => {
    fc.assert(
      fc.property(sold, turns, (lines, parts) => {
        const original = { _id: ID, lines };
        const refunds: { lines: SaleLine[] }[] = [];
        for (const turn of parts) {
          const state = returnableLines(original, refunds);
          const pieces = Object.fromEntries(state.map((one) => [one.index, Math.floor((one.left * turn[one.index]!) / 4)]));
          const back = chosenLines(state, { pieces, money: 0 }, named ? ID : null);
          if (back.length > 0) refunds.push({ lines: back });
        }
        const rest = returnableLines(original, refunds);
        const last = chosenLines(rest, chooseAll(rest, null), named ? ID : null);
        refunds.push({ lines: last });
        const all = refunds.flatMap((refund) => refund.lines);
        for (const sku of ['A', 'B', 'C']) {
          const of = (list: readonly SaleLine[]) => list.filter((line) => line.sku === sku);
          if (named) expect(totalOf(of(all))).toBe(totalOf(of(lines)));
          else expect(totalOf(of(all))).toBeLessThanOrEqual(totalOf(of(lines)));
          const pieces = (list: readonly SaleLine[]) => of(list).reduce((sum, { qty }) => sum + Math.round(qty * 1000), 0);
          expect(pieces(all)).toBe(pieces(lines));
        }
        const nothing = returnableLines(original, refunds);
        expect(nothing.every(({ left, amountLeft }) => left === 0 && (amountLeft === 0 || !named))).toBe(true);
        for (const { price, qty, discount, amount } of all) {
          expect(discount).toBeGreaterThanOrEqual(0);
          expect(lineAmount(price, qty, discount)).toBe(amount);
        }
        // The first ring (the gateway's) never refuses what this one offers.
        const taken: SaleLine[] = [];
        for (const refund of refunds) {
          expect(refundExcess(lines.map(digest), taken.map(digest), refund.lines.map(digest))).toBeNull();
          taken.push(...refund.lines);
        }
      }),
    );
  });

  it('keeps a part’s price and its share of the discount: two of three lenses for 100,00 ₽', () => {
    const lens = { ...base, sku: 'L', name: 'Линза', qty: 3, price: 40_00, discount: 20_00, amount: 100_00 } as const;
    const state = returnableLines({ _id: ID, lines: [lens] }, []);
    const [one] = chosenLines(state, { pieces: { 0: 1000 }, money: 0 }, ID);
    expect(one).toMatchObject({ qty: 1, price: 40_00, amount: 33_33, discount: 6_67, of: { sale: ID, line: 0 } });
    const rest = returnableLines({ _id: ID, lines: [lens] }, [{ lines: [one!] }]);
    expect(rest[0]).toMatchObject({ returned: 1000, left: 2000, amountLeft: 66_67 });
    expect(amountFor(rest[0]!, 1000)).toBe(33_34);
    expect(amountFor(rest[0]!, 2000)).toBe(66_67);
  });

  it('takes what another program returned without naming lines from the article’s lines in order', () => {
    const line = (discount: number): SaleLine => ({
      ...base,
      ...{ sku: 'A', name: 'A', qty: 1, price: 100_00, discount, amount: 100_00 - discount },
    });
    const lines = [line(0), line(50_00)];
    const state = returnableLines({ _id: ID, lines }, [{ lines: [{ sku: 'A', qty: 1, amount: 100_00 }] }]);
    expect(state.map(({ left, amountLeft }) => [left, amountLeft])).toEqual([
      [0, 0],
      [1000, 50_00],
    ]);
  });

  it('leaves nothing below zero where two tills gave the same back', () => {
    const line: SaleLine = { ...base, sku: 'A', name: 'A', qty: 1, price: 100_00, discount: 0, amount: 100_00 };
    const twice = { lines: [{ ...line, of: { sale: ID, line: 0 } }] };
    const [state] = returnableLines({ _id: ID, lines: [line] }, [twice, twice]);
    expect(state).toMatchObject({ returned: 2000, left: 0, amountLeft: 0 });
  });
});

describe('money that was paid in advance', () => {
  const advance: SaleLine = {
    ...{ sku: 'ADVANCE', name: 'Аванс', kind: 'service', qty: 1, price: 500_00, discount: 0, amount: 500_00 },
    ...{ vat: '22/122', subject: 'payment', method: 'advance', mark: null },
  };

  it('goes back by sums, no more than stands unused', () => {
    const state = returnableLines({ _id: ID, lines: [advance] }, []);
    expect(moneyLeft(state, 300_00)).toBe(300_00);
    const chosen = chosenLines(state, chooseAll(state, 300_00), ID);
    expect(chosen).toMatchObject([{ qty: 1, price: 300_00, discount: 0, amount: 300_00, method: 'advance', vat: '22/122' }]);
    const after = returnableLines({ _id: ID, lines: [advance] }, [{ lines: chosen }]);
    expect(moneyLeft(after, null)).toBe(200_00);
    expect(within(after, 100_00, { pieces: { 0: 1000 }, money: 900_00 })).toEqual({ pieces: {}, money: 100_00 });
    expect(chosenLines(after, NOTHING_CHOSEN, ID)).toEqual([]);
  });

  it('of several prepaid articles is shared over them in the proportion of what is left', () => {
    const part = (sku: string, amount: number): SaleLine => ({ ...advance, sku, price: amount, amount, method: 'prepayment' });
    const state = returnableLines({ _id: ID, lines: [part('FRAME', 100_00), part('LENS', 200_00)] }, []);
    const back = chosenLines(state, { pieces: {}, money: 100_00 }, ID);
    expect(back.map(({ sku, amount }) => [sku, amount])).toEqual([
      ['FRAME', 33_33],
      ['LENS', 66_67],
    ]);
    expect(refundLine(state[1]!, 0, 200_00, ID)).toMatchObject({ qty: 1, price: 200_00, discount: 0 });
  });
});

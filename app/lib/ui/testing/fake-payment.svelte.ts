import type { CardStanding } from '$design/sale/card-ledger.ts';
import { FULL, creditOf, receiptTotal, type Settlement } from '$design/sale/settlement.ts';
import { mayTender, restOf, type RestMethod, type Tender } from '$design/sale/tenders.ts';
import type { CartModel } from '../../sale/cart.model.ts';
import type { PaymentModel } from '../../sale/payment.model.ts';
import type { OpenDebt, OpenDeposit } from '$design/folds/open-deposits.ts';
import type { DepositsModel } from '../../deposits/deposits.model.ts';

const DOUBT: CardStanding = {
  operations: [],
  held: 0,
  doubt: {
    ...{ operation: 'k-1', part: 0, attempt: 1, amount: 4_366_000, state: 'unknown' },
    ...{ rrn: null, pan: null, code: null, terminal: 'emulated', device: '0001' },
  },
  extra: [],
  isPaid: false,
  next: null,
};

/** The payment of a till that takes anything. */
export function fakePayment(has: (flag: string) => boolean, cart: Pick<CartModel, 'lines'>, begin: () => void): PaymentModel {
  let settlement = $state.raw<Settlement>(has('credit') ? { kind: 'credit', now: 2_000_000 } : FULL);
  let method = $state<RestMethod>(has('card') ? 'card' : 'cash');
  let tenders = $state.raw<readonly Tender[]>(
    has('split')
      ? [
          { method: 'prepaid', amount: 500_000, sale: 'sale:1', owner: 'sale:1' },
          { method: 'card', amount: 1_000_000 },
        ]
      : [],
  );
  return {
    get settlement() {
      return settlement;
    },
    order: has('credit') ? 'З-1042' : null,
    handsOver: false,
    get tenders() {
      return tenders;
    },
    get method() {
      return method;
    },
    get due() {
      return receiptTotal(cart.lines, settlement);
    },
    get rest() {
      return restOf(cart.lines, { settlement, tenders });
    },
    get credit() {
      return creditOf(cart.lines, settlement);
    },
    get takesCard() {
      return method === 'card' || tenders.some((tender) => tender.method === 'card');
    },
    cardWork: (['charging', 'asking', 'reversing'] as const).find(has) ?? null,
    question: has('question') ? { kind: has('back') ? 'reverse' : 'charge', amount: 4_366_000 } : null,
    cards: has('doubt') ? DOUBT : has('heldcard') ? { ...DOUBT, doubt: null, held: 4_366_000, isPaid: true } : null,
    terminalAnswers: true,
    reply: () => undefined,
    setMethod(next) {
      method = next;
    },
    setSettlement(next) {
      settlement = next;
    },
    setOrder: () => undefined,
    mayAddTender: (tender) => mayTender(cart.lines, { settlement, tenders }, tender),
    addTender(tender) {
      tenders = [...tenders, tender];
    },
    dropTender(index) {
      tenders = tenders.filter((_, i) => i !== index);
    },
    payFor() {
      begin();
      return true;
    },
    giveBack: () => Promise.resolve(),
    settleBySlip: () => Promise.resolve(null),
  };
}

const place = { store: 'demo-1', client: null, at: 1_763_600_000_000 };
const DEPOSITS: readonly OpenDeposit[] = [
  {
    ...{ ...place, sale: 'sale:1', owner: 'sale:1', order: 'З-1042', kind: 'prepayment', paid: 500_000, left: 500_000 },
    ...{ agreed: 1_890_000, lines: [], delivered: [], fd: 1042, fn: '9999078902011111' },
  },
  {
    ...{ ...place, sale: 'sale:2', owner: 'sale:2', order: 'Петрова', kind: 'advance', paid: 300_000, left: 300_000 },
    ...{ agreed: null, lines: [], delivered: [], fd: 1038, fn: '9999078902011111' },
  },
];
const DEBTS: readonly OpenDebt[] = [{ ...place, sale: 'sale:3', order: 'З-998', owed: 1_200_000, left: 700_000, fd: 998 }];

export const fakeDeposits = (has: (flag: string) => boolean): DepositsModel => ({
  state: has('loading') ? 'loading' : 'ready',
  deposits: has('empty') ? [] : DEPOSITS,
  debts: has('empty') ? [] : DEBTS,
  load: () => Promise.resolve(),
  find: () => Promise.resolve(has('offline') ? { state: 'offline' } : { state: 'none' }),
});

import { assign, fromPromise, setup } from 'xstate';
import type { Sale } from '../documents/facts.ts';
import type { ErrorCode } from '../errors.ts';
import type { ReceiptAnswer } from '../fiscal/wire.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { EMPTY_CART } from '../sale/cart.ts';
import type { PaidCart } from '../sale/sale-document.ts';
import { FULL, isPayable, receiptTotal, type Settlement } from '../sale/settlement.ts';
import { mayTender, paymentsOf, restOf, type PaymentPlan, type RestMethod, type Tender } from '../sale/tenders.ts';

/**
 * One sale at the till, from the cart that is to be paid to the printed receipt (design §6); the cart itself is filled elsewhere and comes
 * with PAY, priced, and stays as it is until the sale has ended or is cancelled. What it promises: the sale and its key are written
 * before the register is asked; one confirmation makes one sale, however often it is pressed; after any doubt the gateway is asked by
 * key before anything is sent again; whatever goes wrong ends in `trouble`, where the cashier retries the same key or leaves it in
 * the tray. No I/O here: the actors are injected.
 */
export interface SaleTrouble {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What an actor throws. `doubt`: the outcome is unknown, the register may have done it. */
export class SaleFailure extends Error implements SaleTrouble {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly doubt: boolean;
  constructor(code: ErrorCode, doubt = false, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.name = 'SaleFailure';
    this.code = code;
    this.doubt = doubt;
    this.details = details;
  }
}

export interface CommitInput extends PaymentPlan {
  readonly cart: PaidCart;
}

interface Context extends CommitInput {
  sale: Sale | null;
  receipt: ReceiptAnswer | null;
  error: SaleTrouble | null;
  posts: number;
  /** A card is not charged for certain: nothing may be registered until it is. */
  chargeInDoubt: boolean;
  /** The cards' money is on its way back: the sale can only end without a receipt. */
  givingBack: boolean;
}

type Event =
  | { type: 'PAY'; cart: PaidCart; settlement?: Settlement; tenders?: readonly Tender[] }
  | { type: 'CANCEL' }
  | { type: 'METHOD'; method: RestMethod }
  | { type: 'TENDERED'; tendered: Kopecks | null }
  | { type: 'SETTLEMENT'; settlement: Settlement }
  | { type: 'ORDER'; order: string | null }
  | { type: 'TENDER'; tender: Tender }
  | { type: 'UNTENDER'; index: number }
  | { type: 'CONFIRM' }
  | { type: 'RETRY' }
  | { type: 'GIVE_BACK' }
  | { type: 'TRAY' }
  | { type: 'NEW' };

/** Times that one press sends the same key, doubts included. */
const MOST_POSTS = 3;

const empty = {
  cart: EMPTY_CART,
  settlement: FULL,
  tenders: [] as readonly Tender[],
  method: 'cash',
  tendered: null,
  sale: null,
  receipt: null,
  error: null,
  posts: 0,
  chargeInDoubt: false,
  givingBack: false,
} as const;
const troubleOf = (event: unknown): SaleTrouble => {
  const error = (event as { error?: Partial<SaleFailure> }).error;
  return { code: error?.code ?? 'INTERNAL', details: error?.details ?? {} };
};
const isDoubt = (event: unknown): boolean => (event as { error?: Partial<SaleFailure> }).error?.doubt === true;
const planOf = ({ cart, settlement, tenders, method, tendered }: CommitInput): CommitInput => {
  return { cart, settlement, tenders, method, tendered };
};
/** Parts that still fit, in their order. */
const fitting = (cart: PaidCart, settlement: Settlement, tenders: readonly Tender[]): readonly Tender[] =>
  tenders.reduce<readonly Tender[]>(
    (kept, tender) => (mayTender(cart.lines, { settlement, tenders: kept }, tender) ? [...kept, tender] : kept),
    [],
  );

export const saleMachine = setup({
  types: { context: {} as Context, events: {} as Event },
  actors: {
    /** Would a receipt be accepted now? Rejects with a SaleFailure where not. */
    check: fromPromise<void, { total: Kopecks }>(() => Promise.resolve()),
    /** Writes the sale durably, before anything else. */
    commit: fromPromise<Sale, CommitInput>(() => Promise.reject(new Error('not provided'))),
    /**
     * Takes the cards. Rejects where one was declined: nothing is registered then; `details.held` says what other cards were charged.
     * Called again after a doubt, it has to find out what became of the first attempt before it charges anew.
     */
    charge: fromPromise<void, { sale: Sale }>(() => Promise.resolve()),
    /**
     * Gives the cards' money back, where the gateway promises never to register the sale. Rejects with RECEIPT_NOT_PARKED where it has
     * registered it after all.
     */
    giveBack: fromPromise<void, { sale: Sale }>(() => Promise.resolve()),
    /** The sale ends without a receipt (the card was declined, or its money is back). */
    abandon: fromPromise<void, { sale: Sale }>(() => Promise.resolve()),
    register: fromPromise<ReceiptAnswer, { sale: Sale }>(() => Promise.reject(new Error('not provided'))),
    /** The receipt of the key once it is settled, `null` where it was never begun: then it may be sent again. */
    ask: fromPromise<ReceiptAnswer | null, { sale: Sale }>(() => Promise.resolve(null)),
  },
  guards: {
    costs: ({ event }) => event.type === 'PAY' && isPayable(event.cart.lines, event.settlement ?? FULL),
    isEnough: ({ context }) => {
      const rest = restOf(context.cart.lines, context);
      const { method, tendered } = context;
      const given = rest === 0 || method !== 'cash' || tendered === null || tendered >= rest;
      // Whoever takes goods on credit has a name in the books.
      const named = context.settlement.kind !== 'credit' || context.cart.client !== null || context.cart.order !== null;
      return rest >= 0 && given && named && isPayable(context.cart.lines, context.settlement);
    },
    isCard: ({ context }) => paymentsOf(context.cart.lines, context).some(({ method }) => method === 'card'),
    isPartlyCharged: ({ event }) => Number((event as { error?: Partial<SaleFailure> }).error?.details?.['held'] ?? 0) > 0,
    isUnpaid: ({ event }) => ['CARD_NOT_TAKEN', 'CARD_UNKNOWN'].includes(troubleOf(event).code),
    isRegistered: ({ event }) => (event as { error?: Partial<SaleFailure> }).error?.code === 'RECEIPT_NOT_PARKED',
    isDoubt: ({ event }) => isDoubt(event),
    mayPostAgain: ({ context }) => context.posts < MOST_POSTS,
  },
  actions: {
    forget: assign(() => ({ ...empty })),
    explain: assign({ error: ({ event }) => troubleOf(event) }),
    calm: assign({ error: null }),
    countPost: assign({ posts: ({ context }) => context.posts + 1 }),
  },
}).createMachine({
  id: 'sale',
  context: { ...empty },
  initial: 'cart',
  states: {
    cart: {
      on: {
        PAY: {
          guard: 'costs',
          target: 'paying',
          actions: assign(({ event: { cart, settlement = FULL, tenders = [] } }) => {
            return { ...empty, cart, settlement, tenders: fitting(cart, settlement, tenders) };
          }),
        },
      },
    },
    paying: {
      on: {
        METHOD: { actions: assign({ method: ({ event }) => event.method, tendered: null, error: null }) },
        TENDERED: { actions: assign({ tendered: ({ event }) => event.tendered, error: null }) },
        SETTLEMENT: {
          actions: assign(({ context, event: { settlement } }) => {
            return { settlement, tenders: fitting(context.cart, settlement, context.tenders), tendered: null, error: null };
          }),
        },
        ORDER: { actions: assign({ cart: ({ context, event }) => ({ ...context.cart, order: event.order }), error: null }) },
        TENDER: {
          guard: ({ context, event }) => mayTender(context.cart.lines, context, event.tender),
          actions: assign(({ context, event }) => ({ tenders: [...context.tenders, event.tender], tendered: null, error: null })),
        },
        UNTENDER: {
          actions: assign(({ context, event }) => {
            return { tenders: context.tenders.filter((_, i) => i !== event.index), tendered: null, error: null };
          }),
        },
        CANCEL: { target: 'cart', actions: 'forget' },
        CONFIRM: { guard: 'isEnough', target: 'checking', actions: 'calm' },
      },
    },
    checking: {
      invoke: {
        src: 'check',
        input: ({ context }) => ({ total: receiptTotal(context.cart.lines, context.settlement) }),
        onDone: 'committing',
        onError: { target: 'paying', actions: 'explain' },
      },
    },
    committing: {
      invoke: {
        src: 'commit',
        input: ({ context }) => planOf(context),
        onDone: [
          { guard: 'isCard', target: 'charging', actions: assign({ sale: ({ event }) => event.output, posts: 0 }) },
          { target: 'registering', actions: assign({ sale: ({ event }) => event.output, posts: 0 }) },
        ],
        onError: { target: 'paying', actions: 'explain' },
      },
    },
    charging: {
      invoke: {
        src: 'charge',
        input: ({ context }) => ({ sale: context.sale! }),
        onDone: { target: 'registering', actions: assign({ chargeInDoubt: false }) },
        onError: [
          { guard: 'isDoubt', target: 'trouble', actions: ['explain', assign({ chargeInDoubt: true })] },
          // Another card has paid its part: the cashier tries this part again, or gives everything back.
          { guard: 'isPartlyCharged', target: 'trouble', actions: ['explain', assign({ chargeInDoubt: true })] },
          { target: 'abandoning', actions: ['explain', assign({ chargeInDoubt: false })] },
        ],
      },
    },
    abandoning: {
      invoke: {
        src: 'abandon',
        input: ({ context }) => ({ sale: context.sale! }),
        onDone: { target: 'paying', actions: assign({ sale: null, chargeInDoubt: false, givingBack: false }) },
        // The sale stands and is not paid: a retry begins with the card, never with the register.
        onError: { target: 'trouble', actions: ['explain', assign({ chargeInDoubt: true })] },
      },
    },
    reversing: {
      entry: assign({ givingBack: true }),
      invoke: {
        src: 'giveBack',
        input: ({ context }) => ({ sale: context.sale! }),
        onDone: { target: 'abandoning', actions: 'calm' },
        onError: [
          { guard: 'isRegistered', target: 'asking', actions: assign({ givingBack: false }) },
          { target: 'trouble', actions: 'explain' },
        ],
      },
    },
    registering: {
      entry: 'countPost',
      invoke: {
        src: 'register',
        input: ({ context }) => ({ sale: context.sale! }),
        onDone: { target: 'done', actions: assign({ receipt: ({ event }) => event.output }) },
        onError: [
          { guard: 'isDoubt', target: 'asking', actions: 'explain' },
          // Another tab gave the cards' money back meanwhile: what comes next begins with the card.
          { guard: 'isUnpaid', target: 'trouble', actions: ['explain', assign({ chargeInDoubt: true })] },
          { target: 'trouble', actions: 'explain' },
        ],
      },
    },
    /** Never a second registration by guess: the gateway knows, or it will know. */
    asking: {
      invoke: {
        src: 'ask',
        input: ({ context }) => ({ sale: context.sale! }),
        onDone: [
          {
            guard: ({ event }) => event.output !== null,
            target: 'done',
            actions: assign({ receipt: ({ event }) => event.output, error: null }),
          },
          { guard: 'mayPostAgain', target: 'registering' },
          { target: 'trouble' },
        ],
        onError: { target: 'trouble', actions: 'explain' },
      },
    },
    trouble: {
      on: {
        RETRY: [
          { guard: ({ context }) => context.givingBack, target: 'reversing' },
          { guard: ({ context }) => context.chargeInDoubt, target: 'charging', actions: assign({ posts: 0 }) },
          { target: 'asking', actions: assign({ posts: 0 }) },
        ],
        GIVE_BACK: { guard: 'isCard', target: 'reversing' },
        TRAY: { target: 'cart', actions: 'forget' },
      },
    },
    done: {
      entry: 'calm',
      on: {
        NEW: { target: 'cart', actions: 'forget' },
      },
    },
  },
});

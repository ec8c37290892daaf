import { assign, fromPromise, setup } from 'xstate';
import type { Sale } from '../documents/facts.ts';
import type { ErrorCode } from '../errors.ts';
import type { ReceiptAnswer } from '../fiscal/wire.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { cartTotal, EMPTY_CART, type Cart } from '../sale/cart.ts';

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

export type PaymentChoice = 'cash' | 'card';

export interface CommitInput {
  readonly cart: Cart;
  readonly method: PaymentChoice;
  readonly tendered: Kopecks | null;
}

interface Context extends CommitInput {
  sale: Sale | null;
  receipt: ReceiptAnswer | null;
  error: SaleTrouble | null;
  posts: number;
  /** The card was asked for and its outcome is not known: nothing may be registered until it is. */
  chargeInDoubt: boolean;
}

type Event =
  | { type: 'PAY'; cart: Cart }
  | { type: 'CANCEL' }
  | { type: 'METHOD'; method: PaymentChoice }
  | { type: 'TENDERED'; tendered: Kopecks | null }
  | { type: 'CONFIRM' }
  | { type: 'RETRY' }
  | { type: 'TRAY' }
  | { type: 'NEW' };

/** Times that one press sends the same key, doubts included. */
const MOST_POSTS = 3;

const empty = {
  cart: EMPTY_CART,
  method: 'cash',
  tendered: null,
  sale: null,
  receipt: null,
  error: null,
  posts: 0,
  chargeInDoubt: false,
} as const;
const troubleOf = (event: unknown): SaleTrouble => {
  const error = (event as { error?: Partial<SaleFailure> }).error;
  return { code: error?.code ?? 'INTERNAL', details: error?.details ?? {} };
};
const isDoubt = (event: unknown): boolean => (event as { error?: Partial<SaleFailure> }).error?.doubt === true;

export const saleMachine = setup({
  types: { context: {} as Context, events: {} as Event },
  actors: {
    /** Would a receipt be accepted now? Rejects with a SaleFailure where not. */
    check: fromPromise<void, { total: Kopecks }>(() => Promise.resolve()),
    /** Writes the sale durably, before anything else. */
    commit: fromPromise<Sale, CommitInput>(() => Promise.reject(new Error('not provided'))),
    /**
     * Takes the card. Rejects where it was declined: nothing is registered then. Called again after a doubt, it has to find out what
     * became of the first attempt before it charges anew.
     */
    charge: fromPromise<void, { sale: Sale }>(() => Promise.resolve()),
    /** The sale ends without a receipt (the card was declined). */
    abandon: fromPromise<void, { sale: Sale }>(() => Promise.resolve()),
    register: fromPromise<ReceiptAnswer, { sale: Sale }>(() => Promise.reject(new Error('not provided'))),
    /** The receipt of the key once it is settled, `null` where it was never begun: then it may be sent again. */
    ask: fromPromise<ReceiptAnswer | null, { sale: Sale }>(() => Promise.resolve(null)),
  },
  guards: {
    costs: ({ event }) => event.type === 'PAY' && cartTotal(event.cart) > 0,
    isEnough: ({ context }) =>
      context.method === 'card' || context.tendered === null || context.tendered >= cartTotal(context.cart),
    isCard: ({ context }) => context.method === 'card',
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
          actions: assign({ cart: ({ event }) => event.cart, error: null, tendered: null, method: 'cash' }),
        },
      },
    },
    paying: {
      on: {
        METHOD: { actions: assign({ method: ({ event }) => event.method, tendered: null, error: null }) },
        TENDERED: { actions: assign({ tendered: ({ event }) => event.tendered, error: null }) },
        CANCEL: { target: 'cart', actions: 'forget' },
        CONFIRM: { guard: 'isEnough', target: 'checking', actions: 'calm' },
      },
    },
    checking: {
      invoke: {
        src: 'check',
        input: ({ context }) => ({ total: cartTotal(context.cart) }),
        onDone: 'committing',
        onError: { target: 'paying', actions: 'explain' },
      },
    },
    committing: {
      invoke: {
        src: 'commit',
        input: ({ context }) => ({ cart: context.cart, method: context.method, tendered: context.tendered }),
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
          { target: 'abandoning', actions: ['explain', assign({ chargeInDoubt: false })] },
        ],
      },
    },
    abandoning: {
      invoke: {
        src: 'abandon',
        input: ({ context }) => ({ sale: context.sale! }),
        onDone: { target: 'paying', actions: assign({ sale: null }) },
        onError: 'trouble',
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
          { guard: ({ context }) => context.chargeInDoubt, target: 'charging', actions: assign({ posts: 0 }) },
          { target: 'asking', actions: assign({ posts: 0 }) },
        ],
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

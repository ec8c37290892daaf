import { assign, fromPromise, setup } from 'xstate';
import type { OriginalReceipt, Refund, RefundReason, SaleLine } from '../documents/facts.ts';
import type { ErrorCode } from '../errors.ts';
import { overrideRoleFor, type OverrideRole } from '../fiscal/refund-override.ts';
import type { ReceiptAnswer } from '../fiscal/wire.ts';
import type { SaleTrouble } from './sale.machine.ts';

/** What is to be given back, settled by the cashier: it can be written down and taken up again after a reload. */
export interface RefundPlan {
  /** UUIDv4: the key that the refund will have, chosen with the plan. */
  readonly key: string;
  readonly original: OriginalReceipt;
  readonly client: string | null;
  readonly lines: readonly SaleLine[];
  readonly payments: Refund['payments'];
  readonly cards: NonNullable<Refund['cards']>;
  readonly because: RefundReason;
  readonly reason: string;
}

export type RefundOverride = NonNullable<Refund['override']>;

/**
 * The least role that lets a refund go on which is refused for now (design §7): besides what the gateway itself lifts, a gateway or a
 * server that does not answer. `null`: nobody.
 */
export const liftedBy = (code: ErrorCode): OverrideRole | null =>
  code === 'GATEWAY_UNREACHABLE' || code === 'ORIGINAL_UNCONFIRMED' ? 'manager' : overrideRoleFor(code);

/** Is it only a matter of waiting, or of somebody's word? */
export const isBlocking = (code: ErrorCode): boolean => liftedBy(code) !== null;

/** What the gateway says no to although nothing is in doubt and no card was touched: the refund is no more, the cashier may change it. */
const isRefusal = (code: ErrorCode): boolean =>
  code.startsWith('FFD_') ||
  code.startsWith('REFUND_') ||
  code.startsWith('ORIGINAL_') ||
  ['OVERRIDE_NOT_ALLOWED', 'RECEIPT_CORRECTED', 'CASH_NOT_ENOUGH', 'BODY_INVALID', 'SHIFT_NOT_OPEN', 'SHIFT_EXPIRED'].includes(
    code,
  );

interface Context {
  plan: RefundPlan | null;
  override: RefundOverride | null;
  refund: Refund | null;
  receipt: ReceiptAnswer | null;
  error: SaleTrouble | null;
  posts: number;
  /** A card has not got its money back for certain: a retry begins with it, never with the register. */
  cardInDoubt: boolean;
}

type Event =
  | { type: 'REFUND'; plan: RefundPlan }
  /** A refund that waited: looked at again, `override` where somebody has signed meanwhile. */
  | { type: 'RESUME'; plan: RefundPlan; override: RefundOverride | null }
  | { type: 'RECHECK' }
  | { type: 'OVERRIDE'; override: RefundOverride }
  | { type: 'LEAVE' }
  | { type: 'CONFIRM' }
  | { type: 'RETRY' }
  | { type: 'TRAY' }
  | { type: 'NEW' };

/** Times that one press sends the same key, doubts included. */
const MOST_POSTS = 3;
const empty = {
  ...{ plan: null, override: null, refund: null, receipt: null, error: null },
  ...{ posts: 0, cardInDoubt: false },
} as const;

type Thrown = { error?: Partial<SaleTrouble> & { doubt?: boolean } };
const troubleOf = (event: unknown): SaleTrouble => {
  const { error } = event as Thrown;
  return { code: error?.code ?? 'INTERNAL', details: error?.details ?? {} };
};
const isDoubt = (event: unknown): boolean => (event as Thrown).error?.doubt === true;
const takesCard = ({ refund }: Context): boolean => refund?.payments.some(({ method }) => method === 'card') ?? false;

/**
 * One refund, from the settled plan to the printed receipt (design §6, §7). As with a sale: the refund and its key are written before the
 * card or the register is touched, one press makes one refund, and after any doubt it is asked by key, never repeated by guess. What is
 * refused for now waits in `blocked`: looked at again, or lifted by a signature. No I/O: the actors are injected.
 */
export const refundMachine = setup({
  types: { context: {} as Context, events: {} as Event },
  actors: {
    /** May it be made now? Rejects with the refusal. */
    check: fromPromise<void, { plan: RefundPlan; override: RefundOverride | null }>(() => Promise.resolve()),
    /** Writes the refund durably, before anything else. */
    commit: fromPromise<Refund, { plan: RefundPlan; override: RefundOverride | null }>(() =>
      Promise.reject(new Error('not provided')),
    ),
    /** Gives the money back to the cards. Called again after a doubt, it has to find out first. */
    giveBack: fromPromise<void, { refund: Refund }>(() => Promise.resolve()),
    /** The refund ends without a receipt. Rejects where the register may have made it. */
    abandon: fromPromise<void, { refund: Refund }>(() => Promise.resolve()),
    register: fromPromise<ReceiptAnswer, { refund: Refund }>(() => Promise.reject(new Error('not provided'))),
    /** The receipt of the key once it is settled, `null` where it was never begun. */
    ask: fromPromise<ReceiptAnswer | null, { refund: Refund }>(() => Promise.resolve(null)),
  },
  guards: {
    isDoubt: ({ event }) => isDoubt(event),
    isPartlyReturned: ({ event }) => Number((event as Thrown).error?.details?.['held'] ?? 0) > 0,
    isBlocking: ({ event }) => isBlocking(troubleOf(event).code),
    wasBlocking: ({ context }) => context.error !== null && isBlocking(context.error.code),
    takesCard: ({ context }) => takesCard(context),
    /** Refused for certain, and no money has left by a card. */
    isRefused: ({ context, event }) => isRefusal(troubleOf(event).code) && !takesCard(context),
    mayPostAgain: ({ context }) => context.posts < MOST_POSTS,
  },
  actions: {
    forget: assign(() => ({ ...empty })),
    explain: assign({ error: ({ event }) => troubleOf(event) }),
    calm: assign({ error: null }),
  },
}).createMachine({
  id: 'refund',
  context: { ...empty },
  initial: 'choosing',
  states: {
    /** Original, lines and ways are chosen on the screen. */
    choosing: {
      on: {
        REFUND: { target: 'checking', actions: assign({ plan: ({ event }) => event.plan, override: null, error: null }) },
        RESUME: {
          target: 'looking',
          actions: assign({ plan: ({ event }) => event.plan, override: ({ event }) => event.override, error: null }),
        },
        NEW: { actions: 'forget' },
      },
    },
    checking: {
      invoke: {
        src: 'check',
        input: ({ context }) => ({ plan: context.plan!, override: context.override }),
        onDone: 'committing',
        onError: [
          { guard: 'isBlocking', target: 'blocked', actions: 'explain' },
          { target: 'choosing', actions: 'explain' },
        ],
      },
    },
    /** A look that nobody has pressed for begins nothing: money is handed over to somebody who is there. */
    looking: {
      invoke: {
        src: 'check',
        input: ({ context }) => ({ plan: context.plan!, override: context.override }),
        onDone: 'ready',
        onError: [
          { guard: 'isBlocking', target: 'blocked', actions: 'explain' },
          { target: 'choosing', actions: 'explain' },
        ],
      },
    },
    blocked: {
      on: {
        RECHECK: { target: 'looking' },
        OVERRIDE: { target: 'checking', actions: assign({ override: ({ event }) => event.override }) },
        LEAVE: { target: 'choosing', actions: 'forget' },
      },
    },
    ready: {
      entry: 'calm',
      on: {
        CONFIRM: 'checking',
        LEAVE: { target: 'choosing', actions: 'forget' },
      },
    },
    committing: {
      invoke: {
        src: 'commit',
        input: ({ context }) => ({ plan: context.plan!, override: context.override }),
        onDone: { target: 'committed', actions: assign({ refund: ({ event }) => event.output, posts: 0 }) },
        onError: { target: 'choosing', actions: 'explain' },
      },
    },
    committed: { always: [{ guard: 'takesCard', target: 'returning' }, { target: 'registering' }] },
    returning: {
      invoke: {
        src: 'giveBack',
        input: ({ context }) => ({ refund: context.refund! }),
        onDone: { target: 'registering', actions: assign({ cardInDoubt: false }) },
        onError: [
          { guard: 'isDoubt', target: 'trouble', actions: ['explain', assign({ cardInDoubt: true })] },
          // Another card has its part already: this one is tried again, or everything is taken back from the tray.
          { guard: 'isPartlyReturned', target: 'trouble', actions: ['explain', assign({ cardInDoubt: true })] },
          { target: 'abandoning', actions: ['explain', assign({ cardInDoubt: false })] },
        ],
      },
    },
    abandoning: {
      invoke: {
        src: 'abandon',
        input: ({ context }) => ({ refund: context.refund! }),
        onDone: [
          { guard: 'wasBlocking', target: 'blocked', actions: assign({ refund: null }) },
          { target: 'choosing', actions: assign({ refund: null }) },
        ],
        onError: [{ guard: 'takesCard', target: 'trouble', actions: assign({ cardInDoubt: true }) }, { target: 'trouble' }],
      },
    },
    registering: {
      entry: assign({ posts: ({ context }) => context.posts + 1 }),
      invoke: {
        src: 'register',
        input: ({ context }) => ({ refund: context.refund! }),
        onDone: { target: 'done', actions: assign({ receipt: ({ event }) => event.output }) },
        onError: [
          { guard: 'isDoubt', target: 'asking', actions: 'explain' },
          { guard: 'isRefused', target: 'abandoning', actions: 'explain' },
          { target: 'trouble', actions: 'explain' },
        ],
      },
    },
    /** Never a second registration by guess: the gateway knows, or it will know. */
    asking: {
      invoke: {
        src: 'ask',
        input: ({ context }) => ({ refund: context.refund! }),
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
          { guard: ({ context }) => context.cardInDoubt, target: 'returning', actions: assign({ posts: 0 }) },
          { target: 'asking', actions: assign({ posts: 0 }) },
        ],
        TRAY: { target: 'choosing', actions: 'forget' },
      },
    },
    done: {
      entry: 'calm',
      on: { NEW: { target: 'choosing', actions: 'forget' } },
    },
  },
});

import { assign, fromPromise, setup } from 'xstate';
import { SECOND } from '../time/clock.ts';

/**
 * The loop that keeps a device in step with the server (design §5): session check → push sales → push the shop's documents → pull, then
 * rest. Never PouchDB's `live`. It starts at once on a local change and on news from the feed; a local change during a long pull is
 * pushed beside it, because a sale must not wait for a month of history. No I/O here: the four actors are injected.
 */
export class ReplicationFailure extends Error {
  /** `login`: the token is not (or no longer) valid; nothing counts as refused. `waiting`: the server does not answer as it should. */
  readonly kind: 'login' | 'waiting';
  constructor(kind: 'login' | 'waiting', cause?: unknown) {
    super(kind, { cause });
    this.name = 'ReplicationFailure';
    this.kind = kind;
  }
}

interface Context {
  failures: number;
  /** Something happened while a round ran: another one follows. */
  again: boolean;
}

type Event =
  /** `local`: something was written here. `remote`: the feed or the tick found a difference. `online`: the network came back. */
  { type: 'LOCAL' } | { type: 'REMOTE' } | { type: 'ONLINE' } | { type: 'PAIRED' };

const nothing = fromPromise<void>(() => Promise.resolve());
const isLogin = (error: unknown): boolean => (error as Partial<ReplicationFailure> | null)?.kind === 'login';

/** ms before the n-th retry: 1, 2, 4 … 30 s. */
export const retryDelay = (failures: number): number => Math.min(30 * SECOND, SECOND * 2 ** Math.max(0, failures - 1));

/** Where a step leads that did not end well. */
const fails = [
  { guard: 'isLogin', target: '#replication.login' },
  { target: '#replication.waiting', actions: 'failed' },
] as const;

export const replicationMachine = setup({
  types: { context: {} as Context, events: {} as Event },
  actors: { checkSession: nothing, pushSales: nothing, pushStore: nothing, pull: nothing },
  guards: {
    isLogin: ({ event }) => isLogin((event as unknown as { error: unknown }).error),
    again: ({ context }) => context.again,
  },
  actions: {
    remember: assign({ again: true }),
    begin: assign({ again: false }),
    failed: assign({ failures: ({ context }) => context.failures + 1 }),
    succeeded: assign({ failures: 0 }),
  },
  delays: { RETRY: ({ context }) => retryDelay(context.failures), LOGIN_RETRY: 60 * SECOND },
}).createMachine({
  id: 'replication',
  context: { failures: 0, again: false },
  initial: 'resting',
  states: {
    resting: { on: { LOCAL: 'running', REMOTE: 'running', ONLINE: 'running', PAIRED: 'running' } },
    running: {
      initial: 'checking',
      entry: 'begin',
      on: { LOCAL: { actions: 'remember' }, REMOTE: { actions: 'remember' } },
      states: {
        checking: {
          invoke: {
            src: 'checkSession',
            onDone: 'pushingSales',
            onError: fails,
          },
        },
        pushingSales: {
          invoke: {
            src: 'pushSales',
            onDone: 'pushingStore',
            onError: fails,
          },
        },
        pushingStore: {
          invoke: {
            src: 'pushStore',
            onDone: 'pulling',
            onError: fails,
          },
        },
        /** A pull may last (a month of history, a slow line): what is written here meanwhile is pushed beside it. */
        pulling: {
          initial: 'alone',
          on: { LOCAL: { target: '.checking', actions: 'remember' } },
          invoke: {
            src: 'pull',
            onDone: [
              { guard: 'again', target: '#replication.running', actions: 'succeeded', reenter: true },
              { target: '#replication.resting', actions: 'succeeded' },
            ],
            onError: fails,
          },
          states: {
            alone: {},
            checking: {
              invoke: {
                src: 'checkSession',
                onDone: 'pushingSales',
                onError: fails,
              },
            },
            pushingSales: {
              invoke: {
                src: 'pushSales',
                onDone: 'pushingStore',
                onError: fails,
              },
            },
            pushingStore: {
              invoke: {
                src: 'pushStore',
                onDone: 'alone',
                onError: fails,
              },
            },
          },
        },
      },
    },
    /** The server is away. A local change tries at once: a sale is worth a question. */
    waiting: { after: { RETRY: 'running' }, on: { LOCAL: 'running', ONLINE: 'running', PAIRED: 'running' } },
    login: { after: { LOGIN_RETRY: 'running' }, on: { PAIRED: 'running' } },
  },
});

import { and, assign, fromPromise, setup, stateIn } from 'xstate';
import { MINUTE, SECOND } from '../time/clock.ts';

/**
 * The loop that keeps a device in step with the server (design §5): session check → push sales → push the shop's documents → pull, then
 * rest. Never PouchDB's `live`. It starts at once on a local change and on news from the feed; a local change during a long pull is
 * pushed beside it, because a sale must not wait for a month of history. No I/O here: the actors are injected.
 */
export class ReplicationFailure extends Error {
  readonly kind: FailureKind;
  /** ms that the server asks to wait (`Retry-After`), `null` where it does not say. */
  readonly retryAfter: number | null;
  constructor(kind: FailureKind, cause?: unknown, retryAfter: number | null = null) {
    super(kind, { cause });
    this.name = 'ReplicationFailure';
    this.kind = kind;
    this.retryAfter = retryAfter;
  }
}

/**
 * `unauthorized`: the token is not valid (any more); nothing counts as refused. `revoked`: the administrator switched the device off, it
 * hands in to the quarantine. `waiting`: the server does not answer as it should.
 */
export type FailureKind = 'unauthorized' | 'revoked' | 'waiting';

interface Context {
  /** 0 … 1, from outside: forty tills must not come back in the same second. */
  readonly random: () => number;
  /** Failures in a row. */
  failures: number;
  /** ms until the next try. */
  wait: number;
  /** The server itself said how long to wait. */
  told: boolean;
  /** Something that is worth a question happened right after a failure: it is asked as soon as the shortest pause is over. */
  hurried: boolean;
  /** Something happened while a round ran: another one follows. */
  again: boolean;
  /** Something was written while a push ran beside the pull: another push follows. */
  beside: boolean;
  /** In this round a 401 was answered by asking for the session once more. */
  renewed: boolean;
}

type Event =
  /** Something was written here. */
  | { type: 'LOCAL' }
  /** The feed told of a difference. */
  | { type: 'REMOTE' }
  /** The network came back. */
  | { type: 'ONLINE' }
  /** The device was paired (again): another token. */
  | { type: 'PAIRED' }
  /** A person looks at the app (again). */
  | { type: 'VISIBLE' }
  /** This PC's clock was changed: the server's is asked for anew. */
  | { type: 'CLOCK' }
  /** Bytes or documents moved: what runs is alive. */
  | { type: 'PROGRESS' };

const nothing = fromPromise<void>(() => Promise.resolve());
const failureOf = (event: unknown): Partial<ReplicationFailure> | null =>
  (event as { error?: Partial<ReplicationFailure> | null }).error ?? null;

/** Longest pause before the next try, ms. */
const MOST_PAUSE = 30 * SECOND;
/**
 * Shortest pause after a failure, ms, whatever happens meanwhile: with the network gone a try fails in milliseconds, and events that
 * follow one another (a clock that was changed, a gateway that tells of its shift) asked for the session several times a second.
 */
export const LEAST_PAUSE = SECOND;
/** Longest pause that a server may ask for, ms: a wrong header must not silence a till for a day. */
export const MOST_TOLD = 5 * MINUTE;
/** ms without any event before a round is called slow, and from there to giving it up as a half-open connection. */
export const SLOW_AFTER = 10 * SECOND;
export const STALLED_AFTER = 50 * SECOND;
/** ms between two looks whether there is anything to do. */
export const TICK = 30 * SECOND;
/** ms before a device whose token is not valid, or that was switched off, asks again by itself. */
export const LOGIN_RETRY = MINUTE;

/** ms before the n-th retry: 1, 2, 4 … 30 s, of which up to a half is left to chance. */
export function retryDelay(failures: number, random = 1): number {
  const whole = Math.min(MOST_PAUSE, SECOND * 2 ** Math.min(10, Math.max(0, failures - 1)));
  return Math.round(whole * (0.5 + random / 2));
}

/** Where a step leads that did not end well. A first 401 asks for the session once more: the token may have been changed meanwhile. */
const fails = [
  { guard: 'isRevoked', target: '#replication.revoked' },
  { guard: 'isFirstUnauthorized', target: '#replication.running.round.checking', reenter: true, actions: 'renew' },
  { guard: 'isUnauthorized', target: '#replication.login' },
  { target: '#replication.waiting', actions: 'failed' },
] as const;

/** Beside what runs: no event for long means that nobody is at the other end. */
const watch = {
  initial: 'alive',
  states: {
    alive: { after: { SLOW_AFTER: 'slow' }, on: { PROGRESS: { target: 'alive', reenter: true } } },
    slow: {
      after: { STALLED_AFTER: { target: '#replication.waiting', actions: 'failed' } },
      on: { PROGRESS: 'alive' },
    },
  },
} as const;

const pullEnded = stateIn({ running: { round: { pulling: { pull: 'ended', side: 'idle' } } } });

export const replicationMachine = setup({
  types: { context: {} as Context, events: {} as Event, input: {} as { readonly random: () => number } },
  actors: { checkSession: nothing, pushSales: nothing, pushStore: nothing, pull: nothing, handIn: nothing },
  guards: {
    isRevoked: ({ event }) => failureOf(event)?.kind === 'revoked',
    isUnauthorized: ({ event }) => failureOf(event)?.kind === 'unauthorized',
    isFirstUnauthorized: ({ context, event }) => failureOf(event)?.kind === 'unauthorized' && !context.renewed,
    again: ({ context }) => context.again,
    beside: ({ context }) => context.beside,
    told: ({ context }) => context.told,
    hurried: ({ context }) => context.hurried,
    /** Is anything behind, unsent and due, or too old? Provided by the shell. */
    hasWork: () => false,
  },
  actions: {
    remember: assign({ again: true }),
    rememberBeside: assign({ beside: true }),
    begin: assign({ again: false, beside: false, renewed: false }),
    beginBeside: assign({ beside: false }),
    renew: assign({ renewed: true }),
    failed: assign(({ context, event }) => {
      const failures = context.failures + 1;
      const asked = failureOf(event)?.retryAfter ?? null;
      const pause = retryDelay(failures, context.random());
      const told = asked !== null && asked > 0;
      // A little later than told, by chance: everybody was told the same second.
      const wait = told ? Math.max(pause, Math.min(MOST_TOLD, asked) * (1 + context.random() / 10)) : pause;
      return { failures, wait: Math.round(wait), told, hurried: false };
    }),
    hurry: assign({ hurried: true }),
    succeeded: assign({ failures: 0, told: false }),
    /** Looked and found nothing to do. Provided by the shell. */
    inStep: () => undefined,
  },
  delays: { RETRY: ({ context }) => context.wait, LEAST_PAUSE, LOGIN_RETRY, SLOW_AFTER, STALLED_AFTER, TICK },
}).createMachine({
  id: 'replication',
  context: ({ input }) => ({
    random: input.random,
    failures: 0,
    wait: 0,
    told: false,
    hurried: false,
    again: false,
    beside: false,
    renewed: false,
  }),
  initial: 'resting',
  states: {
    resting: {
      after: {
        TICK: [
          { guard: 'hasWork', target: 'running' },
          { target: 'resting', reenter: true, actions: 'inStep' },
        ],
      },
      on: {
        LOCAL: 'running',
        REMOTE: 'running',
        ONLINE: 'running',
        PAIRED: 'running',
        CLOCK: 'running',
        VISIBLE: { guard: 'hasWork', target: 'running' },
      },
    },
    running: {
      type: 'parallel',
      entry: 'begin',
      on: { REMOTE: { actions: 'remember' }, PAIRED: { actions: 'remember' }, CLOCK: { actions: 'remember' } },
      states: {
        watch,
        round: {
          initial: 'checking',
          states: {
            checking: {
              on: { LOCAL: { actions: 'remember' } },
              invoke: { src: 'checkSession', onDone: 'pushingSales', onError: fails },
            },
            pushingSales: {
              on: { LOCAL: { actions: 'remember' } },
              invoke: { src: 'pushSales', onDone: 'pushingStore', onError: fails },
            },
            pushingStore: {
              on: { LOCAL: { actions: 'remember' } },
              invoke: { src: 'pushStore', onDone: 'pulling', onError: fails },
            },
            /** A pull may last (a month of history, a slow line): what is written here meanwhile is pushed beside it, one push at a time. */
            pulling: {
              type: 'parallel',
              always: [
                { guard: and([pullEnded, 'again']), target: '#replication.running', actions: 'succeeded', reenter: true },
                { guard: pullEnded, target: '#replication.resting', actions: 'succeeded' },
              ],
              states: {
                pull: {
                  initial: 'working',
                  states: { working: { invoke: { src: 'pull', onDone: 'ended', onError: fails } }, ended: {} },
                },
                side: {
                  initial: 'idle',
                  states: {
                    idle: { on: { LOCAL: 'pushingSales' } },
                    pushingSales: {
                      entry: 'beginBeside',
                      on: { LOCAL: { actions: 'rememberBeside' } },
                      invoke: { src: 'pushSales', onDone: 'pushingStore', onError: fails },
                    },
                    pushingStore: {
                      on: { LOCAL: { actions: 'rememberBeside' } },
                      invoke: {
                        src: 'pushStore',
                        onDone: [{ guard: 'beside', target: 'pushingSales' }, { target: 'idle' }],
                        onError: fails,
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
    /**
     * The server is away. A local change does not wait for its turn, because a sale is worth a question; but for the shortest pause, and
     * not where the server said how long to wait.
     */
    waiting: {
      initial: 'deciding',
      states: {
        deciding: { always: [{ guard: 'told', target: 'told' }, { target: 'pausing' }] },
        pausing: {
          initial: 'least',
          after: { RETRY: '#replication.running' },
          on: { PAIRED: '#replication.running' },
          states: {
            least: {
              after: { LEAST_PAUSE: [{ guard: 'hurried', target: '#replication.running' }, { target: 'open' }] },
              on: { LOCAL: { actions: 'hurry' }, ONLINE: { actions: 'hurry' }, VISIBLE: { actions: 'hurry' } },
            },
            open: {
              on: { LOCAL: '#replication.running', ONLINE: '#replication.running', VISIBLE: '#replication.running' },
            },
          },
        },
        told: { after: { RETRY: '#replication.running' }, on: { PAIRED: '#replication.running' } },
      },
    },
    login: { after: { LOGIN_RETRY: 'running' }, on: { PAIRED: 'running', ONLINE: 'running', VISIBLE: 'running' } },
    /** Switched off by the administrator: reads nothing, and hands in what it holds to the quarantine, so that nothing is lost. */
    revoked: {
      initial: 'handing',
      on: { PAIRED: 'running' },
      states: {
        handing: {
          type: 'parallel',
          entry: 'begin',
          on: { LOCAL: { actions: 'remember' } },
          states: {
            watch,
            hand: {
              invoke: {
                src: 'handIn',
                onDone: [
                  { guard: 'again', target: '#replication.revoked.handing', reenter: true },
                  { target: '#replication.revoked.handed', actions: 'succeeded' },
                ],
                onError: [
                  { guard: 'isUnauthorized', target: '#replication.login' },
                  { target: '#replication.waiting', actions: 'failed' },
                ],
              },
            },
          },
        },
        handed: { after: { LOGIN_RETRY: '#replication.running' }, on: { LOCAL: 'handing' } },
      },
    },
  },
});

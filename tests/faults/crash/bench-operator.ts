import type { Clock } from '../../../design/time/clock.ts';
import type { OfdDocument, OfdOutcome, OfdTransport } from '../../../fiscal-gateway/ofd/ofd.ts';

export const OPERATOR_OUTCOMES = ['ok', 'down', 'deaf'] as const;
export type OperatorOutcome = (typeof OPERATOR_OUTCOMES)[number];

/** The operator in this process: one document a number, the first body counts, another one under the same number is a conflict. */
export class BenchOperator {
  readonly #held = new Map<string, { readonly document: OfdDocument; readonly said: string }>();
  /** Numbers that came with another content than the first time: never, or the operator refuses a printed receipt. */
  readonly conflicts: string[] = [];
  /** What the next calls meet: `down` refuses, `deaf` keeps the document and loses the answer. */
  #meets: ('down' | 'deaf')[] = [];
  /** Out of reach altogether. */
  closed = false;
  readonly transport: OfdTransport;

  constructor(clock: Clock) {
    const ticketOf = (fn: string, fd: number) => ({ fn, fd, at: clock.now(), sign: `sign-${fd}` });
    const gone: OfdOutcome = { kind: 'unavailable', status: 503, message: 'status 503', retryAfter: null, key: false };
    this.transport = {
      kind: 'bench',
      send: async (document) => {
        const met = this.#meets.shift();
        if (met === 'down' || this.closed) return Promise.resolve(gone);
        const { fn, fd, type, total, at, body } = document;
        const key = `${fn}-${fd}`;
        const said = JSON.stringify({ type, total, at, body });
        const known = this.#held.get(key);
        if (known && known.said !== said) {
          this.conflicts.push(key);
          return { kind: 'refused', status: 422, message: 'status 422' };
        }
        this.#held.set(key, { document, said });
        return met === 'deaf' ? { kind: 'unknown', message: 'answer lost' } : { kind: 'accepted', ticket: ticketOf(fn, fd) };
      },
      ask: async (fn, fd) =>
        Promise.resolve(
          this.closed || this.#meets.shift() === 'down' ? 'unknown' : this.#held.has(`${fn}-${fd}`) ? 'held' : 'absent',
        ),
      ticket: async (fn, fd) => Promise.resolve(ticketOf(fn, fd)),
      probe: async () => Promise.resolve(this.closed ? null : 1),
      close: async () => Promise.resolve(),
    };
  }

  arm(outcome: OperatorOutcome): void {
    if (outcome !== 'ok') this.#meets = [outcome, outcome];
  }

  held(): { fn: string; fd: number; type: string; total: number | null }[] {
    return [...this.#held.values()].map(({ document: { fn, fd, type, total } }) => ({ fn, fd, type, total }));
  }
}

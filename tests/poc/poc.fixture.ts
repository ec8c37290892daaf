import type { JournalRow } from '../../design/fiscal/journal-copy.ts';
import { heartbeat, journalRow } from '../../design/fiscal/journal-copy.ts';
import { SECOND } from '../../design/time/clock.ts';
import type { ServerAnswer, ServerClient } from '../../fiscal-gateway/link/server-client.ts';
import { MemoryGateway } from '../../fiscal-gateway/testing/memory-gateway.ts';
import type { MemoryGatewayOptions } from '../../fiscal-gateway/testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../../fiscal-gateway/testing/receipts.ts';
import type { ReceiptBody } from '../../fiscal-gateway/testing/receipts.ts';

/** A test double: the shop's server as the gateway meets it, with a clock of its own. Rows are durable by `seq`. */
export class PocServer implements ServerClient {
  mode: 'ok' | 'down' | 'error' | 'hang' | 'half' = 'ok';
  /** The server's clock minus the till's, ms. */
  ahead = 0;
  readonly rows = new Map<number, JournalRow>();
  /** Bodies of heartbeats as they came. */
  readonly beats: unknown[] = [];
  till!: MemoryGateway;

  async post(path: string, body: unknown, signal: AbortSignal): Promise<ServerAnswer> {
    if (this.mode === 'down') return { kind: 'unreachable', message: 'connection refused' };
    if (this.mode === 'error') return { kind: 'refused', status: 503 };
    if (this.mode === 'hang') {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      return { kind: 'unreachable', message: 'aborted' };
    }
    const now = this.till.time.clock.now() + this.ahead;
    const acknowledged = path === '/api/journal' ? this.#keep(body as { rows: unknown[] }) : 0;
    if (path !== '/api/journal') this.beats.push(heartbeat.parse(body));
    // Half an answer: the server has stored everything and the till does not learn it.
    if (this.mode === 'half') return { kind: 'unreachable', message: 'terminated' };
    return { kind: 'ok', body: path === '/api/journal' ? { acknowledged, now } : { now, events: null } };
  }
  close = async (): Promise<void> => Promise.resolve();

  #keep({ rows }: { rows: unknown[] }): number {
    for (const row of rows.map((one) => journalRow.parse(one))) this.rows.set(row.seq, row);
    return Math.max(...this.rows.keys());
  }
}

/** One till on manual time: gateway whole, register and operator in memory, the journal a real file. */
export async function pocTill(options: MemoryGatewayOptions & { readonly server?: PocServer } = {}): Promise<MemoryGateway> {
  const till = new MemoryGateway({ background: true, ...options });
  if (options.server) options.server.till = till;
  await till.start();
  const opened = await till.openShift();
  if (opened.status !== 200 && opened.status !== 201) throw new Error(`shift: ${JSON.stringify(opened.body)}`);
  await pass(till, 5);
  return till;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets what was started come to the next wait for time: what the journal holds back is written. */
export async function settle(till: MemoryGateway): Promise<void> {
  for (let n = 0; n < 3; n++) await turn();
  for (let n = 0; n < 8 && till.gateway.sender.running; n++) await till.journal.idle();
}

/** Passes virtual time in steps, `each` after every step. A pause of the sender's is a few steps, whatever the machine does. */
export async function pass(till: MemoryGateway, seconds: number, step = 1, each: () => void = () => undefined): Promise<void> {
  for (let s = 0; s < seconds; s += step) {
    till.time.advance(step * SECOND);
    await settle(till);
    each();
  }
}

/** Passes time until it holds, a second a step; returns the seconds. Fails after `within` seconds. */
export async function passUntil(till: MemoryGateway, what: string, holds: () => boolean, within = 600): Promise<number> {
  for (let s = 0; s <= within; s++) {
    await till.journal.idle();
    await settle(till);
    if (holds()) return s;
    till.time.advance(SECOND);
  }
  throw new Error(`not within ${within} s: ${what}`);
}

const PAYMENTS = [
  (total: number) => [{ method: 'cash' as const, amount: total }],
  (total: number) => [{ method: 'card' as const, amount: total }],
  (total: number) => [{ method: 'acquiring' as const, amount: total }],
  (total: number) => [
    { method: 'cash' as const, amount: total - 10 },
    { method: 'card' as const, amount: 10 },
  ],
];

/** The n-th of a day's mixed receipts. */
export const mixed = (n: number): ReceiptBody => {
  const total = 100 + n;
  return saleBody(total, { payments: PAYMENTS[n % PAYMENTS.length]?.(total) ?? [] });
};

export interface Sold {
  readonly key: string;
  readonly id: string;
  readonly fd: number;
}

/** Sells one receipt; throws with the problem where it is refused. */
export async function sell(till: MemoryGateway, body: ReceiptBody = mixed(1), key = newKey()): Promise<Sold> {
  const { status, body: answer } = await post(till, key, body);
  if (status !== 201 || !answer.fiscal_doc) throw new Error(`receipt: ${status} ${JSON.stringify(answer)}`);
  return { key, id: answer.receipt_id, fd: answer.fiscal_doc.fd };
}

export const buffer = (till: MemoryGateway) => till.gateway.buffer();
export const alarms = (till: MemoryGateway): string[] => buffer(till).alerts.map(({ code }) => code);
export const delivered = (till: MemoryGateway, within = 600): Promise<number> =>
  passUntil(till, 'the operator has everything', () => buffer(till).unsent_documents === 0, within);
/** Documents that reached the operator, in order; a repeat would show twice. */
export const arrivedFds = (till: MemoryGateway): number[] => till.ofd.arrivals.map(({ fd }) => fd);
/** Event journal, oldest first. */
export const told = (till: MemoryGateway, event: string) =>
  till.gateway.context.stores.log
    .page(null, 0, 5_000, 0)
    .filter((row) => row.event === event)
    .reverse();

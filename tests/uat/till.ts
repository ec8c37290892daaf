import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BufferStatus, ReceiptAnswer, ReportAnswer, ShiftState } from '../../design/fiscal/wire.ts';
import type { RefundAnswer } from '../../design/fiscal/wire-service.ts';
import type { Problem } from '../../design/errors.ts';
import { invariantViolations, type Violation } from '../../design/invariant.ts';
import { journalEvidence } from '../../fiscal-gateway/journal/journal-evidence.ts';
import { askJson } from '../e2e/harness/http-json.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { POS, startWorld, type World, type WorldOptions } from '../e2e/harness/world.ts';

export interface Answered<T> {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly replayed: boolean;
  readonly body: T;
}

/** A success or a problem: a test looks at what it expects. */
export type Or<T> = Omit<T, keyof Problem> & Omit<Problem, keyof T> & { readonly [K in keyof T & keyof Problem]: unknown };

type Method = 'cash' | 'card' | 'prepaid' | 'credit' | 'other';
export interface Line {
  readonly sku: string;
  readonly name: string;
  readonly qty?: number;
  readonly price: number;
  readonly vat?: string;
  readonly method?: string;
  readonly subject?: string;
}

export const CASHIER = { name: 'Иванова А. П.', inn: null };
export const SUNGLASSES: Line = { sku: 'SG-2500', name: 'Очки солнцезащитные', price: 2500, vat: '22' };

/** A till of an acceptance test: real programs, and a client that sees every answer as it comes, refusals too. */
export class UatTill {
  readonly world: World;
  readonly #clockFile: string;

  constructor(world: World, clockFile: string) {
    this.world = world;
    this.#clockFile = clockFile;
  }

  async call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered<T>> {
    const answer = await fetch(`${this.world.gateway.url}${path}`, {
      method,
      headers: {
        authorization: this.world.gateway.authorization,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    return {
      status: answer.status,
      retryAfter: answer.headers.get('retry-after'),
      replayed: answer.headers.get('idempotency-replayed') === 'true',
      body: (await answer.json()) as T,
    };
  }

  receipt(body: Record<string, unknown>, key: string = randomUUID()): Promise<Answered<Or<ReceiptAnswer>>> {
    return this.call('POST', '/v1/kkt/receipt', { pos_id: POS, cashier: CASHIER, ...body }, { 'idempotency-key': key });
  }

  /** Paid by one method in full, or by `payments` where given. */
  sell(lines: readonly Line[], method: Method = 'cash', more: Record<string, unknown> = {}, key?: string) {
    const items = lines.map((line) => ({ qty: 1, vat: 'none', ...line }));
    const amount = items.reduce((sum, { qty, price }) => sum + qty * price, 0);
    return this.receipt({ type: 'sale', items, payments: [{ method, amount }], ...more }, key);
  }

  refund(original: string, lines: readonly Line[], method: Method = 'cash', more: Record<string, unknown> = {}) {
    return this.sell(lines, method, { type: 'refund', original_receipt_id: original, ...more });
  }

  refundCheck(original: string): Promise<Answered<Or<RefundAnswer>>> {
    return this.call('POST', '/v1/pos/refund', { original_fiscal_doc_id: original });
  }

  report(kind: 'x' | 'z', more: Record<string, unknown> = {}): Promise<Answered<Or<ReportAnswer>>> {
    return this.call('POST', `/v1/kkt/report/${kind}`, { pos_id: POS, cashier: CASHIER, ...more });
  }

  openShift(more: Record<string, unknown> = {}): Promise<Answered<Or<ShiftState>>> {
    return this.call('POST', '/v1/kkt/shift/open', { pos_id: POS, cashier: CASHIER, ...more });
  }

  async buffer(): Promise<BufferStatus> {
    return (await this.call<BufferStatus>('GET', '/v1/kkt/buffer/status')).body;
  }

  async alarms(): Promise<string[]> {
    return (await this.buffer()).alerts.map(({ code }) => code);
  }

  /** Every document with the operator, and the gateway knows it. */
  async synced(): Promise<void> {
    await waitUntil('everything delivered', async () => (await this.buffer()).unsent_documents === 0, { within: 120_000 });
  }

  /** All programs believe that so much more time has passed. */
  async pass(ms: number): Promise<void> {
    this.#offset += ms;
    await writeFile(this.#clockFile, JSON.stringify({ offset_ms: this.#offset, rate: 1 }));
    const follows = async () => {
      const [gateway, register] = await Promise.all([
        this.call<{ time: number }>('GET', '/v1/health'),
        askJson<{ status: { clock: number } }>(`${this.world.drive.url}/state`),
      ]);
      return [gateway.body.time, register.status.clock].every((time) => Math.abs(Date.now() + this.#offset - time) < 5_000);
    };
    await waitUntil('gateway and register follow the clock', follows, { within: 60_000 });
  }
  #offset = 0;

  async violations(): Promise<Violation[]> {
    return invariantViolations({
      drive: await this.world.drive.documents(),
      ofd: await this.world.ofd.held(),
      journal: journalEvidence(join(this.world.data, 'gateway', POS, 'journal.sqlite')),
    });
  }

  stop(): Promise<void> {
    return this.world.stop();
  }
}

/** The programs of one till without a server: the gateway's half of the acceptance tests. */
export async function openTill(options: WorldOptions & { clockFile: string }): Promise<UatTill> {
  const world = await startWorld({
    serverless: true,
    ...options,
    gatewayEnv: { GATEWAY_RATE_LIMIT: '100000', ...options.gatewayEnv },
  });
  return new UatTill(world, options.clockFile);
}

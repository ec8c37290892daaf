import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { journalRow } from '../../design/fiscal/journal-copy.ts';
import type { JournalRow } from '../../design/fiscal/journal-copy.ts';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway, MORNING } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody, saleDocument } from '../testing/receipts.ts';
import type { ServerAnswer, ServerClient } from './server-client.ts';

/** A test double: the server's intake of the journal, durable by seq. */
class Intake implements ServerClient {
  readonly rows = new Map<number, JournalRow>();
  readonly sizes: number[] = [];
  /** What the heartbeat is told, where it is told anything. */
  held: number | null = null;
  answer: 'ok' | 'down' | 'malformed' | 'large' = 'ok';
  async post(path: string, body: unknown): Promise<ServerAnswer> {
    if (path !== '/api/journal') {
      return Promise.resolve({ kind: 'ok', body: { now: MORNING, ...(this.held !== null && { held: this.held }) } });
    }
    const { rows } = z.object({ rows: z.array(journalRow) }).parse(body);
    this.sizes.push(rows.length);
    if (this.answer === 'down') return { kind: 'unreachable', message: 'down' };
    if (this.answer === 'malformed') return { kind: 'refused', status: 400 };
    if (this.answer === 'large' && rows.length > 1) return { kind: 'refused', status: 413 };
    for (const row of rows) this.rows.set(row.seq, row);
    this.held = null;
    let upTo = 0;
    while (this.rows.has(upTo + 1)) upTo += 1;
    return { kind: 'ok', body: { acknowledged: Math.min(upTo, Math.max(...rows.map(({ seq }) => seq))), now: MORNING } };
  }
  close = async () => Promise.resolve();
}

let intake: Intake;
let till: MemoryGateway;
const kinds = () => [...intake.rows.values()].map(({ kind }) => kind);
const copied = () =>
  until('everything is acknowledged', () => {
    till.time.advance(200);
    return till.gateway.copy?.waiting() === 0;
  });

beforeEach(async () => {
  intake = new Intake();
  till = await new MemoryGateway({ server: intake, background: true, config: { syncUrl: 'http://server' } }).start();
  await till.openShift();
});
afterEach(() => till.stop());

it('carries the till’s sale verbatim and the composed result, in order', async () => {
  const key = newKey();
  // A field of a newer app: the copy must not lose what this gateway does not know.
  const sale = { ...saleDocument(key), novelty: { x: 1 } };
  const { body } = await post(till, key, saleBody(100, { sale }));
  await until('it is delivered', () => till.gateway.buffer().unsent_documents === 0);
  await copied();
  expect([...intake.rows.keys()]).toEqual(Array.from({ length: intake.rows.size }, (_, i) => i + 1));
  const rows = [...intake.rows.values()];
  expect(rows.find(({ kind }) => kind === 'receipt-registered')).toMatchObject({ key, fd: 3, result: body.result });
  expect(rows.find(({ kind }) => kind === 'shift')?.event).toMatchObject({ event: 'open' });
  expect(kinds().filter((kind) => kind === 'delivered')).toHaveLength(3);
  expect(till.gateway.context.stores.copy.after(0, 10).find(({ kind }) => kind === 'receipt-stored')?.sale).toEqual(sale);
});

it('goes on where it was acknowledged, after an outage and a restart; selling never waits', async () => {
  await copied();
  intake.answer = 'down';
  for (let n = 0; n < 5; n++) expect((await post(till, newKey(), saleBody())).status).toBe(201);
  const before = intake.rows.size;
  const dead = till.gateway;
  await till.crashAndRestart();
  await dead.stop().catch(() => undefined);
  expect(intake.rows.size).toBe(before);
  intake.answer = 'ok';
  await until('it is copied', () => (till.time.advance(60_000), till.gateway.copy?.waiting() === 0));
  expect(kinds().filter((kind) => kind === 'receipt-registered')).toHaveLength(5);
});

it('sends again what a server restored to yesterday lacks, also where nothing is sold meanwhile', async () => {
  await post(till, newKey(), saleBody());
  await copied();
  const sent = intake.rows.size;
  for (const seq of [...intake.rows.keys()].slice(2)) intake.rows.delete(seq);
  await post(till, newKey(), saleBody());
  await copied();
  expect([...intake.rows.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: intake.rows.size }, (_, i) => i + 1));
  expect(intake.rows.size).toBeGreaterThan(sent);

  await until('it is delivered', () => till.gateway.buffer().unsent_documents === 0);
  await copied();
  const all = intake.rows.size;
  for (const seq of [...intake.rows.keys()].slice(2)) intake.rows.delete(seq);
  intake.held = 2;
  await until('everything is there again', () => (till.time.advance(1_000), intake.rows.size >= all));
});

it('does not spin on a refusal, and sends less where the body was too large', async () => {
  await copied();
  intake.answer = 'malformed';
  await post(till, newKey(), saleBody());
  const tries = () => intake.sizes.length;
  await until('it was refused', () => (till.time.advance(200), tries() > 1));
  const before = tries();
  for (let s = 0; s < 60; s++) {
    till.time.advance(1_000);
    await until('a turn', () => true);
  }
  expect(tries() - before).toBeLessThanOrEqual(6);
  intake.answer = 'large';
  await until('it is copied', () => (till.time.advance(60_000), till.gateway.copy?.waiting() === 0));
  expect(intake.sizes.at(-1)).toBe(1);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpOfd } from '../../../fiscal-gateway/ofd/http.ofd.ts';
import type { OfdDocument, OfdTransport } from '../../../fiscal-gateway/ofd/ofd.ts';
import { startProgram } from './program.ts';
import type { StartedProgram } from './program.ts';

const MAIN = 'fiscal-gateway/emulator/ofd/main.ts';
const FN = '9999078900007778';

let data: string;
let emulator: StartedProgram;
let ofd: OfdTransport;

const document = (fd: number, total = 1_234_500): OfdDocument => ({ fn: FN, fd, type: 'receipt', total, at: 1, body: { fd } });
const soon = (): AbortSignal => AbortSignal.timeout(500);
const patient = (): AbortSignal => AbortSignal.timeout(20_000);

const begin = async (): Promise<void> => {
  emulator = await startProgram(MAIN, { OPTICS_DATA: data, OFD_PORT: '0' });
  ofd = createHttpOfd({ url: `http://127.0.0.1:${emulator.ready.port}` });
};

async function call<T>(path: string, body?: unknown): Promise<T> {
  const url = `http://127.0.0.1:${emulator.ready.port}${path}`;
  const post = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  return (await (await fetch(url, body === undefined ? {} : post)).json()) as T;
}
const control = (mode: unknown): Promise<unknown> => call('/control', mode);
const received = async (): Promise<{ key: string; repeat: boolean }[]> =>
  (await call<{ documents: { key: string; repeat: boolean }[] }>('/received')).documents;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'optics-ofd-'));
  await begin();
});

afterEach(async () => {
  await ofd.close();
  await emulator.kill();
  await rm(data, { recursive: true, force: true });
});

describe('the emulated operator and its transport', () => {
  it('answers the first ticket to the same document, and refuses another under its number', async () => {
    const first = await ofd.send(document(1), patient());
    expect(first).toMatchObject({ kind: 'accepted', ticket: { fn: FN, fd: 1 } });
    expect(await ofd.send(document(1), patient())).toEqual(first);
    expect(await ofd.send(document(1, 5), patient())).toMatchObject({ kind: 'refused', status: 422 });
    expect(await received()).toMatchObject([
      { key: `${FN}-1`, fn: FN, fd: 1, type: 'receipt', total: 1_234_500, repeat: false },
      { key: `${FN}-1`, repeat: true },
    ]);
    expect(await ofd.ask(FN, 1, patient())).toBe('held');
    expect(await ofd.ask(FN, 2, patient())).toBe('absent');
    expect(await ofd.probe(patient())).toBeGreaterThan(0);
  });

  it('holds its documents over kill -9', async () => {
    await ofd.send(document(1), patient());
    await emulator.kill();
    expect(await ofd.send(document(2), patient())).toMatchObject({ kind: 'unavailable', status: null });
    await ofd.close();
    await begin();
    expect(await ofd.ask(FN, 1, patient())).toBe('held');
    expect(await received()).toHaveLength(1);
  });

  it('keeps and lists nothing while it is down, refuses or limits', async () => {
    await control({ mode: 'down' });
    expect(await ofd.send(document(1), patient())).toMatchObject({ kind: 'unavailable', status: 503 });
    expect(await ofd.probe(patient())).toBeNull();
    await control({ mode: 'reject' });
    expect(await ofd.send(document(1), patient())).toMatchObject({ kind: 'refused', status: 422 });
    expect(await ofd.ask(FN, 1, patient())).toBe('absent');
    await control({ mode: 'limit', retry_after: 7 });
    expect(await ofd.send(document(1), patient())).toMatchObject({
      kind: 'unavailable',
      status: 429,
      retryAfter: 7_000,
      key: false,
    });
    expect(await received()).toEqual([]);
  });

  it('leaves the outcome unknown when it hangs, resets or loses the answer; the question tells them apart', async () => {
    await control({ mode: 'hang' });
    expect((await ofd.send(document(1), soon())).kind).toBe('unknown');
    expect(await ofd.ask(FN, 1, soon())).toBe('unknown');
    await control({ mode: 'reset' });
    expect((await ofd.send(document(1), patient())).kind).toBe('unknown');
    await control({ mode: 'deaf' });
    expect((await ofd.send(document(2), patient())).kind).toBe('unknown');
    expect(await ofd.ask(FN, 1, patient())).toBe('absent');
    expect(await ofd.ask(FN, 2, patient())).toBe('held');
    await control({ mode: 'flaky', every: 2 });
    expect((await ofd.send(document(3), patient())).kind).toBe('accepted');
    expect((await ofd.send(document(4), patient())).kind).toBe('unavailable');
  });

  it.each(['half', 'late', 'twice'])(
    'keeps a document whose answer comes wrong: %s; the question finds its ticket',
    async (mode) => {
      await control({ mode, ...(mode === 'late' ? { delay_ms: 2_000 } : {}) });
      const outcome = await ofd.send(document(1), soon());
      // Twice over one connection: the first answer is the right one, the second must not become the answer of the next document.
      expect(outcome.kind).toBe(mode === 'twice' ? 'accepted' : 'unknown');
      expect(await ofd.ask(FN, 1, patient())).toBe('held');
      expect(await ofd.ticket?.(FN, 1, patient())).toMatchObject({ fn: FN, fd: 1 });
      await control({ mode: 'ok' });
      for (const fd of [2, 3, 4]) {
        const next = await ofd.send(document(fd), patient());
        expect(next.kind === 'accepted' ? next.ticket.fd : next.kind).toBe(fd);
      }
    },
  );

  it.each(['garbage', 'redirect', 'foreign'])(
    'takes %s for no answer at all: nothing is held, nothing is delivered',
    async (mode) => {
      await control({ mode });
      expect((await ofd.send(document(1), patient())).kind).toBe('unknown');
      expect(await received()).toEqual([]);
      if (mode === 'foreign') return;
      expect(await ofd.ask(FN, 1, patient())).toBe('unknown');
      expect(await ofd.probe(patient())).toBeNull();
    },
  );

  it('tells a refused key from a refused document, and sees that the operator is there', async () => {
    await control({ mode: 'unauthorized' });
    expect(await ofd.send(document(1), patient())).toMatchObject({ kind: 'unavailable', status: 401, key: true });
    expect(await ofd.probe(patient())).toBeGreaterThan(0);
  });

  it('refuses the one document it was told to, fails the next so many, and counts its calls (K-54)', async () => {
    await control({ mode: 'reject', fd: 2 });
    expect((await ofd.send(document(1), patient())).kind).toBe('accepted');
    expect((await ofd.send(document(2), patient())).kind).toBe('refused');
    await control({ mode: 'fail', times: 2 });
    const kinds = [];
    for (let n = 0; n < 3; n++) kinds.push((await ofd.send(document(3), patient())).kind);
    expect(kinds).toEqual(['unavailable', 'unavailable', 'accepted']);
    expect(await call('/control')).toMatchObject({ mode: 'fail', calls: { send: 3, ask: 0 } });
    expect(await control({ mode: 'late', delay_ms: -1 })).toMatchObject({ code: 'BODY_INVALID' });
  });

  it('is emptied by reset and stops cleanly while a request hangs', async () => {
    await ofd.send(document(1), patient());
    await call('/reset', {});
    expect(await received()).toEqual([]);
    await control({ mode: 'hang' });
    const hanging = ofd.send(document(1), patient());
    expect(await emulator.stop()).toBe(0);
    expect((await hanging).kind).toMatch(/unknown|unavailable/);
  });

  it('answers bad input with a problem document', async () => {
    const answer = await fetch(`http://127.0.0.1:${emulator.ready.port}/receipts`, {
      method: 'POST',
      body: '<a/>',
      headers: { 'content-type': 'application/xml' },
    });
    expect(answer.status).toBe(415);
    const nameless = {
      method: 'POST',
      body: '{"fn":1}',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'x' },
    };
    const shapeless = await fetch(`http://127.0.0.1:${emulator.ready.port}/receipts`, nameless);
    expect([shapeless.status, shapeless.headers.get('content-type')]).toEqual([422, 'application/problem+json; charset=utf-8']);
  });
});

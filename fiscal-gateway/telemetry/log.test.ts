import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { api } from '../../design/fiscal/api/index.ts';
import type { Route } from '../../design/fiscal/api/route.ts';
import { jsonLog } from '../log.ts';
import type { OfdDocument } from '../ofd/ofd.ts';
import { until } from '../testing/manual-time.ts';
import { ADMIN, MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody, saleDocument } from '../testing/receipts.ts';
import { traceOfHeader } from './trace.ts';

type Line = Record<string, unknown> & { event: string };

let till: MemoryGateway;
let text: string;
const lines = (): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
const of = (event: string): Line => {
  const found = lines().find((line) => line.event === event);
  if (!found) throw new Error(`no line ${event} among ${[...new Set(lines().map((line) => line.event))].join(', ')}`);
  return found;
};

beforeEach(async () => {
  text = '';
  // As main.ts puts them together; `till` is set by the time a line is written.
  const log = jsonLog((line) => (text += line), {
    now: () => till.time.clock.now(),
    standing: () => ({
      pos_id: 'POS-001',
      buffer_size: till.gateway?.context.standing.bufferSize ?? 0,
      network_status: 'checking',
    }),
  });
  till = new MemoryGateway({ background: true, log });
  await till.start();
  expect(await till.openShift()).toMatchObject({ status: 201 });
});
afterEach(() => till.stop());

describe('the log (B-99)', () => {
  it('tells a receipt’s way step by step, each line with time, level, component, till, buffer and network', async () => {
    const key = newKey();
    const sale = saleDocument(key);
    await post(till, key, saleBody(100, { sale }));
    await until('it is delivered', () => lines().some(({ event }) => event === 'receipt_synced'));
    const way = [
      'receipt_create',
      'kkt_print_start',
      'kkt_print_success',
      'buffer_insert',
      'ofd_send_start',
      'ofd_send_success',
      'receipt_synced',
    ];
    const seen = lines()
      .filter(({ receipt_id }) => receipt_id === key)
      .map(({ event }) => event);
    expect(seen).toEqual(way);
    for (const event of way) {
      const { timestamp, level, component, pos_id, buffer_size, network_status } = lines().find(
        (line) => line.event === event && line['receipt_id'] === key,
      )!;
      expect({ timestamp, level, component, pos_id, network_status }).toEqual({
        timestamp: '2026-11-21T03:00:00.000Z',
        level: 'info',
        component: 'fiscal-gateway',
        pos_id: 'POS-001',
        network_status: 'checking',
      });
      expect(buffer_size).toBeTypeOf('number');
    }
    expect(of('receipt_create')['hlc']).toBe(sale.hlc);
    expect(of('kkt_print_success')['duration_ms']).toBeTypeOf('number');
    expect(of('receipt_synced')['total_duration_ms']).toBeTypeOf('number');
    for (const event of ['sync_start', 'sync_complete', 'sync_lock_acquired', 'circuit_check']) of(event);
  });

  it('tells of an operator that is gone and of its return, of modes and alarms', async () => {
    await until('the shift is delivered', () => till.gateway.buffer().unsent_documents === 0);
    till.ofd.mode = 'down';
    await post(till, newKey(), saleBody());
    await until('the breaker opened', () => (till.time.advance(1_000), text.includes('circuit_breaker_opened')));
    expect(of('ofd_send_failed')).toMatchObject({ error_code: '503', is_probe: false, level: 'warn' });
    await until('it is offline', () => (till.time.advance(1_000), till.gateway.network.state.mode === 'offline'));
    await post(till, newKey(), saleBody());
    of('receipt_buffered');
    till.ofd.mode = 'ok';
    await until('it is closed', () => (till.time.advance(1_000), text.includes('circuit_breaker_closed')));
    expect(of('circuit_breaker_closed')['downtime_seconds']).toBeTypeOf('number');
    of('circuit_breaker_half_open');
    const modes = lines().filter(({ event }) => event === 'network_mode_change');
    expect(modes.at(-1)).toMatchObject({ from: expect.any(String) as string, to: 'offline' });
  });
});

describe('a trace', () => {
  const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
  const header = `00-${TRACE}-00f067aa0ba902b7-01`;

  it('goes from the till through every line of the receipt to the operator, and comes back with the answer', async () => {
    const key = newKey();
    const answer = await till.call('POST', '/v1/kkt/receipt', saleBody(), { 'idempotency-key': key, traceparent: header });
    expect(traceOfHeader(answer.headers['traceparent'])).toBe(TRACE);
    expect(answer.headers['traceparent']).not.toBe(header);
    await until('it is delivered', () => lines().some(({ event }) => event === 'receipt_synced'));
    const traces = lines()
      .filter(({ receipt_id }) => receipt_id === key)
      .map(({ trace_id }) => trace_id);
    expect(new Set(traces)).toEqual(new Set([TRACE]));
    expect(till.ofd.arrivals.find(({ fd }) => fd === 3)?.trace).toBe(TRACE);
  });

  it('is kept with the receipt: after a restart the operator still gets it', async () => {
    await until('the shift is delivered', () => till.gateway.buffer().unsent_documents === 0);
    till.ofd.mode = 'down';
    await till.call('POST', '/v1/kkt/receipt', saleBody(), { 'idempotency-key': newKey(), traceparent: header });
    await till.gateway.stop();
    await till.crashAndRestart();
    till.ofd.mode = 'ok';
    const arrived = (): OfdDocument | undefined => till.ofd.arrivals.find(({ fd }) => fd === 3);
    await until('it is delivered', () => (till.time.advance(1_000), arrived() !== undefined));
    expect(arrived()?.trace).toBe(TRACE);
  });

  it('is the key’s own where a till sends none, and stands in a problem beside its id', async () => {
    const key = newKey();
    await post(till, key, saleBody());
    expect(till.gateway.context.stores.receipts.traceOf(key)).toBe(key.replaceAll('-', ''));
    const problem = await till.call('GET', `/v1/kkt/receipt/${newKey()}`, undefined, { traceparent: header });
    expect(problem.body).toMatchObject({ code: 'NOT_FOUND', trace_id: TRACE });
    expect(problem.body['id']).not.toBe(TRACE);
  });
});

describe('nothing personal', () => {
  /** Whatever a person or a program might put into any field of any route. */
  const SECRETS = {
    name: 'Секретова Пелагея',
    email: 'pelageya@secret.example',
    phone: '+79161234567',
    inn: '500100732259',
    token: 'Bearer-tok3n-of-somebody',
  };

  /** The example of a route with every text in it replaced by something personal. */
  function poisoned(value: unknown, secret: string): unknown {
    if (typeof value === 'string') return secret;
    if (Array.isArray(value)) return value.map((item) => poisoned(item, secret));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, poisoned(item, secret)]));
  }

  it('gets into the log, the figures or the problems of any route, whatever is put into its fields', async () => {
    let said = '';
    const call = async (method: string, url: string, body: unknown, headers: Record<string, string>): Promise<void> => {
      const answer = await till.app.inject({
        method: method as 'GET',
        url,
        headers: { host: '127.0.0.1:8000', authorization: `Bearer ${ADMIN}`, ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      if (answer.statusCode >= 400) said += answer.body;
    };
    const asked: string[] = [];
    for (const route of Object.values(api) as Route[]) {
      if (route.media === 'text/event-stream') continue;
      const path = route.path.replace(/:\w+/g, () => encodeURIComponent(SECRETS.email));
      for (const [what, secret] of Object.entries(SECRETS)) {
        // Twelve digits are a number of a drive as well, and those are named in problems.
        if (what === 'inn') continue;
        const example = (route as { example?: { body?: unknown } }).example?.body;
        await call(route.method, path, route.method === 'GET' ? undefined : poisoned(example ?? {}, secret), {
          'idempotency-key': newKey(),
        });
        await call(route.method, `${path}?since=${encodeURIComponent(secret)}&level=${encodeURIComponent(secret)}`, undefined, {
          authorization: `Bearer ${SECRETS.token}`,
          'idempotency-key': SECRETS.token,
          traceparent: SECRETS.token,
        });
      }
      asked.push(route.path);
    }
    const key = newKey();
    const sale = { ...saleDocument(key), cashier: { name: SECRETS.name, inn: SECRETS.inn } };
    const body = saleBody(100, {
      sale,
      cashier: { name: SECRETS.name, inn: SECRETS.inn },
      customer: { email: SECRETS.email, phone: null },
      items: [{ sku: 'X', name: `Оправа для ${SECRETS.name}`, qty: 1, price: 100, vat: 'none' }],
    });
    await post(till, key, body);
    till.register.faults.push('lost-before', 'refused');
    await post(
      till,
      newKey(),
      saleBody(70, { cashier: { name: SECRETS.name, inn: null }, customer: { email: SECRETS.email, phone: null } }),
    );
    await until('it is delivered', () => (till.time.advance(1_000), till.gateway.buffer().unsent_documents === 0));
    const { body: figures } = await till.call<string>('GET', '/metrics');
    expect(asked.length).toBeGreaterThan(25);
    expect(text.length).toBeGreaterThan(1_000);
    const places = { log: text, problems: said, figures };
    for (const [place, words] of Object.entries(places)) {
      for (const [what, secret] of Object.entries(SECRETS)) {
        const at = words.indexOf(secret);
        expect([place, what, at < 0 ? '' : words.slice(Math.max(0, at - 200), at + 80)]).toEqual([place, what, '']);
      }
      expect(words).not.toContain(ADMIN);
    }
  });
});

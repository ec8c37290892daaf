import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';

let till: MemoryGateway;
const buffer = () => till.gateway.buffer();
const idle = () => until('the sender rests', () => !till.gateway.sender.running);
const allDelivered = () => until('everything is delivered', () => buffer().unsent_documents === 0);
const sell = async (count: number): Promise<void> => {
  for (let n = 1; n <= count; n++) expect((await post(till, newKey(), saleBody(n))).status).toBe(201);
};
/** Lets the sender's own pauses pass, a second at a time. */
async function pass(seconds: number): Promise<void> {
  for (let s = 0; s < seconds; s++) {
    till.time.advance(1_000);
    await until('a turn', () => true);
    await idle();
  }
}

beforeEach(async () => {
  till = await new MemoryGateway({ background: true }).start();
  await till.openShift();
});
afterEach(() => till.stop());

it('sends all types in the order of the drive, each once, and gives the tickets back to the drive', async () => {
  await sell(3);
  await till.call('POST', '/v1/kkt/report/z', { pos_id: 'POS-001' });
  await allDelivered();
  expect(till.ofd.arrivals.map(({ fd, type }) => `${fd} ${type}`)).toEqual([
    '1 registration',
    '2 shift-open',
    '3 receipt',
    '4 receipt',
    '5 receipt',
    '6 shift-close',
  ]);
  await until('tickets are given', () => (till.time.advance(1_000), till.register.tickets.length === 6));
});

it('sells on while the operator hangs', async () => {
  await allDelivered();
  till.ofd.mode = 'hang';
  await sell(60);
  expect(till.gateway.sender.running).toBe(true);
  expect(buffer().current_queued).toBe(60);
});

it('tells when a document last reached the operator, whatever was tried in vain since (requirements A-63)', async () => {
  await allDelivered();
  await idle();
  const reached = buffer().last_delivery;
  expect(reached).toBe(buffer().last_sync?.timestamp);
  till.ofd.mode = 'down';
  await pass(60);
  await sell(1);
  await pass(30);
  expect(buffer().last_sync).toMatchObject({ synced_count: 0, failed_count: 1 });
  expect(buffer().last_delivery).toBe(reached);
});

it('asks before it repeats what may have arrived, not before ten seconds, and makes no second document', async () => {
  await allDelivered();
  till.ofd.mode = 'deaf';
  await sell(1);
  await until('it was sent', () => till.ofd.calls.includes('send 3'));
  till.ofd.mode = 'ok';
  await pass(9);
  expect(till.ofd.calls).not.toContain('ask 3');
  await pass(10);
  await allDelivered();
  expect(till.ofd.calls.filter((call) => call.endsWith(' 3'))).toEqual(['send 3', 'ask 3']);
  expect(till.ofd.held.filter((key) => key.endsWith('-3'))).toHaveLength(1);
});

it('asks after a crash in the middle of sending', async () => {
  await allDelivered();
  till.ofd.mode = 'hang';
  await sell(2);
  await until('it is being sent', () => till.ofd.calls.includes('send 3'));
  till.ofd.held.push(`${till.register.fn}-3`);
  till.ofd.mode = 'ok';
  const dead = till.gateway;
  await till.crashAndRestart();
  await dead.stop().catch(() => undefined);
  await pass(30);
  await allDelivered();
  expect(till.ofd.calls.filter((call) => call.endsWith(' 3'))).toEqual(['send 3', 'ask 3']);
  expect(till.ofd.calls.filter((call) => call.endsWith(' 4'))).toEqual(['send 4']);
});

it('sends a refused document to the dead letters and the next one out; a resend brings it back', async () => {
  await allDelivered();
  const send = till.ofd.send.bind(till.ofd);
  till.ofd.send = (document, signal) =>
    document.fd === 3 ? Promise.resolve({ kind: 'refused', status: 422, message: 'status 422' }) : send(document, signal);
  await sell(2);
  await allDelivered();
  expect(buffer()).toMatchObject({ dlq_size: 1, current_queued: 0, synced: 1 });
  const { body } = await till.call<{ items: { fn: string; fd: number }[] }>('GET', '/v1/kkt/dlq');
  expect(body.items).toMatchObject([{ fd: 3, retry_attempts: 1 }]);
  till.ofd.send = send;
  expect((await till.call('POST', `/v1/kkt/dlq/${body.items[0]?.fn}/3/resend`)).status).toBe(200);
  await allDelivered();
  expect(buffer()).toMatchObject({ dlq_size: 0, synced: 2 });
});

it('asks about a document whose delivery the disk did not take, instead of sending it again', async () => {
  await allDelivered();
  const { documents } = till.gateway.context.stores;
  const mark = documents.markDelivered.bind(documents);
  documents.markDelivered = () => {
    documents.markDelivered = mark;
    throw new Error('database or disk is full');
  };
  await sell(1);
  await until('it was sent', () => till.ofd.calls.includes('send 3'));
  await pass(30);
  await allDelivered();
  expect(till.ofd.calls.filter((call) => call.endsWith(' 3'))).toEqual(['send 3', 'ask 3']);
});

it('takes what a retired drive still owes first, each drive in the order of its numbers', async () => {
  await allDelivered();
  till.ofd.mode = 'down';
  await sell(3);
  const { journal, stores } = till.gateway.context;
  await journal.commit(() => {
    stores.drives.adopt(
      { ...stores.drives.current()!, fn: '1111000000000002', registrationNumber: '1' },
      till.time.clock.now() + 1,
    );
    for (const fd of [1, 2]) {
      const numbers = { fn: '1111000000000002', fd, fp: String(fd), at: 1, shift: 1, number: fd, total: 1 };
      stores.documents.insert({ ...numbers, type: 'receipt', operation: 'sale', ourId: null, delivered: false }, null);
    }
  });
  const before = till.ofd.arrivals.length;
  till.ofd.mode = 'ok';
  await pass(40);
  await allDelivered();
  expect(till.ofd.arrivals.slice(before).map(({ fn, fd }) => `${fn}-${fd}`)).toEqual([
    ...[3, 4, 5].map((fd) => `9999000000000001-${fd}`),
    ...[1, 2].map((fd) => `1111000000000002-${fd}`),
  ]);
});

it('alarms a refused key, counts no try against the documents, opens no breaker, and is quiet when the key is good again', async () => {
  await allDelivered();
  till.ofd.mode = 'unauthorized';
  await sell(2);
  await pass(120);
  expect(buffer()).toMatchObject({ circuit_breaker: { state: 'closed' }, dlq_size: 0, current_queued: 2 });
  expect(buffer().alerts).toMatchObject([{ level: 'critical', code: 'OFD_KEY_REFUSED' }]);
  till.ofd.mode = 'ok';
  expect((await till.call('POST', '/v1/kkt/buffer/sync', { force: true })).status).toBe(202);
  await allDelivered();
  expect(buffer().alerts).toEqual([]);
});

describe('an operator that is gone', () => {
  it('opens the breaker after five failures within half a minute, fills no dead letters in eight hours, and recovers by a probe', async () => {
    await allDelivered();
    till.ofd.mode = 'down';
    await sell(3);
    await pass(30);
    expect(buffer()).toMatchObject({ circuit_breaker: { state: 'open' }, current_queued: 3 });
    const sends = till.ofd.calls.filter((call) => call.startsWith('send 3')).length;
    expect(sends).toBe(5);
    for (let hour = 0; hour < 8; hour++) {
      till.time.advance(3_600_000);
      await pass(3);
    }
    expect(buffer()).toMatchObject({ dlq_size: 0, current_queued: 3, failed: 0 });
    till.ofd.mode = 'ok';
    await pass(90);
    await allDelivered();
    expect(buffer().circuit_breaker.state).toBe('closed');
  });

  it('honours Retry-After of a 429 and keeps the breaker closed', async () => {
    await allDelivered();
    till.ofd.mode = 'limit';
    await sell(1);
    await until('it was refused', () => till.ofd.calls.includes('send 3'));
    await idle();
    expect(buffer().circuit_breaker).toMatchObject({ state: 'closed', failure_count: 0 });
    till.ofd.mode = 'ok';
    await pass(6);
    expect(till.ofd.held).toHaveLength(2);
    await pass(10);
    await allDelivered();
  });

  it('lets one sender send: a second call is 409 SYNC_RUNNING', async () => {
    await allDelivered();
    till.ofd.mode = 'hang';
    await sell(1);
    await until('it sends', () => till.gateway.sender.running);
    const answers = await Promise.all([1, 2, 3].map(() => till.call('POST', '/v1/kkt/buffer/sync', { force: true })));
    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual(Array(3).fill([409, 'SYNC_RUNNING']));
  });
});

it('shows checking, then online; offline after three failures and the stay; no sale waits for it', async () => {
  await until('online', () => (till.time.advance(500), buffer().network_status === 'online'));
  till.ofd.mode = 'down';
  await pass(60);
  expect(buffer().network_status).toBe('online');
  await pass(60);
  expect(buffer().network_status).toBe('offline');
  await sell(1);
});

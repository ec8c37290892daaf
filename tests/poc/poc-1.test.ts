import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MemoryGateway } from '../../fiscal-gateway/testing/memory-gateway.ts';
import { newKey, post } from '../../fiscal-gateway/testing/receipts.ts';
import { arrivedFds, buffer, delivered, mixed, pass, pocTill, sell } from './poc.fixture.ts';

/** POC-1 (K-31): the register and its operator, fifty operations, nothing twice. And K-37, the scenarios of the emulation guide. */
let till: MemoryGateway;
beforeEach(async () => {
  till = await pocTill();
  await delivered(till);
});
afterEach(() => till.stop());

const receiptsInDrive = () => till.register.documents.filter(({ type }) => type === 'receipt');
const once = <T>(list: readonly T[]): boolean => new Set(list).size === list.length;

describe('POC-1: cash, card, acquiring, offline, lost answers, sent twice', () => {
  it('fifty operations with refusals, cuts and repeats are fifty documents, each with the operator once', async () => {
    const keys = new Map<string, number>();
    for (let n = 0; n < 50; n++) {
      if (n === 10) till.ofd.mode = 'down';
      if (n === 30) till.ofd.mode = 'deaf';
      if (n === 40) till.ofd.mode = 'ok';
      if (n % 7 === 3) till.register.faults.push('lost-after');
      if (n % 11 === 5) till.register.faults.push('paper-after');
      const key = newKey();
      const answers = await Promise.all([1, 2].map(() => post(till, key, mixed(n))));
      const { body } = await post(till, key, mixed(n));
      expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(1);
      keys.set(key, body.fiscal_doc?.fd ?? 0);
      await pass(till, 3);
    }
    await delivered(till);
    expect(receiptsInDrive().map(({ fd }) => fd)).toEqual([...keys.values()]);
    expect(keys.size).toBe(50);
    expect(once(till.ofd.held)).toBe(true);
    expect(till.ofd.held).toHaveLength(till.register.documents.length);
    expect(buffer(till)).toMatchObject({ dlq_size: 0, current_queued: 0, synced: 50 });
  });

  it('fifty receipts offline are all printed and buffered, and leave within 150 s: more than twenty a minute', async () => {
    till.ofd.mode = 'down';
    for (let n = 0; n < 50; n++) await sell(till, mixed(n));
    expect(buffer(till)).toMatchObject({ current_queued: 50 });
    await pass(till, 60);
    till.ofd.mode = 'ok';
    expect(await delivered(till)).toBeLessThanOrEqual(150);
  });

  it('refused for want of paper: nothing is registered, the same key sells once there is some', async () => {
    const before = receiptsInDrive().length;
    const key = newKey();
    till.register.faults.push('paper-out');
    expect((await post(till, key, mixed(1))).status).toBe(409);
    expect(receiptsInDrive()).toHaveLength(before);
    expect((await post(till, key, mixed(1))).status).toBe(201);
    expect((await post(till, key, mixed(1))).status).toBe(200);
    expect(receiptsInDrive()).toHaveLength(before + 1);
  });
});

describe('K-37', () => {
  const sends = (): number => till.ofd.calls.filter((call) => call.startsWith('send') || call.startsWith('ask')).length;

  it('operator down: ten receipts wait, the breaker opens, at most seven calls; back again, ten are delivered', async () => {
    till.ofd.mode = 'down';
    const before = sends();
    for (let n = 0; n < 10; n++) await sell(till, mixed(n));
    await pass(till, 60);
    expect(buffer(till)).toMatchObject({ current_queued: 10, circuit_breaker: { state: 'open' } });
    expect(sends() - before).toBeGreaterThanOrEqual(5);
    expect(sends() - before).toBeLessThanOrEqual(7);
    till.ofd.mode = 'ok';
    expect(await delivered(till)).toBeLessThanOrEqual(30);
    expect(buffer(till)).toMatchObject({ synced: 10, circuit_breaker: { state: 'closed' } });
  });

  it('cascade prevention: with the breaker open twenty receipts cost the operator nothing and the tills no time', async () => {
    till.ofd.mode = 'down';
    await sell(till);
    await pass(till, 60);
    const before = sends();
    const started = till.time.clock.now();
    for (let n = 0; n < 20; n++) await sell(till, mixed(n));
    expect(till.time.clock.now() - started).toBe(0);
    expect(sends()).toBe(before);
  });

  it('a hundred receipts at once get consecutive numbers, none twice', async () => {
    const sold = await Promise.all(Array.from({ length: 100 }, (_, n) => sell(till, mixed(n))));
    const fds = sold.map(({ fd }) => fd).sort((a, b) => a - b);
    expect(fds).toEqual(Array.from({ length: 100 }, (_, i) => (fds[0] ?? 0) + i));
    await delivered(till);
    expect(arrivedFds(till)).toEqual(arrivedFds(till).toSorted((a, b) => a - b));
  });
});

it('K-37: a small buffer refuses the eleventh with its capacity', async () => {
  const small = await pocTill({ config: { capacity: 10 } });
  try {
    await delivered(small);
    small.ofd.mode = 'down';
    for (let n = 0; n < 10; n++) await sell(small, mixed(n));
    expect(await post(small, newKey(), mixed(11))).toMatchObject({
      status: 503,
      body: { code: 'BUFFER_FULL', details: { capacity: 10, queued: 10 } },
    });
  } finally {
    await small.stop();
  }
});

import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { invariantViolations } from '../../design/invariant.ts';
import { journalEvidence } from '../../fiscal-gateway/journal/journal-evidence.ts';
import { askJson } from '../e2e/harness/http-json.ts';
import { receiptBody } from '../e2e/harness/receipts.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { POS, startWorld, STORE, type World } from '../e2e/harness/world.ts';
import { pick, SEED, seeded, SOAK } from '../faults/seeded.ts';

/** M-54: half an hour on the real clock under `npm run soak`; 20 s of the same under `npm test`. */
const SECONDS = SOAK ? 30 * 60 : 20;
const MODES = [
  { mode: 'ok' },
  { mode: 'down' },
  { mode: 'hang' },
  { mode: 'slow', delay_ms: 300 },
  { mode: 'reset' },
  { mode: 'limit', retry_after: 1 },
  { mode: 'deaf' },
  { mode: 'flaky', every: 3 },
  { mode: 'half' },
  { mode: 'late', delay_ms: 12_000 },
  { mode: 'twice' },
  { mode: 'garbage' },
  { mode: 'redirect' },
  { mode: 'foreign' },
  { mode: 'unauthorized' },
] as const;

let world: World;
beforeAll(async () => {
  world = await startWorld({ serverless: true, gatewayEnv: { GATEWAY_BUFFER_CAPACITY: '100000', GATEWAY_RATE_LIMIT: '100000' } });
});
afterAll(() => world.stop());

it(
  `${SECONDS} s of selling while the operator misbehaves in every way: all delivered, nothing twice, no dead letter (seed ${SEED})`,
  async () => {
    const random = seeded(SEED);
    const state = await world.gateway.openShift({ pos_id: POS, cashier: { name: 'Иванова А. П.' } });
    const shift = { fn: state.fn!, number: state.number, openedAt: state.opened_at! };
    const until = Date.now() + SECONDS * 1_000;
    const sold: number[] = [];
    const till = async (): Promise<void> => {
      while (Date.now() < until) {
        const { key, body } = receiptBody(POS, STORE, shift, sold.length + 1);
        sold.push((await world.gateway.receipt(key, body)).fiscal_doc!.fd);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    const operator = async (): Promise<void> => {
      while (Date.now() < until) {
        await askJson(`${world.ofd.url}/control`, { method: 'POST', body: pick<unknown>(random, MODES) });
        await new Promise((resolve) => setTimeout(resolve, 500 + random() * 4_000));
      }
    };
    await Promise.all([till(), operator()]);
    await world.ofd.set('ok');
    await waitUntil('everything is delivered', async () => (await world.gateway.buffer()).unsent_documents === 0, {
      within: 400_000,
      every: 250,
    });
    expect(await world.gateway.buffer()).toMatchObject({ dlq_size: 0, failed: 0, current_queued: 0 });
    const received = await world.ofd.received();
    expect(received.filter(({ repeat }) => repeat)).toEqual([]);
    const held = received.map(({ fd }) => fd);
    expect(held).toEqual(held.toSorted((a, b) => a - b));
    const violations = invariantViolations({
      drive: await world.drive.documents(),
      ofd: await world.ofd.held(),
      journal: journalEvidence(join(world.data, 'gateway', POS, 'journal.sqlite')),
    });
    expect(violations).toEqual([]);
  },
  SECONDS * 1_000 + 500_000,
);

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiptBody } from '../e2e/harness/receipts.ts';
import { expectInvariant } from '../e2e/harness/evidence.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { POS, startWorld, STORE, type World } from '../e2e/harness/world.ts';

const SOAK = process.env['SOAK'] === '1';
const RECEIPTS = SOAK ? 400 : 30;
const KILLS = SOAK ? 40 : 5;
const SEED = Number(process.env['SEED'] ?? 20_261_121);

/** sfc32-like small generator: the same kills at the same receipts for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A till that posts each receipt until it is answered, and whose browser never reaches the server. Meanwhile any of the four programs is
 * killed (kill -9) and started again.
 */
describe('kill -9 of any program while a till sells', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ products: 50, days: 0, gatewayEnv: { GATEWAY_RATE_LIMIT: '10000' } });
  });
  afterAll(async () => {
    await world.stop();
  });

  it(
    `registers each of ${RECEIPTS} keys once, delivers each document once, recovers each sale once (seed ${SEED})`,
    async () => {
      const random = seeded(SEED);
      const state = await world.gateway.openShift({ pos_id: POS, cashier: { name: 'Иванова А. П.' } });
      const shift = { fn: state.fn!, number: state.number, openedAt: state.opened_at! };
      const killAt = new Set<number>();
      while (killAt.size < KILLS) killAt.add(Math.floor(random() * RECEIPTS));
      const sold = new Map<string, number>();
      for (let n = 0; n < RECEIPTS; n += 1) {
        const { key, body } = receiptBody(POS, STORE, shift, n + 1);
        const answer = waitUntil(`an answer for receipt ${n}`, () => world.gateway.receipt(key, body), {
          within: 60_000,
          every: 100,
        });
        if (killAt.has(n)) {
          const victim = world.programs[Math.floor(random() * world.programs.length)]!;
          await victim.kill();
          await victim.start();
        }
        const { fiscal_doc: document } = await answer;
        sold.set(key, document!.fd);
      }
      expect(new Set(sold.values()).size).toBe(RECEIPTS);
      expect((await world.drive.receipts()).map(({ fd }) => fd).sort((a, b) => a - b)).toEqual(
        [...sold.values()].sort((a, b) => a - b),
      );
      await waitUntil('everything delivered', async () => (await world.gateway.buffer()).unsent_documents === 0, {
        within: 120_000,
      });
      await waitUntil('every sale recovered', async () => (await world.databases.factsOf('recovery', 0)).length === RECEIPTS, {
        within: 60_000,
        every: 250,
      });
      await expectInvariant(world);
    },
    SOAK ? 1_800_000 : 600_000,
  );
});

import { afterEach, describe, expect, it } from 'vitest';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { Program } from '../e2e/harness/program.ts';
import { watchBurden } from './burden.ts';
import { startChain, type Chain } from './chain.ts';
import { writeReport, type LoadRun } from './report.ts';

/**
 * The load lists of the requirements (K-40 … K-46) with real processes. Hours are compressed: the same receipts in less time, which is
 * harder. `npm run soak` takes the full counts, `npm test` a tenth.
 */
const SOAK = process.env['SOAK'] === '1';
const some = (full: number, least = 1): number => (SOAK ? full : Math.max(least, Math.round(full / 10)));
const WITHIN = SOAK ? 1_800_000 : 600_000;

const runs: LoadRun[] = [];
let chain: Chain;

afterEach(() => chain.stop());

interface Load {
  readonly what: string;
  readonly done: string;
  readonly demanded: string;
  /** Puts the chain under load; answers what it measured beside the answers. */
  readonly work: () => Promise<string[]>;
}

async function run({ what, done, demanded, work }: Load): Promise<LoadRun> {
  const burden = watchBurden(chain.programs);
  const measured = await work();
  const took = chain.tills.flatMap((till) => till.took);
  const refused = chain.tills.flatMap((till) => till.refused).length;
  const result = { what, done, demanded, took, refused, measured, burden: burden() };
  runs.push(result);
  writeReport(runs);
  expect(await chain.violations()).toEqual([]);
  return result;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

describe('load', () => {
  it(
    'K-40, K-45: registers offline together deliver everything afterwards: no conflict, order kept, no duplicate',
    async () => {
      const tills = some(10, 2);
      const each = 50;
      chain = await startChain(tills);
      await chain.delivered();
      await chain.ofd.set('down');
      await run({
        what: 'K-40, K-45: offline together, then a storm',
        done: `${tills} registers, ${each} receipts each while the operator answers 503; then everything at once`,
        demanded: '2 registers × 50: all delivered within 10 min, order kept, no duplicate; a storm of 10 × 50',
        work: async () => {
          await chain.sell(each, 2_000);
          await chain.ofd.set('ok');
          const took = await chain.delivered();
          return [`Delivered: ${tills * each} receipts ${seconds(took)} after the operator came back`];
        },
      });
      for (const { refused } of chain.tills) expect(refused).toEqual([]);
      const byDrive = Map.groupBy(await chain.ofd.held(), ({ fn }) => fn);
      for (const arrivals of byDrive.values()) {
        const order = arrivals.map(({ fd }) => fd);
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }
    },
    WITHIN,
  );

  it(
    'K-41, K-42: one register to its 201st receipt, then 200 delivered by themselves through a breaker that opened and closed',
    async () => {
      chain = await startChain(1);
      await chain.delivered();
      await chain.ofd.set('down');
      const [till] = chain.tills;
      await run({
        what: 'K-41, K-42: a full buffer and its delivery',
        done: '201 receipts at one register with the operator gone; operator back',
        demanded:
          'the 201st refused; 200 delivered within 10 min, ≥ 20 a minute, errors < 1 %, breaker open → half-open → closed',
        work: async () => {
          await chain.sell(201, 0);
          expect(till?.refused).toEqual([503]);
          await waitUntil('the breaker is open', async () => (await till?.client.buffer())?.circuit_breaker.state === 'open', {
            within: 90_000,
          });
          await chain.ofd.set('ok');
          const took = await chain.delivered();
          expect(await till?.client.buffer()).toMatchObject({ circuit_breaker: { state: 'closed' }, dlq_size: 0 });
          return [
            `Delivered: 200 receipts ${seconds(took)} after the operator came back (${Math.round(200 / (took / 60_000))} a minute)`,
          ];
        },
      });
    },
    WITHIN,
  );

  it(
    'K-43, K-44: five registers sell 1,000 receipts while the operator is well, slow and gone: all registered, all delivered',
    async () => {
      const tills = some(5, 2);
      const part = some(200) / 10;
      chain = await startChain(tills);
      await run({
        what: 'K-43, K-44: a day of five registers',
        done: `${tills} registers, ${part * 10} receipts each: 60 % online, 30 % with an operator that takes 0.5 s, 10 % without one`,
        demanded: '1,000 receipts in 2 h, ≥ 99 % registered, answer p95 < 7 s, p99 ≤ 15 s, errors < 1 %',
        work: async () => {
          await chain.sell(part * 6, part * 300);
          await chain.ofd.set('slow', { delay_ms: 500 });
          await chain.sell(part * 3, part * 150);
          await chain.ofd.set('down');
          await chain.sell(part, 0);
          await chain.ofd.set('ok');
          return [`Delivered: everything ${seconds(await chain.delivered())} after the last receipt`];
        },
      });
      expect(chain.tills.flatMap(({ refused }) => refused)).toEqual([]);
      expect(chain.tills.flatMap(({ took }) => took)).toHaveLength(tills * part * 10);
    },
    WITHIN,
  );

  it(
    'K-46: twenty registers sell a hundred receipts each: the last ones are answered like the first ones',
    async () => {
      const tills = some(20, 2);
      const each = 100;
      chain = await startChain(tills);
      await run({
        what: 'K-46: production',
        done: `${tills} registers, ${each} receipts each as fast as the machine goes`,
        demanded: '2,000 receipts a day without degradation',
        work: async () => {
          await chain.sell(each / 2, 0);
          await chain.delivered();
          const first = chain.tills.flatMap(({ took }) => took).length;
          await chain.sell(each / 2, 0);
          await chain.delivered();
          const all = chain.tills.flatMap(({ took }) => took).length;
          return [`Accepted: ${first} in the first half, ${all - first} in the second`];
        },
      });
      expect(chain.tills.flatMap(({ refused }) => refused)).toEqual([]);
    },
    WITHIN,
  );

  it('K-45: two gateways on one data folder: the second refuses to start and says why; the first goes on', async () => {
    chain = await startChain(1);
    const [till] = chain.tills;
    const second = new Program('second', 'fiscal-gateway/main.ts', { ...till!.gateway.env, GATEWAY_PORT: '0' });
    await expect(second.start()).rejects.toThrow(/another gateway is running/);
    await run({
      what: 'K-45: split brain',
      done: 'a second gateway started on the data of the first; ten receipts after that',
      demanded: 'never two senders, never two registrations',
      work: async () => {
        await chain.sell(10, 0);
        await chain.delivered();
        return ['The second process ended with one clear line'];
      },
    });
  });
});

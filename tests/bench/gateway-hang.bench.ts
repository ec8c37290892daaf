import { startInstantWorld } from './instant/instant-world.ts';
import { forSeconds, load, receipts } from './instant/load.ts';
import type { Section } from './report.ts';

const ROUNDS = 6;
const SECONDS = 3;
const WARMING = 2_000;
/** Issue 3: a hanging operator never delays a sale. */
const GOAL = 1.3;

/** Sales while the operator hangs beside sales while it answers, in turns: two gateways, so that neither inherits the other's queue. */
export async function gatewayHangBench(): Promise<Section> {
  const healthy = await startInstantWorld();
  const hanging = await startInstantWorld();
  try {
    for (const world of [healthy, hanging]) {
      await load(world, 1, receipts(WARMING));
      await world.delivered();
    }
    await hanging.ofd.set('hang');
    const p95 = { healthy: [] as number[], hanging: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      p95.healthy.push((await load(healthy, 1, forSeconds(SECONDS))).latency.p95);
      p95.hanging.push((await load(hanging, 1, forSeconds(SECONDS))).latency.p95);
    }
    const ratios = p95.hanging.map((value, round) => value / p95.healthy[round]!);
    return {
      name: 'Sales while the operator hangs',
      figures: [
        {
          what: 'sale p95, operator hanging',
          value: median(p95.hanging),
          unit: 'ms',
          baseline: { what: 'healthy', value: median(p95.healthy) },
        },
        { what: 'hanging over healthy, median of the rounds', value: median(ratios), unit: '×', goal: GOAL },
      ],
      method: `${ROUNDS} rounds of ${SECONDS} s each in turns, one client, instant register; two gateways with an operator each, one hangs`,
    };
  } finally {
    await Promise.all([healthy.stop(), hanging.stop()]);
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

import { receiptBody } from '../e2e/harness/receipts.ts';
import { POS, STORE } from '../e2e/harness/world.ts';
import { bareDurableWork } from './durable-work.ts';
import { startInstantWorld } from './instant/instant-world.ts';
import { forSeconds, load, receipts, type Load } from './instant/load.ts';
import { spread, type Spread } from './percentiles.ts';
import type { Figure, Section } from './report.ts';

const SECONDS = 8;
const WARMING = 5_000;
const BARE_RECEIPTS = 1_000;
/** Issue 3. */
const GOAL = { oneP95: 2, twentyPerSecond: 800 } as const;

/** The gateway alone: its own main.ts, a register that takes no time, phase 2 running. */
export async function gatewayBench(): Promise<Section> {
  const world = await startInstantWorld();
  try {
    const sample = JSON.stringify(receiptBody(POS, STORE, world.shift, 1).body);
    const bareWork = () => bareDurableWork(world.data, BARE_RECEIPTS, sample);
    await load(world, 20, receipts(WARMING));
    await world.delivered();
    const bare = [...(await bareWork())];
    const one = await load(world, 1, forSeconds(SECONDS));
    bare.push(...(await bareWork()));
    await world.delivered();
    const twenty = await load(world, 20, forSeconds(SECONDS));
    bare.push(...(await bareWork()));
    const barePerSecond = bare.length / (bare.reduce((sum, ms) => sum + ms, 0) / 1_000);
    return {
      name: 'Receipts through the gateway with an instant register in its own process, phase 2 running',
      figures: [
        ...latencies('1 client', one, spread(bare), { p95: GOAL.oneP95 }),
        ...latencies('20 clients', twenty, spread(bare), {}),
        ...(
          [
            ['1 client', one, {}],
            ['20 clients', twenty, { goal: GOAL.twentyPerSecond }],
          ] as const
        ).flatMap(([who, { perSecond, cpu }, goal]): Figure[] => [
          {
            what: `${who}, sustained`,
            value: perSecond,
            unit: '/s',
            more: true,
            ...goal,
            baseline: { what: 'bare work', value: barePerSecond },
          },
          { what: `${who}, CPU of the gateway a receipt`, value: cpu, unit: 'ms' },
        ]),
      ],
      method: `${SECONDS} s a row after ${WARMING} receipts of warming; the gateway's main.ts with the register driver swapped for one in its own process (tests/bench/instant), the emulated operator and the clients two more processes; bare work: two commits (WAL, synchronous=FULL), before, between and after`,
    };
  } finally {
    await world.stop();
  }
}

const latencies = (who: string, { latency }: Load, bare: Spread, goals: { readonly p95?: number }): Figure[] =>
  (['p50', 'p95', 'p99'] as const).map((p) => ({
    what: `${who} ${p}`,
    value: latency[p],
    unit: 'ms',
    ...(p === 'p95' && goals.p95 !== undefined && { goal: goals.p95 }),
    baseline: { what: 'bare work', value: bare[p] },
  }));

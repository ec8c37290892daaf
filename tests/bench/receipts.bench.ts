import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { receiptBody } from '../e2e/harness/receipts.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { POS, startWorld, STORE, type World } from '../e2e/harness/world.ts';
import { bareDurableWork } from './durable-work.ts';
import { spread, type Spread } from './percentiles.ts';
import type { Figure, Section } from './report.ts';

const SECONDS = 8;
const BARE_RECEIPTS = 1_500;
/** Of the whole receipts a second of all clients. */
const THROUGHPUT_GOAL = 200;
const OVER_BARE_GOAL = 3;

interface Load {
  readonly latency: Spread;
  readonly perSecond: number;
  /** Documents that reached the operator meanwhile, a second: phase 2 keeps up or does not. */
  readonly deliveredPerSecond: number;
}

/** Receipts through the whole gateway (HTTP, journal, register, answer) beside the bare commits on the same disk, in one run. */
export async function receiptsBench(): Promise<Section> {
  const emulatorData = await mkdtemp('/dev/shm/optics-emulators-');
  const world = await startWorld({
    serverless: true,
    emulatorData,
    gatewayEnv: { GATEWAY_RATE_LIMIT: '1000000', GATEWAY_BUFFER_CAPACITY: '1000000' },
  });
  try {
    const shift = await openShift(world);
    const sample = JSON.stringify(receiptBody(POS, STORE, shift, 1).body);
    const bareBefore = await bareDurableWork(world.data, BARE_RECEIPTS, sample);
    await load(world, shift, 1, 1);
    const one = await load(world, shift, 1, SECONDS);
    const bareAfter = await bareDurableWork(world.data, BARE_RECEIPTS, sample);
    const bare = spread([...bareBefore, ...bareAfter]);
    const five = await load(world, shift, 5, SECONDS);
    const twenty = await load(world, shift, 20, SECONDS);
    const barePerSecond =
      (bareBefore.length + bareAfter.length) / ([...bareBefore, ...bareAfter].reduce((a, b) => a + b, 0) / 1_000);
    const figures: Figure[] = [
      ...latencies('1 client', one, bare),
      { what: '1 client p95 over the bare work', value: one.latency.p95 - bare.p95, unit: 'ms', goal: OVER_BARE_GOAL },
      ...latencies('5 clients', five, bare),
      ...latencies('20 clients', twenty, bare),
      ...(
        [
          ['1 client', one],
          ['5 clients', five],
          ['20 clients', twenty],
        ] as const
      ).flatMap(([who, { perSecond, deliveredPerSecond }]): Figure[] => [
        {
          what: `${who}, sustained`,
          value: perSecond,
          unit: '/s',
          more: true,
          ...(who === '1 client' ? {} : { goal: THROUGHPUT_GOAL }),
          baseline: { what: 'bare work', value: barePerSecond },
        },
        { what: `${who}, delivered to the operator meanwhile`, value: deliveredPerSecond, unit: '/s' },
      ]),
    ];
    return {
      name: 'Receipts through the gateway, instant register, phase 2 running',
      figures,
      method: `${SECONDS} s a row after 1 s of warming; gateway, register and operator are processes of their own; the emulators keep their state in memory; bare work: two commits (WAL, synchronous=FULL), before and after`,
    };
  } finally {
    await world.stop();
    await rm(emulatorData, { recursive: true, force: true });
  }
}

const latencies = (who: string, { latency }: Load, bare: Spread): Figure[] =>
  (['p50', 'p95', 'p99'] as const).map((p) => ({
    what: `${who} ${p}`,
    value: latency[p],
    unit: 'ms',
    baseline: { what: 'bare work', value: bare[p] },
  }));

async function openShift(world: World): Promise<{ fn: string; number: number; openedAt: number }> {
  const state = await world.gateway.openShift({ pos_id: POS, cashier: { name: 'Иванова А. П.' } });
  return { fn: state.fn ?? '', number: state.number, openedAt: state.opened_at ?? Date.now() };
}

let receiptNumber = 0;

async function load(world: World, shift: Parameters<typeof receiptBody>[2], clients: number, seconds: number): Promise<Load> {
  const agent = new Agent({ connections: clients, pipelining: 1 });
  const took: number[] = [];
  const deliveredBefore = (await world.ofd.held()).length;
  const start = performance.now();
  const until = start + seconds * 1_000;
  const client = async () => {
    while (performance.now() < until) {
      receiptNumber += 1;
      const { key, body } = receiptBody(POS, STORE, shift, receiptNumber);
      const payload = JSON.stringify(body);
      const sent = performance.now();
      const response = await request(`${world.gateway.url}/v1/kkt/receipt`, {
        method: 'POST',
        dispatcher: agent,
        body: payload,
        headers: { 'content-type': 'application/json', 'idempotency-key': key, authorization: world.gateway.authorization },
      });
      const answer = await response.body.text();
      if (response.statusCode !== 201) throw new Error(`receipt: ${response.statusCode} ${answer.slice(0, 300)}`);
      took.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const elapsed = (performance.now() - start) / 1_000;
  const delivered = (await world.ofd.held()).length - deliveredBefore;
  await agent.close();
  await waitUntil('an empty queue', async () => (await world.gateway.buffer()).unsent_documents === 0, {
    within: 120_000,
    every: 200,
  });
  return { latency: spread(took), perSecond: took.length / elapsed, deliveredPerSecond: delivered / elapsed };
}

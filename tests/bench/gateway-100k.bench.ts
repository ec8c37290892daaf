import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { receiptBody } from '../e2e/harness/receipts.ts';
import { POS, STORE } from '../e2e/harness/world.ts';
import { bareDurableWork } from './durable-work.ts';
import { startInstantWorld, type InstantWorld } from './instant/instant-world.ts';
import { forSeconds, load, receipts } from './instant/load.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';

const RECEIPTS = Number(process.env['BENCH_RECEIPTS'] ?? 100_000);
const FIRST = Math.min(5_000, RECEIPTS / 10);
/** So that phase 2 catches up now and then, as it would in a shop. */
const CHUNK = 10_000;
const CHECKS = 1_000;
/** Issue 3. */
const GOAL = { flat: 1.2, refundCheck: 5, restart: 1, memory: 1.25 } as const;

/** What a hundred thousand stored receipts change: latency, memory, the refund check, a restart. Every one made through the door. */
export async function gateway100kBench(): Promise<Section> {
  const world = await startInstantWorld();
  try {
    const few = await atRest(world, FIRST);
    const memory: number[] = [];
    for (let sold = FIRST; sold < RECEIPTS; sold += CHUNK) {
      await load(world, 20, receipts(Math.min(CHUNK, RECEIPTS - sold)));
      await world.delivered();
      memory.push(world.usage().rss);
    }
    const many = await atRest(world, 0);
    const checks = await refundChecks(world);
    const restarted = [await restart(world, 'SIGTERM'), await restart(world, 'SIGKILL')];
    const early = memory[Math.floor(memory.length / 5)] ?? memory[0]!;
    return {
      name: `With ${RECEIPTS.toLocaleString('en')} receipts in the journal`,
      figures: [
        { what: `1 client p50 at ${FIRST}`, value: few.p50, unit: 'ms', baseline: { what: 'bare work', value: few.bare } },
        { what: `1 client p50 at ${RECEIPTS}`, value: many.p50, unit: 'ms', baseline: { what: 'bare work', value: many.bare } },
        {
          what: 'p50 at the end over the beginning',
          value: many.p50 / few.p50,
          unit: '×',
          goal: GOAL.flat,
          baseline: { what: 'bare work', value: many.bare / few.bare },
        },
        {
          what: 'refund check p95',
          value: checks.p95,
          unit: 'ms',
          goal: GOAL.refundCheck,
          baseline: { what: 'health', value: checks.health },
        },
        { what: 'restart to the first accepted sale, stopped', value: restarted[0]!, unit: 's', goal: GOAL.restart },
        { what: 'restart to the first accepted sale, killed', value: restarted[1]!, unit: 's', goal: GOAL.restart },
        { what: 'memory at the end over a fifth of the way', value: memory.at(-1)! / early, unit: '×', goal: GOAL.memory },
        { what: 'resident memory at the end', value: memory.at(-1)! * 1_024, unit: 'kB' },
        { what: 'journal a receipt', value: world.journalBytes('') / 1_024 / RECEIPTS, unit: 'kB' },
      ],
      method: `all made through the gateway by 20 clients in portions of ${CHUNK}, each delivered before the next; instant register; ${CHECKS} refund checks of receipts spread over the journal, beside as many of /v1/health; restart: from the spawn of the process to the first 201, clients asking every 5 ms`,
    };
  } finally {
    await world.stop();
  }
}

/** p50 of one client with an idle phase 2, and of the bare work around it. */
async function atRest(world: InstantWorld, before: number): Promise<{ p50: number; bare: number }> {
  if (before > 0) await load(world, 20, receipts(before));
  await world.delivered();
  const sample = JSON.stringify(receiptBody(POS, STORE, world.shift, 1).body);
  const bare = await bareDurableWork(world.data, 500, sample);
  const { latency } = await load(world, 1, forSeconds(6));
  bare.push(...(await bareDurableWork(world.data, 500, sample)));
  await world.delivered();
  return { p50: latency.p50, bare: spread(bare).p50 };
}

async function refundChecks(world: InstantWorld): Promise<{ p95: number; health: number }> {
  const db = new DatabaseSync(join(world.data, 'gateway', POS, 'journal.sqlite'), { readOnly: true });
  const ids = db
    .prepare(`SELECT id FROM receipts WHERE stage = 'delivered' AND no % ? = 0 LIMIT ?`)
    .all(Math.max(1, Math.floor(RECEIPTS / CHECKS)), CHECKS)
    .map((row) => String(row['id']));
  db.close();
  const agent = new Agent({ connections: 1, pipelining: 1 });
  const timed = async (path: string, body: unknown): Promise<number> => {
    const sent = performance.now();
    const { statusCode, body: answer } = await request(`${world.gateway.url}${path}`, {
      method: body === null ? 'GET' : 'POST',
      dispatcher: agent,
      ...(body !== null && { body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json', authorization: world.gateway.authorization },
    });
    const text = await answer.text();
    if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${text.slice(0, 300)}`);
    if (body !== null && !text.includes('"allowed":true')) throw new Error(`not allowed: ${text.slice(0, 300)}`);
    return performance.now() - sent;
  };
  const [checks, health]: [number[], number[]] = [[], []];
  for (const id of ids) {
    checks.push(await timed('/v1/pos/refund', { original_fiscal_doc_id: id, items: [{ sku: 'RB-1001', qty: 1 }] }));
    health.push(await timed('/v1/health', null));
  }
  await agent.close();
  return { p95: spread(checks).p95, health: spread(health).p95 };
}

/** Seconds from the spawn to the first receipt that is answered 201. */
async function restart(world: InstantWorld, signal: 'SIGTERM' | 'SIGKILL'): Promise<number> {
  await world.gatewayProgram.end(signal);
  const start = performance.now();
  world.gatewayProgram.spawn();
  const key = randomUUID();
  const { body } = receiptBody(POS, STORE, world.shift, 1);
  const payload = JSON.stringify({ ...body, sale: { ...body.sale, key, _id: `${body.sale._id}-${signal}` } });
  for (;;) {
    const status = await request(`${world.gateway.url}/v1/kkt/receipt`, {
      method: 'POST',
      body: payload,
      headers: { 'content-type': 'application/json', 'idempotency-key': key, authorization: world.gateway.authorization },
    }).then(
      async (answer) => {
        await answer.body.dump();
        return answer.statusCode;
      },
      () => null,
    );
    if (status === 201) return (performance.now() - start) / 1_000;
    if (performance.now() - start > 60_000)
      throw new Error(`no sale after the restart (${status}): ${world.gatewayProgram.tail()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

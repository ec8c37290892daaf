import { appendFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { backEnds } from '../../integration/couchdb/back-ends.fixture.ts';
import { SEED, seeded, SOAK } from '../seeded.ts';
import { World } from './world.ts';

const RUNS = SOAK ? 200 : 20;
/** Runs that share a server and its devices, so that what one has left behind meets the next one. */
const TOGETHER = SOAK ? 20 : 9;
/** `LINE_RUN=17 SEED=… npx vitest run tests/faults/line/random-lines.test.ts` repeats the world of one run up to it. */
const ONLY = process.env['LINE_RUN'];

/** A run that takes so long is stuck, ms: then it is told how things stand. */
const STUCK = Number(process.env['LINE_STUCK'] ?? 240_000);
/** A file that tells how long each run took. */
const LOG = process.env['LINE_LOG'];
async function within(ms: number, work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`stuck for ${ms} ms`)), ms);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

interface Batch {
  readonly from: number;
  readonly to: number;
  readonly kind: (typeof backEnds)[number];
}
/** The last tenth through CouchDB. */
function batches(): Batch[] {
  const [embedded, couchdb] = backEnds as [Batch['kind'], Batch['kind']];
  const own = RUNS * 0.9;
  const all: Batch[] = [];
  for (let from = 0; from < RUNS;) {
    const kind = from < own ? embedded : couchdb;
    const to = Math.min(from + TOGETHER, from < own ? own : RUNS);
    all.push({ from, to, kind });
    from = to;
  }
  return ONLY === undefined ? all : all.filter(({ from, to }) => Number(ONLY) >= from && Number(ONLY) < to);
}

describe(`bad lines (seed ${SEED})`, () => {
  let world: World | null = null;
  afterEach(async () => {
    await world?.end();
    world = null;
  });

  it.each(batches())(
    'runs $from … $to over $kind.name: nothing lost, nothing doubled, every refused document in the ledger, no loop stuck',
    async ({ from, to, kind }) => {
      world = await World.start(kind);
      let run = from;
      for (; run < to; run += 1) {
        const began = performance.now();
        await within(STUCK, world.run(seeded(SEED + run))).catch((cause: unknown) => {
          throw new Error(`run ${run} of seed ${SEED}\n${world!.describe()}`, { cause });
        });
        if (LOG) appendFileSync(LOG, `run ${run}: ${Math.round(performance.now() - began)} ms\n`);
      }
      expect(run).toBe(to);
    },
    SOAK ? 3_600_000 : 900_000,
  );
});

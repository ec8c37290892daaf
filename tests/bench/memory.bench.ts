import type { CDPSession } from '@playwright/test';
import { Profile } from '../e2e/harness/browser.ts';
import type { World } from '../e2e/harness/world.ts';
import { TillPage } from '../e2e/pages/till.page.ts';
import type { Figure, Section } from './report.ts';

const SALES = 1_000;
/** A till has warmed up by then: caches are full, code is compiled. */
const WARM = 200;
const GOAL = 1.1;

async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}

/** A day of forty tills in one tab: does the page keep what it has done with? Rubbish is collected before each look. */
export async function memoryBench(world: World): Promise<Section> {
  const profile = new Profile();
  try {
    const context = await profile.open();
    const page = context.pages()[0]!;
    const till = new TillPage(page);
    await till.enter(world.url);
    await till.takeTill();
    const session = await context.newCDPSession(page);
    const nodes = async () => (await session.send('Memory.getDOMCounters')).nodes;
    const seen: { sales: number; mb: number; nodes: number }[] = [];
    for (let n = 1; n <= SALES; n += 1) {
      await till.sell(n % 3 === 0 ? 'линза' : 'ray-ban', n % 4 === 0 ? 'card' : 'cash');
      if (n % WARM === 0) seen.push({ sales: n, mb: await heap(session), nodes: await nodes() });
    }
    const first = seen[0]!;
    const last = seen.at(-1)!;
    const figures: Figure[] = [
      {
        what: `heap after ${SALES} sales over that after ${WARM}`,
        value: last.mb / first.mb,
        unit: '×',
        goal: GOAL,
        baseline: { what: `after ${WARM}`, value: 1 },
      },
      ...seen.map(({ sales, mb }): Figure => ({ what: `heap after ${sales} sales`, value: mb, unit: 'MB' })),
      { what: 'nodes of the document, last over first', value: last.nodes / first.nodes, unit: '×' },
    ];
    return { name: 'Memory of one tab', figures, method: `${SALES} sales by search and pay, rubbish collected before each look` };
  } finally {
    await profile.delete();
  }
}

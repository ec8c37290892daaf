import { Profile } from '../e2e/harness/browser.ts';
import { noteWhen, seenAt } from '../e2e/harness/seen-at.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import type { World } from '../e2e/harness/world.ts';
import { PeoplePage } from '../e2e/pages/people.page.ts';
import { TillPage } from '../e2e/pages/till.page.ts';
import { plainReplication } from './plain-replication/measure.ts';
import type { Section } from './report.ts';

const FIRST_RESULT_GOAL = 3;
const WHOLE_GOAL = 5;

/**
 * 50,000 products on a browser that has nothing: from opening the page (installing, pairing and the PIN included) to the first thing
 * found, and to the last shard. Beside it the usual way: PouchDB pulling a document a product.
 */
export async function catalogueBench(world: World, products: readonly { sku: string }[]): Promise<Section> {
  const profile = new Profile();
  let people: number;
  let first: number;
  let whole: number;
  try {
    const page = (await profile.open()).pages()[0]!;
    await noteWhen(page, {
      pin: '[data-testid="pin-input"]:not(:disabled)',
      result: '[data-testid="search-result"]',
      whole: '[data-catalogue="ready"]',
    });
    const till = new TillPage(page);
    await page.goto(world.url);
    await new PeoplePage(page).unlock();
    people = (await seenAt(page, 'pin'))!;
    await till.search.fill('ray-ban');
    first = await waitUntil('a search result', () => seenAt(page, 'result'), { within: 60_000, every: 20 });
    whole = await waitUntil('the whole catalogue', () => seenAt(page, 'whole'), { within: 120_000, every: 20 });
  } finally {
    await profile.delete();
  }
  const plain = await plainReplication(products);
  return {
    name: `${products.length} products on a fresh Chromium profile`,
    figures: [
      { what: 'opening the page to the people of the shop', value: people / 1_000, unit: 's' },
      {
        what: 'opening the page to the first search result',
        value: first / 1_000,
        unit: 's',
        goal: FIRST_RESULT_GOAL,
        baseline: { what: 'plain PouchDB, first batch of 1,000 stored', value: plain.first / 1_000 },
      },
      {
        what: 'opening the page to the whole catalogue',
        value: whole / 1_000,
        unit: 's',
        goal: WHOLE_GOAL,
        baseline: { what: `plain PouchDB, ${plain.documents} documents`, value: plain.all / 1_000 },
      },
    ],
    method:
      'ours: pairing, PIN (600,000 rounds) and the app itself included, through our server; plain: replication alone, from a server in memory, batches of 1,000',
  };
}

import type { Page } from '@playwright/test';
import { Profile } from '../e2e/harness/browser.ts';
import { noteWhen, seenAt } from '../e2e/harness/seen-at.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import type { World } from '../e2e/harness/world.ts';
import { PeoplePage } from '../e2e/pages/people.page.ts';
import { TillPage } from '../e2e/pages/till.page.ts';
import { LIFE } from './first-load/shop-life.ts';
import { plainReplication } from './plain-replication/measure.ts';
import type { Section } from './report.ts';

const SELLING_GOAL = 3;
const CATALOGUE_GOAL = 5;
const EVERYTHING_GOAL = 30;

/** What the page shows first at which moment: selectors. */
const MOMENTS = {
  pin: '[data-testid="pin-input"]:not(:disabled)',
  search: '[data-testid="search"]',
  result: '[data-testid="search-result"]',
  line: '[data-testid="cart-line"]',
  catalogue: '[data-catalogue="ready"]',
  progress: '[role="progressbar"]',
  everything: '[data-testid="sync-state"][data-state="synced"]',
} as const;

/**
 * A chain's 50,000 products and a shop's clients, orders and month of sales on a browser that has nothing: from opening the page
 * (installing, pairing and the PIN included) to the first article in a cart, and to the last document. Beside it the usual way for the
 * products alone: PouchDB pulling a document a product.
 */
export async function catalogueBench(
  world: World,
  products: readonly { sku: string }[],
  held: ReadonlyMap<string, number>,
): Promise<Section> {
  const profile = new Profile();
  const seen = {} as Record<keyof typeof MOMENTS, number>;
  try {
    const page = (await profile.open()).pages()[0]!;
    await noteWhen(page, MOMENTS);
    const till = new TillPage(page);
    const noted = async (moment: keyof typeof MOMENTS, within: number): Promise<void> => {
      seen[moment] = await waitUntil(moment, () => seenAt(page, moment), { within, every: 20 });
    };
    await page.goto(world.url);
    await new PeoplePage(page).unlock();
    await till.search.fill('ray-ban');
    await noted('result', 60_000);
    await till.search.press('Enter');
    for (const moment of ['pin', 'search', 'line', 'catalogue'] as const) await noted(moment, 60_000);
    await noted('everything', 180_000);
    await noted('progress', 0);
    for (const [name, documents] of held) {
      const here = await documentsIn(page, name);
      if (here < documents) throw new Error(`in step with ${here} of ${documents} documents in ${name}`);
    }
  } finally {
    await profile.delete();
  }
  const plain = await plainReplication(products);
  const total = [...held.values()].reduce((sum, documents) => sum + documents, 0);
  const seconds = (moment: keyof typeof MOMENTS): number => seen[moment] / 1_000;
  return {
    name: `${products.length} products, ${LIFE.clients} clients, ${LIFE.orders} orders, ${LIFE.sales} sales (${total} documents beside the catalogue) on a fresh Chromium profile`,
    figures: [
      { what: 'opening the page to the people of the shop', value: seconds('pin'), unit: 's' },
      { what: 'to the till, PIN entered', value: seconds('search'), unit: 's' },
      {
        ...{ what: 'to the first search result', value: seconds('result'), unit: 's' },
        baseline: { what: 'plain PouchDB, first batch of 1,000 products stored', value: plain.first / 1_000 },
      },
      { what: 'selling: to the first article in the cart', value: seconds('line'), unit: 's', goal: SELLING_GOAL },
      {
        ...{ what: 'to the whole catalogue', value: seconds('catalogue'), unit: 's', goal: CATALOGUE_GOAL },
        baseline: { what: `plain PouchDB, ${plain.documents} products`, value: plain.all / 1_000 },
      },
      { what: 'everything: to all documents', value: seconds('everything'), unit: 's', goal: EVERYTHING_GOAL },
    ],
    method:
      'ours: pairing, PIN (600,000 rounds) and the app itself included, through our server, progress shown; plain: replication of the products alone, from a server in memory, batches of 1,000',
  };
}

/** Counted in the browser's own database, past the app. */
function documentsIn(page: Page, name: string): Promise<number> {
  return page.evaluate(
    (database) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open(`_pouch_${database}`);
        opening.onerror = () => reject(new Error(`${database} does not open`));
        opening.onsuccess = () => {
          const counting = opening.result.transaction('document-store').objectStore('document-store').count();
          counting.onsuccess = () => {
            resolve(counting.result);
            opening.result.close();
          };
          counting.onerror = () => reject(new Error(`${database} is not counted`));
        };
      }),
    name,
  );
}

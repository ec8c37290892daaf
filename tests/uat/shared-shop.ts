import { Shop } from '../e2e/harness/shop.ts';
import type { ShopTill } from '../e2e/harness/shop-till.ts';
import type { WorldOptions } from '../e2e/harness/world.ts';
import { uat } from './uat-story.ts';

export interface SharedShop {
  readonly shop: Shop;
  readonly till: ShopTill;
}

/**
 * One shop and one till for the stories of a file: each begins where the last one ended, with an empty cart and an empty queue. After a
 * story that failed the others get a shop of their own. `from`: the time of day at which they begin (`HH:MM`), for those that look at a
 * whole day.
 */
export function sharedShop(options: WorldOptions = {}, { from }: { readonly from?: string } = {}): SharedShop {
  let shop: Shop | undefined;
  let till: ShopTill | undefined;
  uat.beforeAll(async () => {
    shop = await Shop.open(options);
    if (from !== undefined) await shop.clock.passTo(from);
    till = await shop.openTill();
    // From here on the program is on the till: any story may cut the line at once.
    await till.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  });
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names a hook needs from this pattern
  uat.afterEach(async ({}, info) => {
    if (info.status === info.expectedStatus || shop === undefined) return;
    await info.attach('shop', { body: shop.log(), contentType: 'text/plain' });
    for (const body of (await till?.profile.photographs()) ?? [])
      await info.attach('browser', { body, contentType: 'image/png' });
  });
  uat.afterAll(() => shop?.close());
  return {
    get shop() {
      return given(shop);
    },
    get till() {
      return given(till);
    },
  };
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the shop is open only while a story runs');
  return value;
}

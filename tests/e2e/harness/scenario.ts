import { test as base } from '@playwright/test';
import { Shop } from './shop.ts';
import type { WorldOptions } from './world.ts';

interface Fixtures {
  /** Set with `scenario.use({ shopOptions })`. */
  readonly shopOptions: WorldOptions;
  /** A shop of its own, closed and removed after the story; what its programs and browsers said is attached where the story failed. */
  readonly shop: Shop;
}

/** A story about one shop: `scenario('the line goes away', async ({ shop }) => { … })`. */
export const scenario = base.extend<Fixtures>({
  shopOptions: [{}, { option: true }],
  shop: async ({ shopOptions }, use, info) => {
    const shop = await Shop.open(shopOptions);
    await use(shop);
    if (info.status !== info.expectedStatus) {
      await info.attach('shop', { body: shop.log(), contentType: 'text/plain' });
      for (const till of shop.tills)
        for (const body of await till.profile.photographs()) await info.attach('browser', { body, contentType: 'image/png' });
    }
    await shop.close();
  },
});

export { expect } from '@playwright/test';

import { importShop } from '../uat/import-shop.ts';
import { expect, uat as test } from '../uat/uat-story.ts';

const here = importShop();
test.describe.configure({ timeout: 600_000 });

test('8.1 the catalogue’s pages by day, by night and on a phone: whole, readable, axe clean', async () => {
  const { office } = here;
  const [one] = await here.frames(1);
  const pages = ['', `/product/${one!.sku}`, '/new', '/prices', '/groups', '/edits'];
  for (const [place, path] of pages.entries()) {
    const name = ['list', 'article', 'new', 'prices', 'groups', 'edits'][place]!;
    const answer = await office.page.goto(`${office.url}/admin/catalogue${path}`);
    expect(answer?.status(), path).toBe(200);
    await office.look(`41-catalogue-${name}`);
  }
});

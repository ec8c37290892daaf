import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import type { ContactLensPrescription } from '../../design/documents/prescription.ts';
import { contactOffers } from '../../design/optics/contact-offers.ts';
import { expect, test } from './harness/story.ts';
import { ClientsPage } from './pages/optics.page.ts';
import { PeoplePage } from './pages/people.page.ts';
import { TillPage } from './pages/till.page.ts';

test.describe.configure({ timeout: 300_000 });

test('contact lenses are sold at the till from a signed prescription, right and left marked on their lines', async ({
  world,
  newProfile,
}, info) => {
  const context = await newProfile().open();
  const page = context.pages()[0] ?? (await context.newPage());
  const till = new TillPage(page);
  const shot = (name: string) => page.screenshot({ path: info.outputPath(`${name}.png`), animations: 'disabled' });
  await till.enter(world.url);

  const catalogue = await world.databases.documents('catalog');
  const entries = catalogue.flatMap((doc) => (doc.type === 'catalogue-shard' ? (doc['entries'] as CatalogueEntry[]) : []));
  const shop = await world.databases.documents('store-demo-1');
  const prescriptions = shop.filter(({ type }) => type === 'contact-lens-prescription') as unknown as ContactLensPrescription[];
  const doc = prescriptions.find(
    (one) =>
      one.signed && one.od.sph !== null && one.os.sph !== null && one.od.sph !== one.os.sph && contactOffers(one, entries)[0],
  )!;
  const client = shop.find(({ _id }) => _id === doc.client)!;

  await test.step('the optician opens the prescription’s offers and chooses the first', async () => {
    await page.getByTestId('lock').click();
    await new PeoplePage(page).unlockAs('optician');
    const clients = new ClientsPage(page);
    await clients.open();
    await clients.find(client['name'] as string);
    await clients.tab('prescriptions');
    await page.locator(`[data-testid="rx-card"][data-id="${doc._id}"]`).getByTestId('rx-sell').click();
    const first = page.getByTestId('contact-offer').first();
    await expect(first).toHaveAttribute('data-sku', contactOffers(doc, entries)[0]!.entry.sku, { timeout: 60_000 });
    await first.click();
    await shot('offers');
    await page.getByTestId('contact-sell').click();
  });

  await test.step('the cart holds a line for each eye, in whole packs', async () => {
    await expect(till.lines).toHaveCount(2, { timeout: 60_000 });
    await expect(till.lines.nth(0)).toContainText('Правый');
    await expect(till.lines.nth(1)).toContainText('Левый');
    await shot('cart');
  });
});

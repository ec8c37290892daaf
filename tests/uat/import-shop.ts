import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import { Office } from '../e2e/harness/office.ts';
import { ImportPage } from '../e2e/pages/import.page.ts';
import { PriceLists, publishedGoods } from './price-lists.ts';
import { sharedShop, type SharedShop } from './shared-shop.ts';
import { expect, uat } from './uat-story.ts';
import type { TillPage } from '../e2e/pages/till.page.ts';
import { pressAgain } from '../e2e/pages/another-press.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';

export interface ImportShop extends SharedShop {
  readonly office: Office;
  readonly prices: ImportPage;
  readonly lists: PriceLists;
  /** Frames of the demo with a barcode, dear enough for a tenth of their price to be roubles; each story takes some that no other has. */
  frames(count: number): Promise<CatalogueEntry[]>;
}

/** A shop with a till, and the administrator's browser beside the server, for the stories of one file. */
export function importShop(): ImportShop {
  const shared = sharedShop();
  let here: { office: Office; prices: ImportPage; lists: PriceLists } | undefined;
  let taken = 0;
  uat.beforeAll(async () => {
    const office = await Office.open(shared.shop);
    here = { office, prices: new ImportPage(office.page, office.url), lists: await PriceLists.open() };
  });
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names a hook needs from this pattern
  uat.afterEach(async ({}, info) => {
    if (info.status === info.expectedStatus) return;
    for (const body of (await here?.office.photographs()) ?? []) await info.attach('office', { body, contentType: 'image/png' });
  });
  uat.afterAll(async () => {
    await here?.office.close();
    await here?.lists.close();
  });
  const given = () => {
    if (here === undefined) throw new Error('the office is open only while a story runs');
    return here;
  };
  return {
    get shop() {
      return shared.shop;
    },
    get till() {
      return shared.till;
    },
    get office() {
      return given().office;
    },
    get prices() {
      return given().prices;
    },
    get lists() {
      return given().lists;
    },
    async frames(count) {
      const goods = [...(await publishedGoods(shared.shop.world)).values()];
      const fit = goods.filter(
        ({ kind, ean, price }) => kind === 'frame' && ean !== null && price >= 100_000 && price % 1_000 === 0,
      );
      fit.sort((a, b) => (a.sku < b.sku ? -1 : 1));
      const some = fit.slice(taken, taken + count);
      if (some.length < count) throw new Error(`the demo has ${fit.length} such frames, ${taken} are taken`);
      taken += count;
      return some;
    },
  };
}

type Ask = (till: TillPage, code: string) => Promise<void>;
const scanned: Ask = async (till, code) => {
  await till.scanCode(code);
  await expect(till.lines).toHaveCount(1);
};
const typed: Ask = (till, code) => till.add(code);
const by = (code: string): Ask => (/^\d{13}$/.test(code) ? scanned : typed);

/** Kopecks that a till asks for an article: scanned by its barcode, or found by its code, into an empty cart and taken out again. */
export async function priceAt(till: TillPage, code: string): Promise<number> {
  await expect(till.lines).toHaveCount(0);
  await by(code)(till, code);
  const price = Number(await till.total.getAttribute('data-kopecks'));
  await emptied(till);
  return price;
}

export async function emptied(till: TillPage): Promise<void> {
  await pressAgain(till.page.getByTestId('clear'));
  await expect(till.lines).toHaveCount(0);
}

/** Asks until the till answers so much: new prices come to a till by themselves, while it is open. */
export async function awaitPrice(till: TillPage, code: string, kopecks: number): Promise<void> {
  await waitUntil(`${code} for ${kopecks} kopecks`, async () => (await priceAt(till, code)) === kopecks, {
    ...{ within: 90_000, every: 500 },
  });
}

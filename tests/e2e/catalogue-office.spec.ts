import { test } from '@playwright/test';
import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import { addDays } from '../../design/workshop/calendar.ts';
import { instantOf } from '../../design/time/day-range.ts';
import { localDate } from '../../design/time/local-time.ts';
import { awaitPrice } from '../uat/import-shop.ts';
import { publishedGoods } from '../uat/price-lists.ts';
import { Office } from './harness/office.ts';
import { Shop } from './harness/shop.ts';
import { signAs } from './pages/import.page.ts';
import { PINS } from './pages/people.page.ts';
import { expect } from './harness/story.ts';

const ZONE = 'Europe/Moscow';
const MINUTE = 60_000;

test.describe.configure({ timeout: 400_000 });

test('E-34: a rate from tomorrow on is let through by the accountant, and a till without internet sells by it after midnight', async () => {
  const shop = await Shop.open();
  let office: Office | undefined;
  try {
    // By day: tomorrow is still tomorrow when it is confirmed.
    await shop.clock.passTo('11:00');
    const till = await shop.openTill();
    const opened = (office = await Office.open(shop));
    const { page } = opened;
    const goods = [...(await publishedGoods(shop.world)).values()].sort((a, b) => (a.sku < b.sku ? -1 : 1));
    const frame = goods.find(({ kind, vat, ean }) => kind === 'frame' && vat === 'none' && ean !== null) as CatalogueEntry;
    const tomorrow = addDays(localDate(shop.clock.now, ZONE), 1);

    const chosen = async (what: () => Promise<void>) => {
      await page.goto(`${opened.url}/admin/catalogue?q=${encodeURIComponent(frame.sku)}`);
      await page.getByLabel(`Отметить ${frame.sku}`, { exact: true }).check();
      await page.getByRole('button', { name: 'Изменить отмеченные' }).click();
      await what();
      await page.getByRole('button', { name: 'Показать, что получится' }).click();
      await expect(page.getByRole('heading', { name: 'Что получится' })).toBeVisible();
      await page.getByRole('button', { name: 'Дальше: 1 товар' }).click();
    };
    const confirmed = async () => {
      await signAs(page, 'Кто включает', 'Включить сейчас');
      await expect(page.getByRole('heading', { name: /^✓ Правка IMP\/\d+ включена/ })).toBeVisible({ timeout: 60_000 });
    };

    await chosen(async () => {
      await page.getByRole('radio', { name: 'НДС' }).check();
      await page.getByLabel('Ставка').selectOption('22');
      await page.getByLabel(/^С какого дня/).fill(tomorrow);
    });
    await opened.look('catalogue-confirm');
    await page.getByRole('link', { name: 'Посмотреть и подтвердить' }).click();
    await page.getByLabel(/Меняется ставка НДС: всё/).check();
    await page.getByLabel('Кто подтверждает').selectOption({ label: 'Лебедева Т. И. (бухгалтер)' });
    await page.getByLabel('Ваш ПИН-код').fill(PINS.accountant);
    await page.getByLabel('Почему').fill('Письмо налоговой');
    await page.getByRole('button', { name: 'Подтвердить отмеченное' }).click();
    await opened.look('catalogue-held');
    await page.getByRole('link', { name: /^Включить/ }).click();
    await confirmed();
    await opened.look('catalogue-report');
    await page.goto(`${opened.url}/admin/catalogue/product/${encodeURIComponent(frame.sku)}`);
    await expect(
      page.getByRole('row', { name: new RegExp(`^с ${tomorrow.split('-').reverse().join('\\.')} 22 %`) }),
    ).toBeVisible();
    await opened.look('catalogue-card');

    // Versions come to a till one after another: with the price it has the plan.
    const price = Math.round(frame.price * 1.1);
    await chosen(async () => {
      await page.getByRole('radio', { name: 'Цена, ₽' }).check();
      await page.getByLabel('Новая цена').fill(String(price / 100));
    });
    await confirmed();
    await page.goto(`${opened.url}/admin/catalogue/edits`);
    await expect(page.getByRole('row')).toHaveCount(3);
    await opened.look('catalogue-edits');
    await awaitPrice(till, frame.ean!, price);

    // What a power costs is asked before anything is saved, with the Enter key.
    for (const [kind, look] of [
      ['lens', 'powers'],
      ['contact-lens', 'contact-powers'],
    ] as const) {
      const one = goods.find((entry) => entry.kind === kind && (entry.lens ?? entry.contactLens))!;
      await page.goto(`${opened.url}/admin/catalogue/product/${encodeURIComponent(one.sku)}/powers`);
      await page.getByLabel('Сфера', { exact: true }).fill('−2,25');
      await page.getByLabel('Цилиндр', { exact: true }).press('Enter');
      await expect(page.locator('[data-quote]')).toContainText('−2,25: ');
      await opened.look(`catalogue-${look}`);
    }

    await shop.cut('internet');
    const since = shop.clock.now;
    await till.sell(frame.ean!, 'cash');
    await shop.clock.pass(instantOf(`${tomorrow}T00:00`, ZONE) + MINUTE - shop.clock.now);
    await till.reload();
    await till.sell(frame.ean!, 'cash');
    await shop.restore('internet');
    await shop.settled({ within: 120_000 });
    const sales = await shop.world.databases.factsOf('sale', since);
    const rates = sales.sort((a, b) => (a._id < b._id ? -1 : 1)).map(({ lines }) => (lines as { vat: string }[])[0]!.vat);
    expect(rates).toEqual(['none', '22']);
  } finally {
    await office?.close();
    await shop.close();
  }
});

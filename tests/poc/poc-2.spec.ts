import ExcelJS from 'exceljs/excel.js';
import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { signAs } from '../e2e/pages/import.page.ts';
import { PINS } from '../e2e/pages/people.page.ts';
import { suppliers } from '../import/generator/suppliers.ts';
import { writeSupplier } from '../import/generator/write-all.ts';
import { awaitPrice, importShop, priceAt } from '../uat/import-shop.ts';
import { publishedGoods, raised } from '../uat/price-lists.ts';
import { expect, uat as poc } from '../uat/uat-story.ts';

// K-32: suppliers' files with everything that is wrong with them, in a browser.
const here = importShop();
poc.describe.configure({ timeout: 600_000 });

const TITLES = ['Артикул', 'Наименование', 'Штрихкод', 'Цена', 'НДС', 'Остаток', 'Раздел'] as const;
const row = ({ sku, name, ean }: CatalogueEntry, kopecks: number, vat = 'без НДС') => [
  ...[sku, name, ean, kopecks / 100, vat, 1, 'Оправы'],
];

poc(
  'POC-2.2 everything that may be wrong is told and goes back to the supplier; the rest is imported, and taken back',
  async () => {
    const { till, office, prices, lists } = here;
    const { page } = office;
    const [one, other] = (await here.frames(2)) as [CatalogueEntry, CatalogueEntry];
    const evil = '=HYPERLINK("http://evil.example","цена")';
    const file = await lists.xlsx('Всё неверно.xlsx', TITLES, [
      row(one, raised(one, 10)),
      ['P-1', 'Оправа новая', '4600000000022', 3900, '22%', 1, 'Оправы'],
      ['P-2', 'Ставки нет', '', 100, '19%', 1, 'Оправы'],
      ['P-3', 'Чужая валюта', '', '100 $', '22%', 1, 'Оправы'],
      ['P-1', 'Артикул второй раз', '', 100, '22%', 1, 'Оправы'],
      ['P-4', 'Штрихкод чужой', other.ean, 100, '22%', 1, 'Оправы'],
      ['P-5', 'Штрихкод неверный', '4600000000023', 100, '22%', 1, 'Оправы'],
      ['P-6', '', '', 100, '22%', 1, 'Оправы'],
      ['P-7', 'Цена словами', '', evil, '22%', 1, 'Оправы'],
      ['P-8', 'Остаток словами', '', 100, '22%', 'навалом', 'Оправы'],
      ['P-9', 'Без раздела', '', 100, '22%', 1, ''],
    ]);

    await poc.step('ten rows are shown, the whole file is checked', async () => {
      await prices.open();
      await prices.drop(file);
      await prices.columnsShown();
      await expect(prices.preview).toHaveCount(10);
      await prices.check();
      for (const told of [
        'Нет такой ставки НДС',
        'Валюта без курса',
        'Артикул повторяется в файле',
        'Один штрихкод у разных товаров',
        'Неверный штрихкод',
        'Не заполнено обязательное',
        'Вместо числа написано другое',
        'Непонятный остаток',
      ])
        await expect(page.getByRole('link', { name: told, exact: true })).toBeVisible();
    });

    await poc.step('the findings as a workbook for the supplier: his rows beside our words, no formula in it', async () => {
      const sheet = (await new ExcelJS.Workbook().xlsx.readFile(await prices.findingsFile())).getWorksheet('Замечания')!;
      expect(sheet.rowCount).toBeGreaterThan(8);
      const cells: string[] = [];
      sheet.eachRow((line) => {
        for (const cell of line.values.slice(1)) {
          if (cell === undefined || cell === null) continue;
          expect(['string', 'number']).toContain(typeof cell);
          if (typeof cell === 'string') cells.push(cell);
        }
      });
      for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+@\t]/);
      expect(cells).toContain(`'${evil}`);
      expect(cells).toContain('Ставки нет');
    });

    const before = await publishedGoods(here.shop.world);
    await poc.step('what is right is imported, and sold', async () => {
      await prices.changes();
      await prices.toConfirm();
      await prices.confirmNow();
      await prices.done();
      await awaitPrice(till, one.ean!, raised(one, 10));
      await till.scan(one.ean!);
      await expect(till.lines).toHaveCount(1);
      await till.pay('cash');
      await till.finish();
      await till.everythingSent();
      await here.shop.settled();
    });

    await poc.step('taken back: the old prices, the new articles gone, and what was sold meanwhile', async () => {
      await page.getByText('Вернуть как было').click();
      await signAs(page, 'Кто возвращает', 'Вернуть всё как было');
      await expect(page.getByText('Возвращено как было')).toBeVisible({ timeout: 60_000 });
      await expect(page.getByRole('heading', { name: 'Что успели продать по ценам загрузки' })).toBeVisible();
      await expect(prices.change(one.sku)).toContainText('1');
      await office.look('32-import-undone');
      await awaitPrice(till, one.ean!, one.price);
      expect(await publishedGoods(here.shop.world)).toEqual(before);
    });
  },
);

poc('POC-2.3 a price jump and another VAT wait for the word of whoever may give it', async () => {
  const { till, office, prices, lists } = here;
  const { page } = office;
  const [dear, taxed] = (await here.frames(2)) as [CatalogueEntry, CatalogueEntry];
  const list = [row(dear, raised(dear, 50)), row(taxed, taxed.price, '22%')];
  const sign = async (role: RegExp, pin: string, reason: string) => {
    const who = page.getByLabel('Кто подтверждает');
    const name = await who.locator('option').filter({ hasText: role }).first().textContent();
    await who.selectOption({ label: name!.trim() });
    await page.getByLabel('Ваш ПИН-код').fill(pin);
    await page.getByLabel('Почему').fill(reason);
    await page.getByRole('button', { name: 'Подтвердить отмеченное' }).click();
    return name!.replace(/\(.*/s, '').trim();
  };

  await poc.step('without a word they stay out', async () => {
    await prices.open();
    await prices.drop(await lists.xlsx('Новая коллекция.xlsx', TITLES, list));
    await prices.columnsShown();
    await prices.check();
    await expect(prices.count('ждут подтверждения')).toHaveText('2');
    await prices.changes();
    await prices.tab('Задержанные: 2').click();
  });

  await poc.step('a wrong PIN is refused; the manager may not let another VAT through; the accountant may', async () => {
    await page.getByRole('checkbox', { name: `Подтвердить ${dear.sku}` }).check();
    await sign(/управляющий/, '9999', 'Письмо поставщика');
    await expect(prices.refusal).toBeVisible();
    await expect(prices.change(dear.sku)).toContainText('ждёт подтверждения');
    await page.getByRole('checkbox', { name: `Подтвердить ${taxed.sku}` }).check();
    await sign(/управляющий/, PINS.manager, 'Письмо поставщика');
    await expect(prices.refusal).toBeVisible();
    await prices.tab('Задержанные: 2').click();
    await page.getByRole('checkbox', { name: `Подтвердить ${dear.sku}` }).check();
    const manager = await sign(/управляющий/, PINS.manager, 'Новая коллекция');
    await expect(prices.change(dear.sku)).not.toContainText('ждёт подтверждения');
    await page.getByRole('checkbox', { name: `Подтвердить ${taxed.sku}` }).check();
    const accountant = await sign(/бухгалтер/, PINS.accountant, 'Переход на общий режим');
    await expect(prices.change(taxed.sku)).not.toContainText('ждёт подтверждения');
    const words = page.getByRole('heading', { name: 'Кто подтвердил' }).locator('+ ul');
    await expect(words).toContainText(manager);
    await expect(words).toContainText(accountant);
    await expect(words).toContainText('Новая коллекция');
    await office.look('33-import-approved');
  });

  await poc.step('and then they are sold so', async () => {
    await prices.toConfirm();
    await prices.confirmNow();
    await prices.done();
    await expect(prices.count('изменено')).toHaveText('2');
    await awaitPrice(till, dear.ean!, raised(dear, 50));
    expect((await publishedGoods(here.shop.world)).get(taxed.sku)?.vat).toBe('22');
  });
});

poc('POC-2.4 409 UNSYNC_BUFFERS: the till with receipts to deliver is named, and three ways lead out', async () => {
  const { shop, till, office, prices, lists } = here;
  const { page } = office;
  const [one] = (await here.frames(1)) as [CatalogueEntry];
  const toConfirm = async (percent: number) => {
    await prices.open();
    await prices.drop(await lists.xlsx(`Цены плюс ${percent}.xlsx`, TITLES, [row(one, raised(one, percent))]));
    await prices.columnsShown();
    await prices.check();
    await prices.changes();
    await prices.toConfirm();
  };
  const named = page.getByRole('listitem').filter({ hasText: 'Касса POS-001' });
  const unsent = (count: number) =>
    waitUntil(
      `the server knows of ${count} receipts to deliver`,
      async () => {
        await page.reload();
        return (await named.count()) === Math.min(1, count);
      },
      { within: 90_000, every: 1_000 },
    );

  await poc.step('receipts came after the page was opened: activation now is refused, the till is named', async () => {
    await toConfirm(3);
    await shop.cut('operator');
    await till.sell('ray-ban', 'cash');
    const state = page.url().replace(/\/confirm.*/, '/confirm');
    await waitUntil('the server knows', async () => (await (await page.request.get(state)).text()).includes('Касса POS-001'), {
      ...{ within: 90_000, every: 1_000 },
    });
    await prices.confirmNow();
    await expect(prices.refusal).toContainText('новые цены сейчас включить нельзя');
    await expect(named).toContainText('1 чек');
    await office.look('34-import-unsynced');
  });

  await poc.step('one way: somebody answers for it, by name and PIN', async () => {
    await page.getByLabel('Почему нельзя подождать').fill('Акция с утра');
    await signAs(page, 'Кто отвечает', 'Включить, не дожидаясь касс');
    await prices.done();
    await expect(page.getByText('Не дожидаясь касс')).toContainText('Акция с утра');
    await awaitPrice(till, one.ean!, raised(one, 3));
  });

  await poc.step('another way: at a time, which every till keeps by itself, a till without a line too', async () => {
    await toConfirm(6);
    await expect(named).toBeVisible();
    const at = new Date(shop.clock.now + 3 * 3_600_000 + 3_600_000).toISOString().slice(0, 16);
    await page.getByLabel('День и время').fill(at);
    await signAs(page, 'Кто назначает', 'Назначить');
    await expect(page.getByRole('heading', { name: /Включится/ })).toBeVisible();
    await office.look('35-import-scheduled');
    await waitUntil('the price has gone ahead', async () =>
      (await shop.world.databases.documents('catalog')).some((list) => JSON.stringify(list['prices'] ?? []).includes(one.sku)),
    );
    await till.everythingSent();
    expect(await priceAt(till, one.ean!)).toBe(raised(one, 3));
    await shop.clock.pass(61 * 60_000);
    await awaitPrice(till, one.ean!, raised(one, 6));
    // The page follows by itself: a reload of ours would meet its own.
    await prices.done();
  });

  await poc.step('the third: the receipts are delivered', async () => {
    await toConfirm(9);
    await expect(named).toBeVisible();
    await shop.restore('operator');
    await unsent(0);
    await prices.confirmNow();
    await prices.done();
    await awaitPrice(till, one.ean!, raised(one, 9));
    await shop.settled();
  });
});

// The last: profiles that it saves would know the files of the others, and read no more of them than it taught them to.
poc('POC-2.1 three suppliers, each in its own format; a profile knows the next file by itself', async () => {
  const { office, prices, lists } = here;
  const { page } = office;
  const ROWS = 40;
  const [a, b, c] = suppliers(42, ROWS) as [
    ReturnType<typeof suppliers>[0],
    ReturnType<typeof suppliers>[0],
    ReturnType<typeof suppliers>[0],
  ];

  for (const supplier of [a, b, c]) {
    await poc.step(`${supplier.name}: ${supplier.file}`, async () => {
      const { mapping, rules } = supplier.profile;
      await prices.open();
      await prices.drop(await writeSupplier(lists.folder, supplier));
      await prices.columnsShown();
      for (const field of ['sku', 'name', 'price', 'vat', 'stock'] as const) await prices.read(field, mapping[field]!);
      for (const field of ['cost'] as const) await prices.read(field, null);
      await prices.setRules(rules);
      await prices.supplier.fill(supplier.name);
      await prices.saveProfile(supplier.name);
      await expect(page.getByRole('status').filter({ hasText: 'Профиль сохранён' })).toBeVisible();
      await prices.check();
      await expect(prices.count('новые товары')).toHaveText(String(ROWS - supplier.expected.errors.length));
      await expect(prices.count('строки с ошибкой')).toHaveText(String(supplier.expected.errors.length));
      for (const { row } of supplier.expected.errors) {
        await prices.onlyErrors();
        await expect(prices.finding('Остаток меньше нуля')).toContainText(String(row));
      }
      await prices.changes();
      await prices.toConfirm();
      await prices.confirmNow();
      await prices.done();
      await expect(prices.count('заведено')).toHaveText(String(ROWS - supplier.expected.errors.length));
    });
  }

  await poc.step(
    'the same supplier sends again: the profile is found, nothing is to be chosen, nothing has changed',
    async () => {
      await prices.open();
      await office.look('31-import-profiles');
      await prices.drop(await writeSupplier(lists.folder, b));
      await prices.columnsShown();
      await expect(page.getByText(`Узнали профиль «${b.name}»`)).toBeVisible();
      await prices.check();
      await expect(page.getByText('В каталоге менять нечего, обновятся только остатки')).toBeVisible();
    },
  );

  await poc.step('prices without VAT have it now; the wholesale price counts where there are two', async () => {
    const goods = await publishedGoods(here.shop.world);
    const net = Math.round(Number(String(b.table.rows[0]![2]).replace(',', '.')) * 100);
    expect(goods.get(String(b.table.rows[0]![0]))).toMatchObject({ price: Math.round(net * 1.22), vat: '22' });
    expect(goods.get(String(c.table.rows[0]![0]))).toMatchObject({
      price: Math.round(Number(c.table.rows[0]![2]) * 100),
      vat: '22',
    });
  });
});

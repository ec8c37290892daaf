import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import { awaitPrice, emptied, importShop, priceAt } from './import-shop.ts';
import { publishedGoods, raised } from './price-lists.ts';
import { expect, uat } from './uat-story.ts';

// K-03, K-22 and K-07: a supplier's file from the drop to the price on the tills, and what must not come of it.
const here = importShop();
uat.describe.configure({ timeout: 600_000 });

const TITLES = ['Артикул', 'Наименование', 'Штрихкод', 'Цена, руб.', 'НДС', 'Остаток', 'Группа'] as const;

uat(
  'UAT-03D a supplier’s file: new and changed goods, errors in the report, the new price is sold on every till',
  async ({ evidence }) => {
    const { shop, till, office, prices, lists } = here;
    const { page } = office;
    const [changed, same, dear] = (await here.frames(3)) as [CatalogueEntry, CatalogueEntry, CatalogueEntry];
    const price = raised(changed, 10);
    const row = ({ sku, name, ean }: CatalogueEntry, kopecks: number) => [sku, name, ean, kopecks / 100, 'без НДС', 4, 'Оправы'];
    const file = await lists.xlsx('Прайс Оптика-Трейд.xlsx', TITLES, [
      row(changed, price),
      row(same, same.price),
      row(dear, dear.price * 2),
      ['OT-777', 'Оправа Neolook 777 чёрная', '4600000000015', 4900, 'НДС 22%', 7, 'Оправы'],
      ['OT-778', 'Оправа Neolook 778 гавана', '', '5 200,00 руб.', 0.22, 7, 'Оправы'],
      ['OT-779', 'Оправа без цены', '', 'по запросу', '22%', 1, 'Оправы'],
      ['', 'Оправа без артикула', '', 1900, '22%', 1, 'Оправы'],
      ['OT-780', 'Оправа с остатком ниже нуля', '', 1900, '22%', -3, 'Оправы'],
    ]);

    await uat.step(
      'the file is let fall on the page; its columns are guessed, its rows stand beside them as they will become',
      async () => {
        await prices.open();
        await office.look('01-import-empty');
        await prices.drop(file);
        await prices.columnsShown();
        expect(await prices.chosen('sku')).toBe('Артикул');
        expect(await prices.chosen('price')).toBe('Цена, руб.');
        expect(await prices.chosen('ean')).toBe('Штрихкод');
        expect(await prices.chosen('stock')).toBe('Остаток');
        expect(await prices.chosen('cost')).toBe('— нет в файле —');
        await expect(prices.preview).toHaveCount(8);
        await expect(prices.preview.filter({ hasText: changed.sku })).toContainText('(+10 %)');
        await expect(prices.preview.filter({ hasText: 'OT-777' })).toContainText(/новый, 4\s900\s₽/);
        await expect(prices.preview.filter({ hasText: 'OT-779' })).toContainText('пропущена: вместо числа написано другое');
        await evidence.shot(page, 'columns');
        await office.look('02-import-columns');
      },
    );

    await uat.step('a column is corrected by hand, and the rows beside follow', async () => {
      await prices.column('price').selectOption({ label: 'Остаток' });
      await expect(prices.preview.filter({ hasText: changed.sku })).not.toContainText('(+10 %)');
      await prices.column('price').selectOption({ label: 'Цена, руб.' });
      await expect(prices.preview.filter({ hasText: changed.sku })).toContainText('(+10 %)');
    });

    await uat.step('the whole file is checked: what is wrong, row by row', async () => {
      await prices.check();
      await expect(prices.count('новые товары')).toHaveText('2');
      await expect(prices.count('изменятся')).toHaveText('2');
      await expect(prices.count('строки с ошибкой')).toHaveText('3');
      await expect(prices.finding('по запросу')).toContainText('вместо числа написано');
      await expect(prices.finding('Не заполнено: «Артикул»')).toHaveCount(1);
      await expect(prices.finding('Остаток меньше нуля')).toHaveCount(1);
      await evidence.shot(page, 'check');
      await office.look('03-import-check');
      await page.getByLabel('Важность').selectOption({ label: 'Ошибка' });
      await page.getByRole('button', { name: 'Показать' }).click();
      await expect(page.getByRole('heading', { name: 'Строки с замечаниями: 3' })).toBeVisible();
    });

    await uat.step('what will change: new goods, old and new prices, what waits for a word', async () => {
      await prices.changes();
      await expect(prices.change('OT-777')).toHaveCount(1);
      await office.look('04-import-new');
      await prices.tab('Изменённые: 2').click();
      await expect(prices.change(changed.sku)).toContainText('+10');
      await office.look('05-import-changed');
      await prices.tab('Задержанные: 1').click();
      await expect(prices.change(dear.sku)).toContainText('Цена меняется больше чем на 20');
      await office.look('06-import-held');
    });

    await uat.step('confirmed, it becomes active and says what was done', async () => {
      await prices.toConfirm();
      await office.look('07-import-confirm');
      await prices.confirmNow();
      await prices.done();
      await expect(prices.count('заведено')).toHaveText('2');
      await expect(prices.count('изменено')).toHaveText('1');
      await expect(prices.count('не подтверждено')).toHaveText('1');
      await expect(prices.count('строки с ошибкой')).toHaveText('3');
      await evidence.shot(page, 'report');
      await office.look('08-import-report');
    });

    await uat.step(
      'the open till sells at the new price and knows the new article; what was held costs what it did',
      async () => {
        await awaitPrice(till, changed.ean!, price);
        await awaitPrice(till, '4600000000015', 490_000);
        await awaitPrice(till, dear.ean!, dear.price);
        await till.scanCode(changed.ean!);
        await expect(till.lines).toHaveCount(1);
        await evidence.shot(till.page, 'new-price');
        await till.pay('cash');
        expect((await till.finish()).total).toBe(price);
      },
    );

    await uat.step('a till that was away sells at the old price, and at the new one when it is back', async () => {
      const later = raised(changed, 15);
      await shop.cut('internet');
      await expect(till.network).not.toHaveAttribute('data-state', 'online', { timeout: 60_000 });
      await prices.importNow(await lists.xlsx('Прайс Оптика-Трейд, поправка.xlsx', TITLES, [row(changed, later)]));
      expect((await publishedGoods(shop.world)).get(changed.sku)?.price).toBe(later);
      expect(await priceAt(till, changed.ean!)).toBe(price);
      await evidence.shot(till.page, 'away');
      await shop.restore('internet');
      await awaitPrice(till, changed.ean!, later);
    });

    await shop.settled();
  },
);

uat('UAT-03P a CSV of ten rows is sold on the till; a file without a right row is refused', async ({ evidence }) => {
  const { shop, till, office, prices, lists } = here;
  const { page } = office;
  const ten = [
    ['SKU001', 'progressive lens 1.67', '5000', '10', 'Lenses', 'Essilor'],
    ['SKU002', 'single vision lens 1.5', '1200', '40', 'Lenses', 'Hoya'],
    ['SKU003', 'photochromic lens 1.6', '3900.50', '12', 'Lenses', 'Zeiss'],
    ['SKU004', 'titanium frame', '8900', '3', 'Frames', 'Silhouette'],
    ['SKU005', 'acetate frame', '4500', '7', 'Frames', 'Vogue'],
    ['SKU006', 'kids frame', '2500', '9', 'Frames', 'Nano'],
    ['SKU007', 'sunglasses aviator', '9900', '4', 'Sunglasses', 'Ray-Ban'],
    ['SKU008', 'contact lenses, monthly', '1900', '25', 'Contact lenses', 'Acuvue'],
    ['SKU009', 'cleaning spray 50 ml', '350', '100', 'Care', 'OptiCare'],
    ['SKU010', 'hard case "Classic"', '450', '60', 'Accessories', ''],
  ];
  const csv = (rows: readonly (readonly string[])[]) =>
    [['SKU', 'Product Name', 'Price', 'Stock', 'Category', 'Brand'], ...rows]
      .map((row) => row.map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','))
      .join('\r\n');

  await uat.step('its ten rows are shown as they will become, and imported', async () => {
    await prices.open();
    await prices.drop(await lists.text('products.csv', csv(ten)));
    await prices.columnsShown();
    await expect(prices.preview).toHaveCount(10);
    await expect(prices.preview.first()).toContainText('progressive lens 1.67');
    await evidence.shot(page, 'preview');
    await prices.check();
    await expect(prices.count('новые товары')).toHaveText('10');
    await prices.changes();
    await prices.toConfirm();
    await prices.confirmNow();
    await prices.done();
    await expect(prices.count('заведено')).toHaveText('10');
  });

  await uat.step('SKU001 «progressive lens 1.67» costs 5 000 ₽ on the till', async () => {
    await awaitPrice(till, 'SKU001', 500_000);
    await till.add('SKU001');
    await expect(till.lines.first()).toContainText('progressive lens 1.67');
    await expect(till.total).toHaveAttribute('data-kopecks', '500000');
    await evidence.shot(till.page, 'till');
    await emptied(till);
  });

  const before = await publishedGoods(shop.world);
  await uat.step('four rows, each wrong in its own way: all are told, and nothing can be made active', async () => {
    const wrong = [
      ['SKU001', 'progressive lens 1.67', 'expensive', '10', 'Lenses', 'Essilor'],
      ['', 'lens without a code', '1200', '40', 'Lenses', 'Hoya'],
      ['SKU003', 'photochromic lens 1.6', '-3900', '12', 'Lenses', 'Zeiss'],
      ['SKU004', 'titanium frame', '', '3', 'Frames', 'Silhouette'],
    ];
    await prices.open();
    await prices.drop(await lists.text('invalid.csv', csv(wrong)));
    await prices.columnsShown();
    await expect(prices.preview.filter({ hasText: 'пропущена' })).toHaveCount(4);
    await prices.check();
    await expect(prices.count('строки с ошибкой')).toHaveText('4');
    await expect(prices.refusal).toContainText('Загружать нечего');
    await expect(page.getByRole('link', { name: 'Что изменится →' })).toHaveCount(0);
    await office.look('11-import-refused');
    await evidence.shot(page, 'refused');
    // Whoever knows the address is refused as well.
    await page.goto(page.url().replace(/\/check.*$/, '') + '/confirm');
    await prices.confirmNow();
    await expect(prices.refusal).toContainText('Загружать нечего');
    expect(await publishedGoods(shop.world)).toEqual(before);
  });

  await uat.step('beside them a right row is taken, they are not', async () => {
    await prices.importNow(
      await lists.text(
        'mixed.csv',
        csv([
          ['SKU001', 'progressive lens 1.67', 'expensive', '10', 'Lenses', 'Essilor'],
          ['SKU002', 'single vision lens 1.5', '1300', '40', 'Lenses', 'Hoya'],
        ]),
      ),
    );
    await expect(prices.count('изменено')).toHaveText('1');
    await expect(prices.count('строки с ошибкой')).toHaveText('1');
    await awaitPrice(till, 'SKU002', 130_000);
    expect(await priceAt(till, 'SKU001')).toBe(500_000);
  });
});

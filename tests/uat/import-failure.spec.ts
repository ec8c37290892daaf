import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { awaitPrice, importShop, priceAt } from './import-shop.ts';
import { publishedGoods, raised } from './price-lists.ts';
import { expect, uat } from './uat-story.ts';

// K-07: what must not come of an import that fails.
const here = importShop();
uat.describe.configure({ timeout: 600_000 });

const TITLES = ['Артикул', 'Наименование', 'Штрихкод', 'Цена, руб.', 'НДС', 'Остаток', 'Группа'] as const;
/** Enough rows for a kill to come in time, on a quick machine too. */
const MANY = 20_000;

uat(
  'UAT-07D a failed import leaves the old catalogue on server and tills, says why, and the second upload succeeds',
  async ({ evidence }) => {
    const { shop, till, office, prices, lists } = here;
    const { page } = office;
    const [one] = (await here.frames(1)) as [CatalogueEntry];
    const before = await publishedGoods(shop.world);
    const untouched = async () => {
      expect(await publishedGoods(shop.world)).toEqual(before);
      expect(await priceAt(till, one.ean!)).toBe(one.price);
    };
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) => `M-${n + 1};Оправа массовая ${n + 1};;${1_000 + (n % 500)};22;Оправы`);
    const csv = (rows: readonly string[]) => `Артикул;Наименование;Штрихкод;Цена;НДС;Раздел\r\n${rows.join('\r\n')}\r\n`;
    const changed = (percent: number) => `${one.sku};${one.name};${one.ean};${raised(one, percent) / 100};без НДС;Оправы`;

    await uat.step('a file that was cut off on its way is refused where it is dropped', async () => {
      const whole = await lists.xlsx('Целый.xlsx', TITLES, [[one.sku, one.name, one.ean, 1, 'без НДС', 1, 'Оправы']]);
      const bytes = new Uint8Array(await readFile(whole));
      await prices.open();
      await prices.drop(await lists.text('Оборванный.xlsx', bytes.subarray(0, Math.round(bytes.length / 2))));
      await expect(page.locator('.said.wrong')).toContainText('Файл оборван или повреждён', { timeout: 60_000 });
      await office.look('21-import-damaged');
      await untouched();
    });

    await uat.step('a file that breaks in its middle is refused as a whole', async () => {
      await prices.open();
      await prices.drop(
        await lists.text('С кавычкой.csv', csv([changed(10), ...many(3_000), 'M-X;"Оправа без конца;;1;22;Оправы'])),
      );
      await expect(page.locator('.said.wrong')).toContainText('не закрыта кавычка', { timeout: 60_000 });
      await untouched();
    });

    const big = await lists.text('Большой прайс.csv', csv([changed(10), ...many(MANY), 'M-BAD;Без цены;;даром;22;Оправы']));
    await uat.step(
      'the program that reads a file is killed: the check has failed, it says so, and nothing has changed',
      async () => {
        await prices.open();
        await prices.drop(big);
        await prices.columnsShown();
        await prices.begin();
        const server = shop.program('server').pid!;
        await waitUntil('the reader was killed', async () => killChildren(server), { every: 10 });
        await expect(prices.refusal).toContainText('Чтение файла прервалось', { timeout: 60_000 });
        await expect(prices.refusal).toContainText('Каталог остался прежним');
        await evidence.shot(page, 'failed');
        await office.look('22-import-failed');
        await untouched();
      },
    );

    let job = '';
    await uat.step('the server is killed in the middle of a check: started again, it checks from the beginning', async () => {
      await page.getByRole('button', { name: 'Проверить снова' }).click();
      await expect(page.locator('[data-poll]')).toBeVisible();
      job = page.url();
      await shop.kill('server');
      await shop.start('server');
      await office.signIn();
      await untouched();
      await page.goto(job);
      await prices.atRest();
      await expect(prices.count('строки с ошибкой')).toHaveText('1');
      await expect(prices.count('новые товары')).toHaveText(MANY.toLocaleString('ru-RU'));
      await untouched();
    });

    await uat.step(
      'killed while it becomes active: tills have the old catalogue or the new one, and it is carried through',
      async () => {
        await prices.changes();
        await prices.toConfirm();
        await prices.confirmNow();
        await waitUntil('it is being made active', async () => (await stateOf(page, job)) !== 'scheduled', { every: 10 });
        await shop.kill('server');
        expect([one.price, raised(one, 10)]).toContain(await priceAt(till, one.ean!));
        await shop.start('server');
        await office.signIn();
        await page.goto(job);
        await prices.done();
        await expect(prices.count('заведено')).toHaveText(MANY.toLocaleString('ru-RU'));
        await awaitPrice(till, one.ean!, raised(one, 10));
        const now = await publishedGoods(shop.world);
        expect([...now.keys()].filter((sku) => sku.startsWith('M-'))).toHaveLength(MANY);
      },
    );

    await uat.step('the log of errors is at hand; the mended file goes through at the second upload', async () => {
      await page.getByRole('link', { name: 'Замечания', exact: true }).click();
      await prices.onlyErrors();
      await expect(prices.finding('даром')).toHaveCount(1);
      await prices.importNow(
        await lists.text('С кавычкой, исправлен.csv', csv([changed(15), 'M-BAD;Оправа с ценой;;1900;22;Оправы'])),
      );
      await awaitPrice(till, one.ean!, raised(one, 15));
      await evidence.shot(till.page, 'second-upload');
    });
  },
);

const stateOf = async (page: Page, job: string): Promise<string> => {
  const answer = await page.request.get(`${new URL(job).origin}${new URL(job).pathname.replace(/\/check$/, '')}/state`);
  return ((await answer.json()) as { state: string }).state;
};

/** kill -9 of what a program has started. @returns whether there was any */
async function killChildren(pid: number): Promise<boolean> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean);
  for (const child of children) process.kill(Number(child), 'SIGKILL');
  return children.length > 0;
}

import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { saleBody } from '../../fiscal-gateway/testing/receipts.ts';
import { Profile, TILL_SCREEN } from './harness/browser.ts';
import { askJson } from './harness/http-json.ts';
import { LivingTill } from './harness/living-till.ts';
import { ROOT } from './harness/program.ts';
import { waitUntil } from './harness/wait-until.ts';

const FOLDER = join(ROOT, 'test-results/screens');
let till: LivingTill;
const profile = new Profile();

test.beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  till = await LivingTill.start();
});
test.afterAll(async () => {
  await profile.delete();
  await till.stop();
});

const post = <T>(path: string, body?: unknown) =>
  askJson<T>(till.url + path, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${till.admin}`, 'idempotency-key': randomUUID() },
  });

async function look(page: Page, name: string, fullPage = false): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(FOLDER, `gateway-${name}-${colorScheme}.png`), fullPage });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
    expect.soft(found, `${name} ${colorScheme}: axe`).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect.soft(wide, `${name}: scrolls sideways`).toBe(0);
  }
}

test('A-69, B-31: the administrator sees the gateway and deals with what the operator refused', async () => {
  await post('/v1/kkt/shift/open', { pos_id: 'POS-001', cashier: { name: 'Иванова А.' }, float: 5000 });
  await post('/v1/kkt/receipt', saleBody(1000));
  await waitUntil('delivered', async () => (await till.ofd.held()).length >= 3);
  await till.ofd.set('reject');
  await post('/v1/kkt/receipt', saleBody(2000));
  await post('/v1/kkt/receipt', saleBody(3000));

  const context = await profile.open(TILL_SCREEN);
  const page = context.pages()[0]!;
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(till.url);
  await page.getByLabel('Ключ или код').fill('not-the-token');
  await page.getByRole('button', { name: 'Войти' }).click();
  await expect(page.getByRole('alert')).toContainText('Код подключения не подходит');
  await look(page, 'login');
  await page.getByLabel('Ключ или код').fill(till.admin);
  await page.getByRole('button', { name: 'Войти' }).click();

  const dead = page.getByRole('region', { name: 'Непринятые документы' });
  await expect(dead.getByRole('row')).toHaveCount(3);
  await expect(page.getByText('№ 1, открыта')).toBeVisible();
  await till.ofd.set('ok');
  await look(page, 'page', true);

  // Without a name nobody decides.
  await dead
    .getByRole('button', { name: /Отправить: ФД/ })
    .first()
    .click();
  await expect(page.locator('#notice')).toContainText('код сотрудника');
  await page.getByLabel('Ваш код сотрудника').fill('staff:5');
  await dead
    .getByRole('button', { name: /Показать: ФД/ })
    .first()
    .click();
  await expect(page.getByRole('dialog').locator('pre')).toContainText('"fd"');
  await look(page, 'dead-letter');
  await page.getByRole('button', { name: 'Закрыть' }).click();
  await dead
    .getByRole('button', { name: /Отправить: ФД/ })
    .first()
    .click();
  await page.getByLabel('Что исправлено').fill('настройка у оператора');
  await page.getByRole('dialog').getByRole('button', { name: 'Отправить' }).click();
  await expect(page.locator('#notice')).toContainText('снова в очереди');
  await dead
    .getByRole('button', { name: /Разобран: ФД/ })
    .last()
    .click();
  await page.getByLabel('Как решено').fill('передан по акту');
  await page.getByRole('dialog').getByRole('button', { name: 'Разобран' }).click();
  await expect(dead).toContainText('Таких нет');

  await page.getByRole('button', { name: 'Начать обслуживание…' }).click();
  await page.getByLabel('Что делаем').fill('Чистка ножа');
  await page.getByRole('dialog').getByRole('button', { name: 'Начать' }).click();
  await expect(page.locator('#maintenance')).toContainText('Чистка ножа');
  await page.getByRole('button', { name: 'Завершить обслуживание' }).click();
  await expect(page.locator('#maintenance')).toContainText('Не идёт');

  await page.getByRole('button', { name: 'Сделать копию сейчас' }).click();
  await expect(page.locator('#notice')).toContainText('Копия сделана и проверена');
  await page.getByRole('button', { name: 'Отправить сейчас' }).click();
  await expect(page.locator('#notice')).toContainText(/Отправка/);

  // A code for reading, used in a browser of its own: it sees and changes nothing.
  await page.getByRole('button', { name: 'Код подключения…' }).click();
  await page.getByLabel('Для чего').selectOption('monitor');
  await page.getByRole('dialog').getByRole('button', { name: 'Получить код' }).click();
  const code = await page.locator('dialog .secret').innerText();
  await page.getByRole('dialog').getByRole('button', { name: 'Готово' }).click();
  await page.getByRole('button', { name: 'Выйти' }).click();
  await page.getByLabel('Ключ или код').fill(code.toLowerCase());
  await page.getByRole('button', { name: 'Войти' }).click();
  await expect(page.getByRole('button', { name: 'Отправить сейчас' })).toBeDisabled();
  await expect(page.getByRole('heading', { name: 'Подключения' })).toBeHidden();
  await expect(page.locator('#log')).toContainText('Непринятый документ разобран');

  // The two refusals that were provoked are all that the console has to say: no violation of the page's own policy.
  expect(complaints.filter((text) => !/\b(401|403)\b/.test(text))).toEqual([]);
});

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { ImportRules } from '../../../design/import/profile.ts';
import type { ImportField } from '../../../design/import/fields.ts';
import { PINS } from './people.page.ts';

/** `/admin/import`: from the drop of a supplier's file to its report, as an administrator walks it. */
export class ImportPage {
  readonly page: Page;
  readonly #url: string;
  readonly preview: Locator;
  readonly refusal: Locator;
  readonly counts: Locator;
  readonly supplier: Locator;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = `${url}/admin/import`;
    this.preview = page.locator('#preview tbody tr');
    this.refusal = page.getByRole('alert');
    this.counts = page.locator('.counts > div');
    this.supplier = page.getByLabel('Поставщик', { exact: true });
  }

  async open(): Promise<void> {
    await this.page.goto(this.#url);
    await expect(this.page.getByText('Перетащите сюда прайс поставщика')).toBeVisible();
  }

  /** A file dragged from a folder and let fall on the frame. */
  async drop(path: string): Promise<void> {
    const bytes = (await readFile(path)).toString('base64');
    const data = await this.page.evaluateHandle(
      ([content, name]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0))], name));
        return transfer;
      },
      [bytes, basename(path)] as const,
    );
    await this.page.locator('form[data-drop]').dispatchEvent('drop', { dataTransfer: data });
  }

  /** The file is read, its columns are guessed, its first rows stand beside them. */
  async columnsShown(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: 'Прайс поставщика: колонки' })).toBeVisible({ timeout: 60_000 });
  }

  column(field: ImportField): Locator {
    return this.page.locator(`[id="m-${field}"]`);
  }

  /** Title of the column that a field is read from. */
  async chosen(field: ImportField): Promise<string> {
    return (await this.column(field).locator('option:checked').textContent())!.trim();
  }

  /** Reads a field from the column of that title, or from none. */
  async read(field: ImportField, title: string | null): Promise<void> {
    await this.column(field).selectOption({ label: title ?? '— нет в файле —' });
  }

  /** The rules that a supplier of requirement E-12 needs. */
  async setRules(rules: Pick<ImportRules, 'category' | 'brand' | 'kind' | 'priceWithoutVat' | 'stockWords'>): Promise<void> {
    await this.page.getByText('Правила: НДС, валюта').click();
    await this.page.getByLabel('Раздел, если в файле его нет').fill(rules.category ?? '');
    await this.page.getByLabel('Бренд, если в файле его нет').fill(rules.brand ?? '');
    await this.page.locator('select[name="kind"]').selectOption(rules.kind ?? '');
    await this.page.getByLabel('Цены в файле без НДС').setChecked(rules.priceWithoutVat);
    const words = Object.entries(rules.stockWords).map(([word, pieces]) => `${word} = ${pieces}`);
    await this.page.getByLabel('Остаток словами').fill(words.join('\n'));
  }

  async saveProfile(name: string): Promise<void> {
    await this.page.getByText('Запомнить для следующих прайсов').click();
    await this.page.getByLabel('Название профиля').fill(name);
    await this.page.getByRole('button', { name: 'Сохранить профиль' }).click();
  }

  /** Step 3: the whole file. */
  async check(): Promise<void> {
    await this.begin();
    await this.atRest();
  }

  /** As `check`, and the page is left where it says how far the check is. */
  async begin(): Promise<void> {
    await this.page.getByRole('button', { name: 'Проверить весь файл' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: /: (проверка|не включена)$/ })).toBeVisible({
      timeout: 60_000,
    });
  }

  /** What is at work has come to its end: a page that asks for its progress draws itself anew then. */
  async atRest(): Promise<void> {
    await expect(this.page.locator('progress')).toHaveCount(0, { timeout: 120_000 });
  }

  count(words: string): Locator {
    return this.counts.filter({ hasText: words }).locator('b');
  }

  /** Rows of the table in which something was found. */
  finding(text: string | RegExp): Locator {
    return this.page.locator('#rows ~ .scroll tbody tr').filter({ hasText: text });
  }

  /** The list of findings, without warnings. */
  async onlyErrors(): Promise<void> {
    await this.page.getByLabel('Важность').selectOption({ label: 'Ошибка' });
    await this.page.getByRole('button', { name: 'Показать' }).click();
    await expect(this.page).toHaveURL(/level=error/);
  }

  async changes(): Promise<void> {
    await this.page.getByRole('link', { name: 'Что изменится →' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: /: что изменится$/ })).toBeVisible();
  }

  tab(words: string): Locator {
    return this.page.getByRole('navigation', { name: 'Что изменится' }).getByRole('link', { name: words });
  }

  change(text: string | RegExp): Locator {
    return this.page.locator('table tbody tr').filter({ hasText: text });
  }

  async toConfirm(): Promise<void> {
    await this.page.getByRole('link', { name: 'Включить →' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: /: включение$/ })).toBeVisible();
  }

  async confirmNow(): Promise<void> {
    await signAs(this.page, 'Кто включает', 'Включить сейчас');
  }

  /** Step 6. */
  async done(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: /Загрузка IMP\/\d+ включена/ })).toBeVisible({ timeout: 120_000 });
  }

  /** A file from its drop to its report, nobody having a word to say. */
  async importNow(path: string): Promise<void> {
    await this.open();
    await this.drop(path);
    await this.columnsShown();
    await this.check();
    await this.changes();
    await this.toConfirm();
    await this.confirmNow();
    await this.done();
  }

  async findingsFile(): Promise<string> {
    const [file] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('link', { name: /\(XLSX\)/ }).click(),
    ]);
    return file.path();
  }
}

/** The form with a button, signed by the first manager of its list with their PIN, and sent by that button. */
export async function signAs(page: Page, label: string, button: string): Promise<void> {
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: button, exact: true }) });
  const who = form.getByLabel(label);
  const manager = who.locator('option').filter({ hasText: 'управляющий' }).first();
  await who.selectOption({ label: (await manager.textContent())!.trim() });
  await form.getByLabel('Ваш ПИН-код').fill(PINS.manager);
  await form.getByRole('button', { name: button, exact: true }).click();
}

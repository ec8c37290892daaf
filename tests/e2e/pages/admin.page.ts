import { expect, type Locator, type Page } from '@playwright/test';
import type { Program } from '../harness/program.ts';

/** The administrator's plain pages of the sync server. */
export class AdminPage {
  readonly page: Page;
  readonly devices: Locator;

  constructor(page: Page) {
    this.page = page;
    this.devices = this.rows('Устройства');
  }

  /** By the one-time link that the server printed at its start; `at`: where its pages are asked for, if not there. */
  async enterFirst(server: Program, password: string, at?: string): Promise<void> {
    const line = server.lines
      .map((text) => /"event":"admin-link","url":"([^"]+)"/.exec(text)?.[1])
      .find((url) => url !== undefined);
    expect(line, 'the server prints a one-time link').toBeDefined();
    const link = new URL(line!);
    await this.page.goto(at === undefined ? link.href : `${at}${link.pathname}${link.search}`);
    await this.page.getByLabel('Пароль').fill(password);
    await this.page.getByRole('button', { name: 'Сохранить пароль' }).click();
    await expect(this.page.getByRole('heading', { name: 'Администрирование' })).toBeVisible();
  }

  async createShop(shop: { code: string; name: string }): Promise<void> {
    const form = this.form('/admin/shops');
    await form.getByLabel('Код').fill(shop.code);
    await form.getByLabel('Название').fill(shop.name);
    await form.getByLabel('Адрес').fill('Москва, Тверская, 1');
    await form.getByLabel('Организация').fill('ООО «Оптика»');
    await form.getByLabel('ИНН').fill('7707083893');
    await form.getByRole('button').click();
    await expect(this.rows('Точки').filter({ hasText: shop.name })).toBeVisible();
  }

  async addPerson(person: { name: string; role: string; pin: string }): Promise<void> {
    const form = this.form('/admin/people');
    await form.getByLabel('Имя').fill(person.name);
    await form.getByLabel('Роль').selectOption({ label: person.role });
    await form.getByLabel('ПИН-код').fill(person.pin);
    await form.getByRole('button').click();
    await expect(this.rows('Сотрудники').filter({ hasText: person.name })).toBeVisible();
  }

  /** The gateway's GATEWAY_SYNC_TOKEN, shown once. */
  async gatewayToken(pos: string, url: string): Promise<string> {
    const form = this.form('/admin/tills');
    await form.getByLabel('Номер кассы').fill(pos);
    await form.getByLabel('Адрес шлюза').fill(url);
    await form.getByRole('button').click();
    return this.secret(/GATEWAY_SYNC_TOKEN/);
  }

  /** A one-time code for a browser of that till. */
  async pairingCode(pos: string): Promise<string> {
    const form = this.form('/admin/pairing-codes');
    await form.locator('select[name="till"]').selectOption(pos);
    await form.getByRole('button').click();
    return this.secret(/Код подключения/);
  }

  async revoke(device: number): Promise<void> {
    const row = this.devices.nth(device - 1);
    await row.getByRole('button', { name: 'Отключить' }).click();
    await expect(row).toContainText('отключено');
  }

  private form(action: string): Locator {
    return this.page.locator(`form[action="${action}"]`).last();
  }

  private rows(heading: string): Locator {
    return this.page.locator(`h2:text-is("${heading}") + * tbody tr`);
  }

  private async secret(text: RegExp): Promise<string> {
    const notice = this.page.getByRole('status').filter({ hasText: text });
    return (await notice.locator('code').textContent())!.trim();
  }
}

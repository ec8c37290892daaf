import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { AdminPage } from '../pages/admin.page.ts';
import { Profile } from './browser.ts';
import { axe, FOLDER, misfits, settled } from './looks.ts';
import type { Shop } from './shop.ts';

const PASSWORD = 'пароль администратора';
const DESK = { width: 1024, height: 768 } as const;
const PHONE = { width: 390, height: 844 } as const;
/** A page of the office is as long as its list: what lies below is scrolled to. */
const LONG = /^the page is \d+ high|^out of the window/;

/** The administrator's browser. It stands beside the server, past the shop's internet line: what cuts a till off leaves the office at work. */
export class Office {
  readonly page: Page;
  readonly url: string;
  readonly #profile: Profile;

  private constructor(page: Page, profile: Profile, url: string) {
    this.page = page;
    this.#profile = profile;
    this.url = url;
  }

  static async open(shop: Shop): Promise<Office> {
    const profile = new Profile();
    const context = await profile.open(DESK);
    const page = context.pages()[0] ?? (await context.newPage());
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const office = new Office(page, profile, shop.world.databases.url.replace('127.0.0.1', 'localhost'));
    await new AdminPage(page).enterFirst(shop.world.server, PASSWORD, office.url);
    return office;
  }

  /** After a restart of the server nobody is signed in any more. */
  async signIn(): Promise<void> {
    await this.page.goto(`${this.url}/admin`);
    await this.page.getByLabel('Пароль администратора').fill(PASSWORD);
    await this.page.getByRole('button', { name: 'Войти' }).click();
    await expect(this.page.getByRole('heading', { name: 'Администрирование' })).toBeVisible();
  }

  /** The page as it stands, by day, by night and on a phone: photographed, nothing cut, nothing runs off sideways, axe finds nothing. */
  async look(name: string): Promise<void> {
    const { page } = this;
    await mkdir(FOLDER, { recursive: true });
    const shot = async (how: string) => {
      await settled(page);
      const path = join(FOLDER, `office-${name}-${how}.png`);
      await page.screenshot({ path, animations: 'disabled', fullPage: true });
      const faults = (await misfits(page)).filter((fault) => !LONG.test(fault));
      expect.soft([...faults, ...(await axe(page))], `${name}, ${how}`).toEqual([]);
    };
    await shot('day');
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await shot('night');
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize(PHONE);
    await shot('phone');
    await page.setViewportSize(DESK);
  }

  photographs(): Promise<Buffer[]> {
    return this.#profile.photographs();
  }

  close(): Promise<void> {
    return this.#profile.delete();
  }
}

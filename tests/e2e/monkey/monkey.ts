import type { Page } from '@playwright/test';
import { pick } from '../../faults/seeded.ts';
import type { Shop } from '../harness/shop.ts';
import type { ShopTill } from '../harness/shop-till.ts';
import { PeoplePage, PINS } from '../pages/people.page.ts';

const ROLES = ['cashier', 'cashier', 'cashier', 'optician', 'manager'] as const;
const KEYS = [
  ...['F1', 'F2', 'F4', 'F6', 'F7', 'F8', 'F9', 'Enter', 'Enter', 'Enter', 'Escape', 'Escape', 'Tab', 'Shift+Tab', 'Space'],
  ...['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Delete', 'Backspace', 'Home', 'End', '+', '-', '*', ',', '%'],
  ...['0', '1', '2', '3', '5', '9', 'Shift+F2', 'Shift+F4', 'Shift+F6', 'Shift+F7', 'Shift+F8'],
];
const WORDS = [
  'ray',
  'линза',
  'раствор',
  'кфн',
  'футляр',
  'ё',
  '12',
  '500',
  '99999999',
  '-1',
  '<b>',
  '0',
  'Прогрессив 1.67',
  '   ',
];

/** Where something to press lies on the page just now. Links out, downloads and what ends the pairing are left alone. */
async function somethingToPress(page: Page, random: () => number): Promise<{ x: number; y: number; name: string } | null> {
  const controls = await page.evaluate(() => {
    const dialog = document.querySelector('dialog[open]');
    const root = dialog ?? document.body;
    const found: { x: number; y: number; name: string }[] = [];
    for (const control of root.querySelectorAll<HTMLElement>(
      'button:not([disabled]), a[href^="/"], input:not([disabled]), select, textarea, [role="radio"], [role="tab"], summary, tr[tabindex]',
    )) {
      const testid = control.dataset['testid'] ?? '';
      if (/unpair|forget-device|take-over/.test(testid) || control.matches('[type="file"], [download]')) continue;
      const box = control.getBoundingClientRect();
      const x = box.left + box.width / 2;
      const y = box.top + box.height / 2;
      if (box.width < 2 || x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue;
      const top = document.elementFromPoint(x, y);
      if (top && (control.contains(top) || top.contains(control)))
        found.push({
          x,
          y,
          name: testid || control.getAttribute('aria-label') || (control.textContent ?? '').trim().slice(0, 30),
        });
    }
    return found;
  });
  return controls.length === 0 ? null : pick(random, controls);
}

/** Presses, types, scans, cuts, reloads: whatever a till may meet, from one seed. */
export class Monkey {
  readonly shop: Shop;
  readonly till: ShopTill;
  readonly random: () => number;
  /** EAN-13 that the catalogue knows. */
  readonly codes: readonly string[];
  /** The last actions, shown when something breaks. */
  readonly did: string[] = [];

  constructor(shop: Shop, till: ShopTill, random: () => number, codes: readonly string[]) {
    this.shop = shop;
    this.till = till;
    this.random = random;
    this.codes = codes;
  }

  async act(): Promise<void> {
    const { page } = this.till;
    if (await page.getByTestId('pin-input').isVisible()) return this.#unlock();
    const dice = this.random();
    if (dice < 0.12) return this.#goOn();
    if (dice < 0.5) return this.#press();
    if (dice < 0.74) return this.#note(`key ${await this.#key()}`);
    if (dice < 0.84) return this.#scan();
    if (dice < 0.93) return this.#type();
    if (dice < 0.985) return this.#line();
    if (dice < 0.995) {
      this.#note('reload');
      await page.reload();
      return;
    }
    this.#note('gateway killed and started');
    await this.shop.kill('gateway');
    await this.shop.start('gateway');
  }

  /** What a cashier would press next, so that sales come to an end. */
  async #goOn(): Promise<void> {
    const { page } = this.till;
    for (const id of ['confirm-payment', 'new-sale', 'pay', 'open-shift', 'take-lock', 'to-tray', 'nav-sale']) {
      const button = page.getByTestId(id).first();
      if (!(await button.isVisible()) || !(await button.isEnabled())) continue;
      this.#note(`go on: ${id}`);
      await button.click({ timeout: 2_000 }).catch(() => this.#note('it went away'));
      return;
    }
  }

  #note(what: string): void {
    this.did.push(what);
    if (this.did.length > 60) this.did.shift();
  }

  async #unlock(): Promise<void> {
    const role = pick(this.random, ROLES);
    this.#note(`unlock as ${role}`);
    const tile = this.till.page.locator(`[data-testid="person"][data-role="${role}"]`).first();
    if (await tile.isVisible()) await tile.click();
    await new PeoplePage(this.till.page).unlock(PINS[role]);
  }

  async #press(): Promise<void> {
    const target = await somethingToPress(this.till.page, this.random);
    // Each time somebody locks the till a PIN is checked for half a second: seldom is enough.
    if (!target || (target.name === 'lock' && this.random() < 0.85)) return;
    const twice = this.random() < 0.15;
    this.#note(`${twice ? 'double ' : ''}press ${target.name}`);
    await this.till.page.mouse.click(target.x, target.y, { clickCount: twice ? 2 : 1 });
  }

  async #key(): Promise<string> {
    const key = pick(this.random, KEYS);
    await this.till.page.keyboard.press(key);
    return key;
  }

  /** As a scanner: a burst of digits and Enter, from within the page so that they come quickly enough. */
  async #scan(): Promise<void> {
    const code = this.random() < 0.8 ? pick(this.random, this.codes) : String(Math.floor(4e12 + this.random() * 1e12));
    this.#note(`scan ${code}`);
    await this.till.scan(code);
  }

  async #type(): Promise<void> {
    const word = pick(this.random, WORDS);
    this.#note(`type ${word}`);
    await this.till.page.keyboard.insertText(word);
  }

  async #line(): Promise<void> {
    const link = pick(this.random, ['internet', 'operator'] as const);
    const how = pick(this.random, ['cut', 'silence', 'restore', 'restore'] as const);
    this.#note(`${how} ${link}`);
    await this.shop[how](link);
  }
}

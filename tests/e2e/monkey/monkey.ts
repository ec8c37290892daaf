import type { Page } from '@playwright/test';
import { pick } from '../../faults/seeded.ts';
import type { Shop } from '../harness/shop.ts';
import type { ShopTill } from '../harness/shop-till.ts';
import { PINS } from '../pages/people.page.ts';

const ROLES = ['cashier', 'cashier', 'optician', 'manager', 'manager'] as const;
const KEYS = [
  ...['F1', 'F2', 'F4', 'F6', 'F7', 'F8', 'F9', 'Enter', 'Enter', 'Enter', 'Escape', 'Escape', 'Tab', 'Shift+Tab', 'Space'],
  ...['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Delete', 'Backspace', 'Home', 'End', '+', '-', '*', ',', '%'],
  ...['0', '1', '2', '3', '5', '9', 'Shift+F1', 'Shift+F2', 'Shift+F4', 'Shift+F6', 'Shift+F7', 'Shift+F8'],
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
  '1000,50',
  '3333',
  'SEASON20',
  'WELCOME-7',
];
/** What the card terminal does next (`app/lib/sale/terminal/emulated-terminal.ts`). */
const TRICKS = ['decline', 'timeout', 'unknown-approved', 'unknown-absent', 'reversal-fails'] as const;
const FAULTS = [{ kind: 'refuse', reason: 'drive-refused' }, { kind: 'drop-answer' }, { kind: 'lose-command' }] as const;
/** What a cashier would press next, so that sales come to an end. */
const ONWARD = [
  ...['confirm-payment', 'new-sale', 'refund-next', 'open-shift', 'take-lock', 'retry', 'refund-retry', 'to-tray'],
  ...['refund-to-tray', 'refund-leave', 'buffer-understood', 'pay', 'nav-sale'],
];

interface Target {
  readonly x: number;
  readonly y: number;
  readonly name: string;
}

/** What stands on the page just now, read in one question: a monkey that asks often is slow. */
interface Sight {
  /** A person could read it: something is written there, and it is not the browser's own page of errors. */
  readonly blank: boolean;
  readonly locked: boolean;
  readonly onward: string | null;
  /** Links out, downloads and what ends the pairing are left alone. */
  readonly targets: readonly Target[];
}

const lookAt = (page: Page): Promise<Sight> =>
  page.evaluate((onward) => {
    const dialog = [...document.querySelectorAll('dialog[open]')].at(-1);
    const targets: Target[] = [];
    for (const control of (dialog ?? document.body).querySelectorAll<HTMLElement>(
      'button:not([disabled]), a[href^="/"], input:not([disabled]), select, textarea, [role="radio"], [role="tab"], summary, tr[tabindex]',
    )) {
      const testid = control.dataset['testid'] ?? '';
      if (/unpair|forget-device|take-over/.test(testid) || control.matches('[type="file"], [download]')) continue;
      const box = control.getBoundingClientRect();
      const x = box.left + box.width / 2;
      const y = box.top + box.height / 2;
      if (box.width < 2 || x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue;
      const top = document.elementFromPoint(x, y);
      if (!top || !(control.contains(top) || top.contains(control))) continue;
      targets.push({
        x,
        y,
        name: testid || control.getAttribute('aria-label') || (control.textContent ?? '').trim().slice(0, 30),
      });
    }
    return {
      blank: (document.body?.innerText ?? '').trim().length < 20 || document.querySelector('#neterror') !== null,
      locked: document.querySelector('[data-testid="pin-input"]') !== null,
      onward: onward.find((id) => targets.some(({ name }) => name === id)) ?? null,
      targets,
    };
  }, ONWARD);

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

  /** Resolves to whether the page was readable before the action. */
  async act(): Promise<boolean> {
    const sight = await lookAt(this.till.page);
    if (sight.blank) return false;
    await (sight.locked ? this.#unlock() : this.#something(sight));
    return true;
  }

  /** Is there something to read? Asked again where the page was just loading. */
  async isBlank(): Promise<boolean> {
    return (await lookAt(this.till.page)).blank;
  }

  async #something({ onward, targets }: Sight): Promise<void> {
    const { page } = this.till;
    const dice = this.random();
    if (dice < 0.14)
      return onward === null
        ? undefined
        : this.#click(
            targets.find(({ name }) => name === onward)!,
            'go on: ',
          );
    if (dice < 0.5) return this.#press(targets);
    if (dice < 0.74) return this.#note(`key ${await this.#key()}`);
    if (dice < 0.84) return this.#scan();
    if (dice < 0.92) return this.#type();
    if (dice < 0.965) return this.#line();
    if (dice < 0.972) return this.#trouble();
    if (dice < 0.99) return this.#customer();
    if (dice < 0.996) {
      this.#note('reload');
      await page.reload();
      return;
    }
    this.#note('gateway killed and started');
    await this.shop.kill('gateway');
    await this.shop.start('gateway');
  }

  #note(what: string): void {
    this.did.push(what);
    if (this.did.length > 60) this.did.shift();
  }

  /** A wrong PIN that the monkey typed somewhere may have locked this person out for a while: then somebody else, the next time. */
  async #unlock(): Promise<void> {
    const role = pick(this.random, ROLES);
    this.#note(`unlock as ${role}`);
    const { page } = this.till;
    const quick = { timeout: 5_000 };
    const input = page.getByTestId('pin-input');
    await page
      .locator(`[data-testid="person"][data-role="${role}"]`)
      .first()
      .click(quick)
      .catch(() => undefined);
    await input.fill(PINS[role], quick).catch(() => undefined);
    await page
      .getByTestId('unlock')
      .click(quick)
      .catch(() => undefined);
    await input.waitFor({ state: 'hidden', ...quick }).catch(() => this.#note('still locked'));
  }

  /** Somebody buys: without this a monkey's sales seldom come to an end, and nothing is proved of receipts. Where it cannot go on it leaves off. */
  async #customer(): Promise<void> {
    this.#note('customer');
    const { page } = this.till;
    const press = (testid: string) =>
      page
        .getByTestId(testid)
        .first()
        .click({ timeout: 1_000 })
        .then(
          () => true,
          () => false,
        );
    for (const testid of ['to-tray', 'refund-to-tray', 'new-sale', 'nav-sale', 'take-lock', 'open-shift'])
      if (await page.getByTestId(testid).first().isVisible()) await press(testid);
    await this.till.scan(pick(this.random, this.codes));
    for (const testid of ['pay', 'pay-cash', 'confirm-payment']) if (!(await press(testid))) return this.#note(`no ${testid}`);
    const printed = page.getByTestId('receipt-fd').filter({ hasText: /\d/ });
    await printed.waitFor({ timeout: 3_000 }).then(
      () => this.#note('sold'),
      () => this.#note('not sold'),
    );
  }

  async #press(targets: readonly Target[]): Promise<void> {
    if (targets.length === 0) return;
    const target = pick(this.random, targets);
    // Each time somebody locks the till a PIN is checked for half a second: seldom is enough.
    if (target.name === 'lock' && this.random() < 0.85) return;
    await this.#click(target, 'press ');
  }

  async #click({ x, y, name }: Target, how: string): Promise<void> {
    const twice = this.random() < 0.15;
    this.#note(`${twice ? 'double ' : ''}${how}${name}`);
    await this.till.page.mouse.click(x, y, { clickCount: twice ? 2 : 1 });
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

  /** The next card, or the next receipt, does not go as it should. */
  async #trouble(): Promise<void> {
    if (this.random() < 0.5) {
      const trick = pick(this.random, TRICKS);
      this.#note(`terminal ${trick}`);
      await this.till.page.evaluate((script) => localStorage.setItem('optics.terminal-script', script), JSON.stringify([trick]));
      return;
    }
    const fault = pick(this.random, FAULTS);
    this.#note(`register ${fault.kind}`);
    await this.shop.register.fault({ ...fault, times: 1 });
  }
}

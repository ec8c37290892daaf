import { expect, type Locator, type Page } from '@playwright/test';
import type { ShopTill } from '../harness/shop-till.ts';

type Side = 'od' | 'os';

/** One eye of a prescription as it is typed; what is left out stays empty. */
export interface TypedEye {
  readonly sph?: string;
  readonly cyl?: string;
  readonly axis?: string;
  readonly add?: string;
  readonly height?: string;
}
/** Purposes and PD as the form knows them; times are the story's own. */
export interface TypedPrescription {
  readonly od: TypedEye;
  readonly os: TypedEye;
  /** Between both pupils, mm. */
  readonly pd: string;
  readonly purpose?: 'distance' | 'near' | 'computer' | 'progressive' | 'bifocal' | 'sun';
  /** Why what is unusual is right. */
  readonly because?: string;
}

/** The clients (F3): list, card, its tabs. */
export class ClientsPage {
  readonly page: Page;
  readonly card: Locator;

  constructor(page: Page) {
    this.page = page;
    this.card = page.getByTestId('client-card');
  }

  async open(): Promise<void> {
    await this.page.getByTestId('nav-clients').click();
    await expect(this.page.getByTestId('clients-found')).toHaveAttribute('data-count', /\d/, { timeout: 60_000 });
  }

  /** A new card; resolves with its id (`client:…`). `birth`: YYYY-MM-DD. */
  async add(person: { readonly name: string; readonly phone: string; readonly birth?: string }): Promise<string> {
    await this.page.getByTestId('client-new').click();
    await this.page.getByTestId('new-name').fill(person.name);
    await this.page.getByTestId('new-phone').fill(person.phone);
    if (person.birth !== undefined) await this.page.getByTestId('new-birth').fill(person.birth);
    await this.page.getByTestId('new-save').click();
    await expect(this.page.getByTestId('card-name')).toHaveText(person.name);
    return (await this.card.getAttribute('data-client'))!;
  }

  /** By phone, name or card; opens the first that is found with these words in it. */
  async find(text: string, shown = text): Promise<void> {
    await this.page.getByTestId('clients-find').fill(text);
    await this.page.getByTestId('clients-row').filter({ hasText: shown }).first().click();
    await expect(this.card).toBeVisible();
  }

  async tab(name: 'data' | 'note' | 'prescriptions' | 'orders' | 'purchases' | 'timeline'): Promise<void> {
    await this.page.getByTestId(`card-tab-${name}`).click();
    await expect(this.page.getByTestId(`card-tab-${name}`)).toHaveAttribute('aria-selected', 'true');
  }

  /** The form of a new order for the client whose card is open. */
  async newOrder(): Promise<void> {
    await this.tab('orders');
    await this.page.getByTestId('card-order-new').click();
    await expect(this.page.getByTestId('order-form')).toBeVisible();
  }
}

/** A prescription under the hands, and the client's list of them. */
export class PrescriptionPage {
  readonly page: Page;
  readonly entry: Locator;
  readonly standing: Locator;
  readonly findings: Locator;
  readonly cards: Locator;

  constructor(page: Page) {
    this.page = page;
    this.entry = page.getByTestId('rx-entry');
    this.standing = page.getByTestId('rx-standing');
    this.findings = page.getByTestId('finding');
    this.cards = page.getByTestId('rx-card');
  }

  /** From the tab of a client's card. */
  async begin(kind: 'glasses' | 'contact-lenses' = 'glasses'): Promise<void> {
    await this.page.getByTestId(`rx-new-${kind}`).click();
    await expect(this.entry).toHaveAttribute('data-kind', kind);
  }

  field(path: string): Locator {
    return this.page.getByTestId(`rx-${path}`);
  }

  /** As a hand types and goes on; without a sign the form asks for it. */
  async type(path: string, text: string): Promise<void> {
    await this.field(path).fill(text);
    await this.field(path).blur();
  }

  /** What the form holds at a field, in its own figures. */
  value(path: string): Promise<string | null> {
    return this.page.getByTestId(`figure-${path}`).getAttribute('data-value');
  }

  async fill({ od, os, pd, purpose, because }: TypedPrescription): Promise<void> {
    for (const [side, eye] of [['od', od] as const, ['os', os] as const]) {
      for (const [name, text] of Object.entries(eye) as [keyof TypedEye, string][]) await this.type(`${side}.${name}`, text);
    }
    await this.type('pd.both', pd);
    if (purpose !== undefined) await this.page.getByTestId('rx-purpose').selectOption(purpose);
    await this.lookAtAll();
    if (because !== undefined) await this.page.getByTestId('right-why').fill(because);
  }

  /** Every warning is found right. */
  async lookAtAll(): Promise<void> {
    const open = this.findings.locator('button[aria-pressed="false"]');
    for (let left = await open.count(); left > 0; left = await open.count()) {
      await open.first().click();
      await expect(open).toHaveCount(left - 1);
    }
  }

  /** Signs; the client's list is shown then, with this one on top. */
  async sign(): Promise<void> {
    await this.page.getByTestId('rx-sign').click();
    await this.page.getByTestId('rx-sign-yes').click();
    await expect(this.cards.first()).toHaveAttribute('data-state', 'signed', { timeout: 60_000 });
  }
}

/** The orders (Shift+F3): list, one order's card, the form of a pair. */
export class OrdersPage {
  readonly page: Page;
  readonly card: Locator;
  readonly state: Locator;
  readonly total: Locator;
  readonly summary: Locator;
  readonly lacks: Locator;

  constructor(page: Page) {
    this.page = page;
    this.card = page.getByTestId('order-card');
    this.state = this.card.getByTestId('order-state');
    this.total = page.getByTestId('form-total');
    this.summary = page.getByTestId('order-summary');
    this.lacks = page.getByTestId('form-lacks');
  }

  async open(): Promise<void> {
    await this.page.getByTestId('nav-orders').click();
    await expect(this.page.getByTestId('orders')).toHaveAttribute('data-place', 'list', { timeout: 60_000 });
  }

  /** From the list, whatever its filter is, the card of an order. */
  async show(number: string): Promise<void> {
    await this.open();
    await this.page.getByTestId('order-only-all').click();
    await this.page.getByTestId('order-find').fill(number);
    await this.page.getByTestId('order-row').filter({ hasText: number }).first().click();
    await expect(this.card).toHaveAttribute('data-number', number);
  }

  /** By the newest prescription that is signed, or the n-th below it. */
  async prescribe(nth = 0): Promise<void> {
    const choice = this.page.getByTestId('form-rx').nth(nth);
    await choice.click();
    await expect(choice).toHaveAttribute('aria-checked', 'true');
  }

  /** Centring, mm: pupil to nose and height in the frame. */
  async centre(side: Side, { pd, height }: { readonly pd?: string; readonly height?: string }): Promise<void> {
    if (pd !== undefined) await this.page.getByTestId(`form-pd-${side}`).fill(pd);
    if (height !== undefined) await this.page.getByTestId(`form-height-${side}`).fill(height);
  }

  /** Ours: the first that these words find. */
  async frame(words: string): Promise<void> {
    await this.page.getByTestId('frame-find').fill(words);
    await this.page.getByTestId('frame-row').filter({ hasText: words }).first().click();
    await expect(this.page.getByTestId('frame-chosen')).toBeVisible();
  }

  /** The client's own, taken in with its sizes, mm. */
  async ownFrame(what: string, sizes: Readonly<Partial<Record<'a' | 'b' | 'dbl' | 'ed', string>>> = {}): Promise<void> {
    await this.page.getByTestId('frame-own').click();
    await this.page.getByTestId('own-what').fill(what);
    for (const [name, text] of Object.entries(sizes)) await this.page.getByTestId(`own-${name}`).fill(text);
  }

  /** The best lens of this index or more that is called so, for both eyes. */
  async lenses(words: string | RegExp, index?: '1.56' | '1.6' | '1.67'): Promise<void> {
    if (index !== undefined) await this.page.getByTestId(`lens-index-${index}`).click();
    await this.page.getByTestId('lens-row').filter({ hasText: words }).first().click();
    for (const side of ['od', 'os'] as const) await expect(this.page.getByTestId(`lens-chosen-${side}`)).toBeVisible();
  }

  /** Writes the order down and confirms it; resolves with its number. */
  async confirm(): Promise<string> {
    await this.page.getByTestId('form-confirm').click();
    await expect(this.card).toHaveAttribute('data-number', /\d/, { timeout: 60_000 });
    return (await this.card.getAttribute('data-number'))!;
  }

  /** What stands first on the card's buttons may be pressed: confirm, deposit, start, ready, settle, deliver, change, rework, remake, … */
  async press(action: string): Promise<void> {
    await this.page.getByTestId(`order-${action}`).click();
  }

  /** A deposit is taken: the till's payment opens. `sum`: roubles as typed; without it what the dialog suggests. */
  async deposit(sum?: string): Promise<void> {
    await this.press('deposit');
    if (sum !== undefined) await this.page.getByTestId('order-deposit-sum').fill(sum);
    await this.page.getByTestId('order-deposit-go').click();
    await expect(this.page.getByTestId('due')).toBeVisible();
  }

  /** What is left is paid and the glasses are handed over: the till's payment opens. */
  async settle(): Promise<void> {
    await this.press('settle');
    await expect(this.page.getByTestId('due')).toBeVisible();
  }
}

/** One lens as the lensmeter shows it, as typed. */
export type MeasuredEye = Readonly<Partial<Record<'sph' | 'cyl' | 'axis' | 'add' | 'height', string>>>;
export type BoardColumn = 'confirmed' | 'production' | 'check' | 'ready';

/** The workshop's board on a tablet, and the job that a ticket opens. */
export class WorkshopPage {
  readonly device: ShopTill;
  readonly page: Page;
  readonly board: Locator;
  readonly job: Locator;
  readonly said: Locator;

  constructor(device: ShopTill) {
    this.device = device;
    this.page = device.page;
    this.board = this.page.getByTestId('workshop');
    this.job = this.page.getByTestId('job');
    this.said = this.page.getByTestId('workshop-said');
  }

  /** The order's card on the board, in this column. */
  cardIn(column: BoardColumn, order: string): Locator {
    return this.page.getByTestId(`column-${column}`).locator(`[data-testid="board-card"][data-order="${order}"]`);
  }

  /** The ticket's barcode, as a scanner types it (`O-17-A`): the job opens. */
  async scan(code: string): Promise<void> {
    await this.device.scan(code);
    await expect(this.job).toBeVisible();
  }

  /** On to the next column. */
  async next(): Promise<void> {
    await this.page.getByTestId('job-next').click();
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.job).toBeHidden();
  }

  /** What was measured goes into the form of the check; whether it passes is another press. */
  async measure(
    lenses: { readonly od?: MeasuredEye; readonly os?: MeasuredEye },
    both: Readonly<Partial<Record<'centres' | 'height-difference' | 'horizontal' | 'vertical', string>>> = {},
  ): Promise<void> {
    await this.page.getByTestId('job-quality').click();
    const cell = (name: string) => this.page.getByTestId(`measured-${name}`);
    for (const eye of ['od', 'os'] as const) {
      for (const [name, text] of Object.entries(lenses[eye] ?? {})) await cell(`${eye}-${name}`).fill(text);
    }
    for (const [name, text] of Object.entries(both)) await cell(name).fill(text);
  }

  /** The person's word on what was measured. `note`: why, where the table does not say so. */
  async passed(note?: string): Promise<void> {
    if (note !== undefined) await this.page.getByTestId('quality-note').fill(note);
    await this.page.getByTestId('quality-pass').click();
    await expect(this.page.getByTestId('job-checked')).toBeVisible();
  }
}

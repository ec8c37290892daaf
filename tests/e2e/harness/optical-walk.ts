import { expect, type Locator, type Page } from '@playwright/test';

/** Takes a look at the page as it stands. */
export type See = (name: string) => Promise<void>;

/** By the screen's own buttons: nothing is loaded anew between two looks. */
class Walk {
  readonly page: Page;
  readonly see: See;

  constructor(page: Page, see: See) {
    this.page = page;
    this.see = see;
  }

  id(testid: string): Locator {
    return this.page.getByTestId(testid).first();
  }

  async press(...testids: string[]): Promise<void> {
    for (const testid of testids) await this.id(testid).click();
  }

  /** A place of the optical half that the bar does not name. */
  async place(name: 'orders' | 'workshop' | 'lenses'): Promise<void> {
    await this.press('nav-orders');
    await expect(this.id('order-find')).toBeVisible();
    if (name !== 'orders') await this.press(`orders-${name}`);
  }

  async dialog(opened: string, name: string): Promise<void> {
    await this.press(opened);
    const dialog = this.page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await this.see(name);
    await this.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
}

async function clients(walk: Walk): Promise<void> {
  const { see } = walk;
  await walk.press('nav-clients');
  await expect(walk.id('clients-row')).toBeVisible({ timeout: 60_000 });
  await see('clients');
  await walk.id('clients-find').fill('ъъъ никого');
  await expect(walk.id('clients-row')).toBeHidden();
  await see('clients-nobody');
  await walk.dialog('client-new', 'client-new');
  await walk.dialog('clients-elsewhere', 'clients-elsewhere');
  await walk.id('clients-find').fill('');
  await walk.press('clients-row');
  await expect(walk.id('card-name')).toBeVisible();
  await see('client');
  for (const tab of ['note', 'orders', 'purchases', 'timeline']) {
    await walk.press(`card-tab-${tab}`);
    await see(`client-${tab}`);
  }
  await walk.press('card-tab-prescriptions');
  await expect(walk.id('rx-card')).toBeVisible();
  await see('client-prescriptions');
}

/** Of the client whose prescriptions stand there. */
async function prescription(walk: Walk): Promise<void> {
  const { see } = walk;
  await walk.press('rx-new-contact-lenses');
  await expect(walk.id('rx-od.sph')).toBeFocused();
  await see('prescription-lenses');
  await walk.press('rx-discard', 'rx-discard-yes');
  await walk.press('rx-new-glasses');
  await expect(walk.id('rx-od.sph')).toBeFocused();
  for (const [field, text] of [
    ...[
      ['od.sph', '9,25'],
      ['od.cyl', '+7'],
      ['os.sph', '-21,5'],
      ['os.axis', '12'],
      ['os.add', '4,1'],
    ],
    ...[
      ['od.prism.horizontal', '2'],
      ['pd.both', '61'],
    ],
  ] as const)
    await walk.id(`rx-${field}`).fill(text);
  await walk.id('rx-pd.od').focus();
  await see('prescription-stopped');
  for (const [field, text] of [
    ...[
      ['od.sph', '+9,25'],
      ['od.axis', '90'],
      ['os.add', ''],
      ['os.cyl', '-0,25'],
    ],
    ...[['od.prism.horizontal', '']],
  ] as const)
    await walk.id(`rx-${field}`).fill(text);
  const open = walk.page.locator('[data-testid^="right-"][aria-pressed="false"]');
  for (let left = await open.count(); left > 0; left -= 1) await open.first().click();
  await expect(walk.id('rx-sign')).toBeEnabled();
  await walk.dialog('rx-sign', 'prescription-sign');
  await walk.dialog('rx-discard', 'prescription-discard');
}

async function orders(walk: Walk): Promise<void> {
  const { page, see } = walk;
  await walk.place('orders');
  await expect(walk.id('order-row')).toBeVisible();
  await see('orders');
  await walk.id('order-find').fill('ъъъ');
  await expect(walk.id('order-row')).toBeHidden();
  await see('orders-nothing');
  await walk.press('order-new');
  await expect(walk.id('order-form')).toBeVisible();
  await see('order-new');
  await walk.press('form-leave');
  await walk.press('order-only-late');
  await page.getByTestId('order-row').last().click();
  await expect(walk.id('order-card')).toBeVisible();
  await see('order');
  await walk.dialog('order-cancel', 'order-cancel');
  await walk.press('order-print');
  await expect(walk.id('print-screen')).toBeVisible();
  await see('paper-job');
  for (const paper of ['tray', 'receipt', 'warranty', 'delivery']) {
    await walk.press(`paper-${paper}`);
    await see(`paper-${paper}`);
  }
}

async function workshop(walk: Walk): Promise<void> {
  const { page, see } = walk;
  await walk.place('workshop');
  await expect(walk.id('board-card')).toBeVisible();
  await see('board');
  await page.getByTestId('column-check').getByTestId('board-card').first().click();
  await expect(walk.id('job')).toBeVisible();
  await see('job');
  await walk.press('job-quality');
  await see('job-quality');
  await walk.id('tolerance-table').selectOption({ index: 1 });
  await see('job-quality-no-table');
  await page.getByRole('dialog').getByRole('button').first().click();
  await walk.press('job-damage');
  await see('job-damage');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
}

async function lenses(walk: Walk): Promise<void> {
  await walk.place('lenses');
  await expect(walk.id('supplier-group')).toBeVisible();
  await walk.see('lenses-needed');
  for (const part of ['receive', 'sent']) {
    await walk.press(`lens-part-${part}`);
    await walk.see(`lenses-${part}`);
  }
}

/**
 * Every screen and dialog of the optical half, full and empty, of the demo shop's people and orders: from any screen, as somebody who may
 * write prescriptions and move jobs. Leaves a draft prescription on the device.
 */
export async function walkOptics(page: Page, see: See): Promise<void> {
  const walk = new Walk(page, see);
  await clients(walk);
  await prescription(walk);
  await orders(walk);
  await workshop(walk);
  await lenses(walk);
}

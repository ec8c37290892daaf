import { parseDatabaseName } from '../../design/databases.ts';
import type { Opening, OpeningCorrection } from '../../design/documents/opening.ts';
import { isBalanceFact, type BalanceFact } from '../../design/folds/movement.ts';
import { balanceAt } from '../../design/folds/opening.ts';
import { scanInto } from './harness/scan-gun.ts';
import { expect, test } from './harness/story.ts';
import { PeoplePage, PINS } from './pages/people.page.ts';
import { TillPage } from './pages/till.page.ts';

const [ONE, OTHER] = ['RB-1001', 'RB-1002'] as const;
/** An EAN that nothing bears. */
const NOBODYS = '4699999999998';

test.describe.configure({ timeout: 300_000 });

test('two zones are counted by scanner, a pair is sold meanwhile, the manager signs, the books say what lies there', async ({
  world,
  newProfile,
}, info) => {
  const context = await newProfile().open();
  const page = context.pages()[0] ?? (await context.newPage());
  const id = (name: string) => page.getByTestId(name).first();
  const shot = (name: string) => page.screenshot({ path: info.outputPath(`${name}.png`), animations: 'disabled' });
  const till = new TillPage(page);
  const open = async () => {
    await id('nav-report').click();
    await id('to-stock-take').click();
  };
  const scan = async (code: string, total: string) => {
    await scanInto(page, code);
    await expect(id('zone-total')).toHaveText(total);
  };

  await test.step('the manager begins it: the whole shop, two zones', async () => {
    await till.enter(world.url);
    await till.openShift();
    await id('lock').click();
    await new PeoplePage(page).unlockAs('manager');
    await open();
    await shot('none');
    await id('stock-take-begin').click();
    await id('take-zones').fill('Витрина, Стойка');
    await shot('begin');
    await id('take-go').click();
    await expect(page.getByTestId('zone')).toHaveCount(2);
    await shot('zones-to-choose');
  });

  await test.step('one zone by the scanner: a piece, five at once, one taken back, a code that nobody knows', async () => {
    await page.getByTestId('zone').nth(0).click();
    await scan(ONE, '1');
    await scan(ONE, '2');
    await id('take-code').fill(`5*${ONE}`);
    await id('take-add').click();
    await expect(id('article-count')).toHaveText('7');
    await scan(OTHER, '8');
    await shot('counting');
    await id('take-undo').click();
    await expect(id('zone-total')).toHaveText('7');
    await scan(NOBODYS, '8');
    await expect(id('last-scan')).toHaveAttribute('data-kind', 'unknown');
    await shot('unknown');
    // Words and a quantity that is none count nothing; what the words may mean is offered.
    await id('take-code').fill(`99999*${ONE}`);
    await id('take-add').click();
    await expect(id('take-note')).toBeVisible();
    await id('take-code').fill('Ray-Ban оправа');
    await id('take-add').click();
    await expect(id('take-note')).toBeHidden();
    await expect(id('zone-total')).toHaveText('8');
    await id('take-offered').getByRole('button').first().click();
    await expect(id('zone-total')).toHaveText('9');
    await id('take-undo').click();
    await expect(id('zone-total')).toHaveText('8');
    await id('zone-end').click();
    await expect(id('zone-end')).toHaveText('Считать дальше');
  });

  await test.step('a reload loses nothing, and the shop sells meanwhile', async () => {
    await page.reload();
    await new PeoplePage(page).unlock(PINS.manager);
    await expect(id('zone-total')).toHaveText('8');
    await id('other-zone').click();
    await page.getByTestId('zone').nth(1).click();
    await scan(OTHER, '1');
    await id('nav-sale').click();
    await till.sell(ONE, 'cash');
  });

  await test.step('the review explains what was sold after it was counted', async () => {
    await open();
    await page.getByTestId('stock-take').first().click();
    await id('take-part-zones').click();
    await expect(page.getByTestId('zone-row')).toHaveCount(2);
    await shot('zones');
    await id('take-part-review').click();
    await id('take-filter-all').click();
    await expect(page.locator(`[data-sku="${ONE}"]`)).toContainText('продано 1');
    await shot('review');
    await page.setViewportSize({ width: 390, height: 844 });
    await shot('review-phone');
    await id('take-part-count').click();
    await shot('count-phone');
    await page.setViewportSize({ width: 1024, height: 768 });
    await id('take-part-review').click();
    await id('take-finish').click();
  });

  await test.step('signed by PIN; the server posts it once every till has handed in', async () => {
    await id('take-approve').click();
    await id('approval-pin').fill(PINS.manager);
    await shot('approval');
    await id('approval-sign').click();
    await expect(id('stock-take-state')).toHaveAttribute('data-state', /approved|posted/);
    await expect(id('stock-take-state')).toHaveAttribute('data-state', 'posted', { timeout: 150_000 });
    await shot('posted');
    await id('take-part-act').click();
    await expect(id('act')).toContainText(ONE);
    await shot('act');
    const { databases } = await world.databases.session();
    const store = await world.databases.documents('store-demo-1');
    const openings = store.filter(({ type }) => type === 'opening') as unknown as Opening[];
    const corrections = store.filter(({ type }) => type === 'opening-correction') as unknown as OpeningCorrection[];
    const months = new Map<string, BalanceFact[]>();
    for (const { name } of databases) {
      const { kind, month } = parseDatabaseName(name) ?? {};
      if (kind === 'sales' && month) {
        months.set(month, (await world.databases.documents(name)).filter(isBalanceFact) as unknown as BalanceFact[]);
      }
    }
    const since = (from: string | null) => [...months].flatMap(([month, facts]) => (month >= (from ?? '') ? facts : []));
    const floor = balanceAt(openings, corrections, (from) => ({ facts: since(from) })).stock['floor']!;
    expect([floor[ONE], floor[OTHER]]).toEqual([6_000, 1_000]);
  });
});

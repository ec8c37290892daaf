import { expect, test } from './harness/story.ts';
import { PINS } from './pages/people.page.ts';
import { TillPage } from './pages/till.page.ts';

test.use({ worldOptions: { products: 300, days: 1 } });

test('A-50…A-56 a shift from the counted float to the Z in the archive: cash, hand-over, a difference that a manager signs', async ({
  world,
  newProfile,
}) => {
  test.setTimeout(300_000);
  const context = await newProfile().open();
  const page = context.pages()[0]!;
  const till = new TillPage(page);
  const id = (name: string) => page.getByTestId(name);
  await till.enter(world.url);

  await test.step('the float is counted by notes', async () => {
    await id('open-shift-count').click();
    await id('pieces-100000').fill('3');
    await id('pieces-10000').fill('5');
    await expect(id('open-counted')).toHaveAttribute('data-kopecks', '350000');
    await id('open-confirm').click();
    await expect(till.search).toBeVisible();
  });

  const { total } = await till.sell('ray-ban', 'cash');
  await id('nav-report').click();
  await expect(id('report-drawer')).toHaveAttribute('data-kopecks', String(350_000 + total));

  await test.step('cash in and a collection', async () => {
    for (const [button, sum] of [
      ['cash-in', '1000'],
      ['cash-collect', '500'],
    ] as const) {
      await id(button).click();
      await id('cash-amount').fill(sum);
      await id('cash-confirm').click();
      await expect(id('cash-amount')).toBeHidden();
    }
    await expect(id('report-drawer')).toHaveAttribute('data-kopecks', String(400_000 + total));
  });

  await test.step('the drawer goes to the next cashier', async () => {
    await id('handover').click();
    await id('handover-to').first().click();
    await id('handover-pin').fill(PINS.cashier);
    await id('handover-confirm').click();
    await expect(id('handover-pin')).toBeHidden();
    await expect(id('handovers').locator('li')).toHaveCount(1);
  });

  await test.step('600 ₽ are missing: the manager signs once, for the close and its difference', async () => {
    await id('report-z').click();
    await expect(id('close-expected')).toHaveAttribute('data-kopecks', String(400_000 + total));
    await id('close-counted').fill(String((400_000 + total - 60_000) / 100).replace('.', ','));
    await id('close-reason').fill('ошибка сдачи');
    await id('report-z-confirm').click();
    await id('approval-pin').fill(PINS.manager);
    await id('approval-sign').click();
    await expect(id('report')).toHaveAttribute('data-type', 'z');
    await expect(id('report-difference')).toHaveAttribute('data-kopecks', '-60000');
    await expect(id('report-signed')).toContainText('ошибка сдачи');
  });

  await test.step('its Z is in the archive, and what was counted is the next float', async () => {
    await id('to-archive').click();
    await id('archive-row').first().click();
    await expect(id('report-text')).toContainText('НЕДОСТАЧА');
    await id('nav-sale').click();
    await expect(id('float-left')).toHaveAttribute('data-kopecks', String(340_000 + total));
  });
});

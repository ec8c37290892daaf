import { expect, test } from './harness/story.ts';
import { OrdersPage } from './pages/orders.page.ts';
import { PeoplePage } from './pages/people.page.ts';

// A smaller catalogue has no work to order, and the demo then has no orders.
test.use({ worldOptions: { products: 1_500, days: 1 } });

test('17 whoever wants no messages is called, and the call is noted for everybody', async ({ world, newProfile }) => {
  test.setTimeout(400_000);
  const context = await newProfile().open();
  const page = context.pages()[0] ?? (await context.newPage());
  const orders = new OrdersPage(page);
  const switchNotices = page.getByTestId('card-no-notices');
  let id = '';

  await test.step('the client of an order in production wants no messages', async () => {
    await page.goto(`${world.url}/orders`);
    await new PeoplePage(page).unlockAs('manager');
    await orders.openFirst('open', 'production');
    id = (await orders.card.getAttribute('data-id')) ?? '';
    await page.getByTestId('order-client').click();
    await switchNotices.click();
    await expect(page.getByTestId('card-saved')).toHaveAttribute('data-saved', 'true');
    await page.goBack();
    await expect(orders.card).toHaveAttribute('data-id', id);
  });

  await test.step('the order becomes ready: the client is to be called', async () => {
    await page.getByTestId('order-ready').click();
    await expect(page.getByTestId('order-state')).toHaveAttribute('data-state', 'ready');
    await page.getByTestId('order-back').click();
    await page.getByTestId('orders-calls').click();
    await expect(page.getByTestId('calls')).toBeVisible();
  });
  const call = page.locator(`[data-testid="call-row"][data-order="${id}"]`);
  await test.step('no answer, then later, then told', async () => {
    await expect(call).toHaveAttribute('data-why', 'opted-out');
    await call.getByTestId('call-unreached').click();
    await expect(call.getByTestId('call-missed')).toBeVisible();
    await call.getByTestId('call-later').click();
    await call.getByTestId('call-hour').click();
    await expect(call.getByTestId('call-again')).toBeVisible();
    await call.getByTestId('call-reached').click();
    await expect(call).toHaveCount(0);
  });

  await test.step('the order says so', async () => {
    await page.goto(`${world.url}/orders?id=${encodeURIComponent(id)}`);
    await new PeoplePage(page).unlockAs('manager');
    const notice = page.getByTestId('order-notice');
    await expect(notice.first()).toHaveAttribute('data-status', 'reached');
  });
});

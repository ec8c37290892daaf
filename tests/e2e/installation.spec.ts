import { randomUUID } from 'node:crypto';
import { expectInvariant } from './harness/evidence.ts';
import { startInstallation, type Installation } from './harness/installation.ts';
import { look } from './harness/looks.ts';
import { freePort } from './harness/ports.ts';
import { expect, test as story } from './harness/story.ts';
import { AdminPage } from './pages/admin.page.ts';
import { pressAgain } from './pages/another-press.ts';
import { PeoplePage } from './pages/people.page.ts';
import { TillPage } from './pages/till.page.ts';

const test = story.extend<{ installation: Installation }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names a fixture needs from this pattern
  installation: async ({}, use, info) => {
    const installation = await startInstallation();
    await use(installation);
    if (info.status !== info.expectedStatus)
      await info.attach('programs', { body: installation.log(), contentType: 'text/plain' });
    await installation.stop();
  },
});

test.describe.configure({ mode: 'parallel' });

const PASSWORD = 'пароль администратора';
const SHOP = { code: 'tverskaya', name: 'Оптика на Тверской' };
const POS = 'POS-001';
const PIN = '271828';

test('installation: from nothing to a till that asks for its register, outside the demo', async ({
  installation,
  newProfile,
}) => {
  const context = await newProfile().open();
  const admin = new AdminPage(await context.newPage());
  const port = await freePort();
  const gatewayUrl = `http://127.0.0.1:${port}`;

  await admin.enterFirst(installation.server, PASSWORD);
  await admin.createShop(SHOP);
  await admin.addPerson({ name: 'Иванова А. П.', role: 'Кассир', pin: PIN });
  const otherToken = await admin.gatewayToken('POS-002', 'http://127.0.0.1:8001');
  const token = await admin.gatewayToken(POS, gatewayUrl);
  const otherPort = await freePort();
  const [gateway] = await Promise.all([
    installation.gateway(POS, SHOP.code, port, token),
    installation.gateway('POS-002', SHOP.code, otherPort, otherToken),
  ]);

  await test.step('a sale without a register answers REGISTER_NOT_CONFIGURED', async () => {
    const answer = await fetch(`${gatewayUrl}/v1/kkt/receipt`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await installation.adminToken(POS)}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({
        pos_id: POS,
        type: 'sale',
        items: [{ sku: 'RB-1001', name: 'Оправа', qty: 1, price: 100, vat: 'none' }],
        payments: [{ method: 'cash', amount: 100 }],
      }),
    });
    expect(await answer.json()).toMatchObject({ status: 503, code: 'REGISTER_NOT_CONFIGURED' });
  });

  const page = context.pages()[0]!;
  await page.bringToFront();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const code = page.getByTestId('pairing-gateway-code');
  const address = page.getByTestId('pairing-gateway-url');
  const submit = page.getByTestId('pairing-gateway-submit');
  const alert = page.getByRole('alert');

  await test.step('the browser is paired with the server by the code of the devices page', async () => {
    await page.goto(installation.url);
    const first = await admin.pairingCode(POS);
    await page.bringToFront();
    await page.getByTestId('pairing-code').fill('WRON-GONE');
    await page.getByTestId('pairing-submit').click();
    await expect(alert).toContainText('Код подключения не подходит');
    await page.getByTestId('pairing-code').fill(first);
    await pressAgain(page.getByTestId('pairing-submit'));
    await expect(address).toHaveValue(gatewayUrl);
  });

  await test.step('then with the gateway: what is wrong is said, and costs no code', async () => {
    const right = installation.firstCodeOf(gateway);
    await address.fill('http://192.168.0.7:8000');
    await code.fill(right);
    await submit.click();
    await expect(page.getByText('Адрес начинается с http://127.0.0.1')).toBeVisible();
    await address.fill(`http://127.0.0.1:${await freePort()}`);
    await pressAgain(submit);
    await expect(alert).toContainText('Нет связи с кассовой программой');
    await address.fill(`localhost:${otherPort}`);
    await pressAgain(submit);
    await expect(alert).toContainText('подключён к другой кассе');
    await address.fill(gatewayUrl);
    await code.fill('WRON-GONE');
    await pressAgain(submit);
    await expect(alert).toContainText('Код подключения не подходит');
    await look(page, '32-pairing-gateway-wrong-code');
    await page.getByTestId('pairing-gateway-later').click();
    await new PeoplePage(page).unlock(PIN);
    await page.getByTestId('enter-gateway-code').waitFor();
    await look(page, '33-till-needs-code');
    await page.getByTestId('enter-gateway-code').click();
    await code.fill(right.toLowerCase().replace('-', ' '));
    await submit.click();
    await expect(page.getByTestId('open-shift')).toBeVisible();
  });

  await test.step('the till says in Russian that there is no register', async () => {
    await page.getByTestId('open-shift').click();
    await expect(alert).toContainText('Кассовый аппарат не настроен');
    await look(page, '34-till-no-register');
  });

  await test.step('wrong PINs are counted by the gateway; after a reload nothing is asked but the PIN', async () => {
    // The gateway's state is pushed: whatever it answers first says that this browser is known to it.
    const reached = page.waitForResponse((response) => response.url().startsWith(`${gatewayUrl}/v1/`) && response.ok());
    await page.reload();
    await reached;
    await expect(page.getByTestId('pin-input')).toBeFocused();
    const counted = page.waitForResponse(
      (response) => response.url().endsWith('/v1/pin-attempts') && (response.request().postData() ?? '').includes('false'),
    );
    await page.getByTestId('pin-input').fill('0000');
    await page.getByTestId('unlock').click();
    expect(await (await counted).json()).toMatchObject({ failures: 1 });
    await expect(alert).toContainText('Неверный ПИН-код');
    await new PeoplePage(page).unlock(PIN);
    await expect(page.getByTestId('open-shift')).toBeVisible();
  });

  await test.step('nothing says that this is a training', async () => {
    await expect(page.getByTestId('training-banner')).toHaveCount(0);
    await expect(page.getByTestId('sync-state')).toHaveAttribute('data-state', 'synced');
  });
});

test('installation: a device that is switched off says so, goes on selling and loses nothing', async ({ world, newProfile }) => {
  const context = await newProfile().open();
  const page = context.pages()[0]!;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const till = new TillPage(page);
  const sync = page.getByTestId('sync-state');
  await till.enter(world.url);
  await till.openShift();
  await till.sell('ray-ban', 'cash');
  await expect(till.unsent).toHaveAttribute('data-count', '0');

  const admin = new AdminPage(await context.newPage());
  await admin.enterFirst(world.server, PASSWORD);
  await admin.revoke(1);

  await test.step('the till says so, sells on and keeps its documents over a reload', async () => {
    await page.bringToFront();
    await expect(sync).toHaveAttribute('data-state', 'revoked');
    await expect(page.getByText('Устройство отключено администратором')).toBeVisible();
    await look(page, '35-till-revoked');
    await till.sell('ray-ban', 'card');
    await expect(till.unsent).toHaveAttribute('data-count', /^[1-9]/);
    const unsent = await till.unsent.getAttribute('data-count');
    await page.reload();
    await new PeoplePage(page).unlock();
    await expect(sync).toHaveAttribute('data-state', 'revoked');
    // The sale was counted when it was read, its fiscal result perhaps a moment later.
    const kept = async (): Promise<number> => Number(await till.unsent.getAttribute('data-count'));
    await expect.poll(kept).toBeGreaterThanOrEqual(Number(unsent));
  });

  await test.step('a new code brings it back, and what it kept is handed in', async () => {
    const code = await admin.pairingCode(POS);
    await page.bringToFront();
    await till.network.click();
    await page.getByTestId('pair-again').click();
    await look(page, '36-pairing-again');
    await page.getByTestId('pairing-code').fill(code);
    await page.getByTestId('pairing-submit').click();
    await expect(sync).toHaveAttribute('data-state', 'synced');
    await expect(till.unsent).toHaveAttribute('data-count', '0');
    await expect(till.search).toBeVisible();
    expect(await world.databases.factsOf('sale', world.began)).toHaveLength(2);
    await expectInvariant(world);
  });
});

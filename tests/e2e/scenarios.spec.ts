import { expect, scenario } from './harness/scenario.ts';

// The examples of docs/offline-scenarios.md, which quotes them (a test compares).

// example: the internet goes away
scenario('5.1 eight hours without the internet: the shop sells, and everything arrives once', async ({ shop }) => {
  const till = await shop.openTill();
  await shop.cut('internet');
  await shop.cut('operator');
  await till.sell('ray-ban', 'cash');
  await shop.clock.pass(8 * 3_600_000);
  await till.reload();
  await till.sell('линза', 'card');
  expect(await shop.register.receipts()).toHaveLength(2);

  await shop.restore('internet');
  await shop.restore('operator');
  await shop.settled();
});
// end of example

// example: the power goes out
scenario('5.2 the power goes out while the register works: one receipt, found by asking', async ({ shop }) => {
  const till = await shop.openTill();
  await shop.kill('gateway');
  await shop.start('gateway', { OPTICS_CRASH_AT: 'after-register' });
  await till.add('ray-ban');
  await till.pay('cash');
  await shop.program('gateway').gone();
  await till.kill();

  await shop.start('gateway');
  await shop.reopen(till);
  await shop.settled();
  expect(await shop.register.receipts()).toHaveLength(1);
});
// end of example

// example: the register refuses
scenario('5.3 the register refuses: the receipt waits in the tray and is printed once it can be', async ({ shop }) => {
  const till = await shop.openTill();
  await shop.register.fault({ kind: 'refuse', reason: 'drive-refused', times: 1 });
  await till.add('ray-ban');
  await till.pay('cash');
  await till.page.getByTestId('to-tray').click();
  expect(await shop.register.receipts()).toHaveLength(0);

  await till.page.getByTestId('tray').click();
  await till.page.getByTestId('tray-retry').click();
  await expect(till.page.getByTestId('tray-retry')).toBeHidden();
  await shop.settled();
  expect(await shop.register.receipts()).toHaveLength(1);
});
// end of example

import type { Page } from '@playwright/test';
import { expectInvariant } from './harness/evidence.ts';
import { expect, test } from './harness/story.ts';
import { waitUntil } from './harness/wait-until.ts';
import { TillPage } from './pages/till.page.ts';

/** Tabs that hold the exchange with the server, and tabs that wait for their turn. */
const leaders = (page: Page): Promise<[number, number]> =>
  page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    const count = (locks: LockInfo[]): number => locks.filter(({ name }) => name === 'optics-leader').length;
    return [count(held), count(pending)];
  });

test('4 three tabs: the one that exchanges is killed with a sale unsent, another takes over and hands it in, once', async ({
  world,
  newProfile,
}) => {
  const context = await newProfile().open();
  const first = new TillPage(context.pages()[0] ?? (await context.newPage()));
  await first.enter(world.url);
  await first.openShift();
  const others = [new TillPage(await context.newPage()), new TillPage(await context.newPage())];
  for (const other of others) await other.enter(world.url);
  await expect.poll(() => leaders(first.page)).toEqual([1, 2]);
  await first.page.bringToFront();
  await first.sell('ray-ban', 'cash');
  await expect(first.unsent).toHaveAttribute('data-count', '0');
  world.internet.set('cut');
  await first.sell('ray-ban', 'cash');
  await expect(others[0]!.unsent).not.toHaveAttribute('data-count', '0');
  // As by the task manager: nothing of the page gets to say goodbye.
  const session = await context.newCDPSession(first.page);
  const crashed = first.page.waitForEvent('crash');
  await Promise.race([session.send('Page.crash').catch(() => undefined), crashed]);
  await crashed;
  await expect.poll(() => leaders(others[0]!.page)).toEqual([1, 1]);
  world.internet.set('up');
  await waitUntil('both sales at the server', async () => (await world.databases.factsOf('sale', world.began)).length === 2);
  for (const other of others) await expect(other.unsent).toHaveAttribute('data-count', '0');
  expect(await world.databases.factsOf('recovery', world.began)).toHaveLength(0);
  expect(await world.drive.receipts()).toHaveLength(2);
  await expectInvariant(world);
});

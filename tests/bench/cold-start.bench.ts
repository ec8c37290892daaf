import { expect } from '@playwright/test';
import { Profile } from '../e2e/harness/browser.ts';
import { noteWhen, seenAt } from '../e2e/harness/seen-at.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import type { World } from '../e2e/harness/world.ts';
import { PINS } from '../e2e/pages/people.page.ts';
import { TillPage } from '../e2e/pages/till.page.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';
import { SlowMachine } from './slow-machine.ts';

const STARTS = 7;
const GOAL = 1_000;
/** Of one core, and the goal there. */
const SLOW = { share: 0.5, goal: 1_500 } as const;

/** One start of a browser on the profile, which is slowed before it goes to the page; ms from navigation to a PIN field that takes the PIN. */
async function startOf(profile: Profile, world: World, slow: SlowMachine | null): Promise<number> {
  const tab = (await profile.open()).pages()[0]!;
  slow?.take(await profile.processes());
  await noteWhen(tab, { pin: '[data-testid="pin-input"]:not(:disabled)' });
  await tab.goto(world.url);
  await expect(tab.getByTestId('pin-input')).toBeFocused();
  const took = (await seenAt(tab, 'pin'))!;
  await profile.close();
  return took;
}

/** The installed app in a browser just started, without internet: from navigation to a PIN field that takes the PIN. */
export async function coldStartBench(world: World): Promise<Section> {
  const profile = new Profile();
  try {
    const context = await profile.open();
    const page = context.pages()[0] ?? (await context.newPage());
    const till = new TillPage(page);
    await till.enter(world.url, PINS.cashier);
    await till.takeTill();
    await waitUntil('an app that is kept for offline', () =>
      page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state === 'activated'),
    );
    await profile.close();
    world.internet.set('cut');
    const interactive: number[] = [];
    for (let n = 0; n < STARTS; n += 1) interactive.push(await startOf(profile, world, null));
    const slow = new SlowMachine(SLOW.share);
    const slowed: number[] = [];
    try {
      for (let n = 0; n < STARTS; n += 1) slowed.push(await startOf(profile, world, slow));
    } finally {
      slow.release();
    }
    world.internet.set('up');
    const { p50, max } = spread(interactive);
    return {
      name: 'The app, installed, cold and offline, with 50,000 products on the device',
      figures: [
        { what: 'navigation to the PIN field, median', value: p50, unit: 'ms', goal: GOAL },
        { what: 'the slowest', value: max, unit: 'ms' },
        { what: 'slowed to half of one core, median', value: spread(slowed).p50, unit: 'ms', goal: SLOW.goal },
        { what: 'slowed, the slowest', value: spread(slowed).max, unit: 'ms' },
      ],
      method: `${STARTS} starts of Chromium on one profile, the line cut; the page's own clock`,
    };
  } finally {
    world.internet.set('up');
    await profile.delete();
  }
}

import { test as base } from '@playwright/test';
import { Profile } from './browser.ts';
import { startWorld, type World, type WorldOptions } from './world.ts';

interface Fixtures {
  /** Set with `test.use({ worldOptions })`. */
  readonly worldOptions: WorldOptions;
  /** A shop of its own for each story, stopped and removed after it; what its programs said is attached where the story failed. */
  readonly world: World;
  /** Makes browser profiles that are removed after the story. */
  readonly newProfile: (flags?: readonly string[]) => Profile;
}

export const test = base.extend<Fixtures>({
  worldOptions: [{}, { option: true }],
  world: async ({ worldOptions }, use, info) => {
    const world = await startWorld(worldOptions);
    await use(world);
    if (info.status !== info.expectedStatus) await info.attach('programs', { body: world.log(), contentType: 'text/plain' });
    await world.stop();
  },
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names a fixture needs from this pattern
  newProfile: async ({}, use, info) => {
    const made: Profile[] = [];
    await use((flags = []) => {
      const profile = new Profile(flags);
      made.push(profile);
      return profile;
    });
    for (const [n, profile] of info.status === info.expectedStatus ? [] : made.entries()) {
      await info.attach(`browser ${n + 1}`, { body: profile.said.slice(-400).join('\n'), contentType: 'text/plain' });
      for (const body of await profile.photographs()) await info.attach(`browser ${n + 1}`, { body, contentType: 'image/png' });
    }
    await Promise.all(made.map((profile) => profile.delete()));
  },
});

export { expect } from '@playwright/test';

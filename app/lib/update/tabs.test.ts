import { describe, expect, it } from 'vitest';
import { Tabs, type TabChannel } from './tabs.ts';

/** One device: what a tab says is heard by the others at once. */
function device() {
  const channels: (TabChannel & { hear: Parameters<TabChannel['listen']>[0] })[] = [];
  let asks = 0;
  const tab = (release: number, isSelling = () => false) => {
    let newer = 0;
    const channel: (typeof channels)[number] = {
      hear: () => undefined,
      listen: (listener) => void (channel.hear = listener),
      send: (message) => {
        for (const other of channels) if (other !== channel) other.hear(message);
      },
      close: () => void channels.splice(channels.indexOf(channel), 1),
    };
    channels.push(channel);
    const tabs = new Tabs({
      channel,
      release,
      uuid: () => `ask-${(asks += 1)}`,
      wait: () => Promise.resolve(),
      isSelling,
      onNewer: () => (newer += 1),
    });
    return { tabs, heardOfNewer: () => newer > 0 };
  };
  return { tab };
}

describe('the tabs of a device', () => {
  it('a sale open in another tab holds up a new version; tabs that are closed, frozen or idle do not', async () => {
    let selling = true;
    const { tab } = device();
    const seller = tab(1, () => selling);
    const { tabs } = tab(1);
    expect(await tabs.anySelling()).toBe(true);
    selling = false;
    expect(await tabs.anySelling()).toBe(false);
    selling = true;
    seller.tabs.close();
    expect(await tabs.anySelling()).toBe(false);
  });

  it('an older program hears of a newer one, whichever tab was opened first; equals leave each other alone', () => {
    for (const releases of [
      [1, 2],
      [2, 1],
    ] as const) {
      const { tab } = device();
      const tabs = releases.map((release) => ({ release, ...tab(release) }));
      for (const { release, heardOfNewer } of tabs)
        expect([releases, release, heardOfNewer()]).toEqual([releases, release, release === 1]);
    }
    const { tab } = device();
    const [one, other] = [tab(3), tab(3)];
    expect([one.heardOfNewer(), other.heardOfNewer()]).toEqual([false, false]);
  });
});

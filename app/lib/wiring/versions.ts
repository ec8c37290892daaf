import { version } from '$app/environment';
import { openModals } from '../ui/parts/open-modals.ts';
import { openTabChannel, Tabs } from '../update/tabs.ts';
import { UpdateStore } from '../update/update.store.svelte.ts';
import type { RegisterDay } from './register-day.ts';
import type { Selling } from './selling.ts';
import type { Till } from './till.ts';

/** Versions of the program on this device: its tabs tell each other theirs, and a new one takes over when nothing on the screen is lost by it. */
export function createVersions({ gateway, people, uuid, wait }: Till, { sale }: Selling, { refund, correction }: RegisterDay) {
  // A cart shown in a tab that does not sell is a copy of the selling tab's.
  const isIdle = () => (sale.isIdle && refund.isIdle && !correction.isBusy) || (gateway.otherTab && sale.phase === 'cart');
  const isLocked = () => people.current === null && isIdle();
  const tabs = new Tabs({
    channel: openTabChannel('optics-tabs'),
    release: Number(version) || 0,
    uuid,
    wait,
    isSelling: () => !isIdle(),
    onNewer: () => update.supersede(),
  });
  const update: UpdateStore = new UpdateStore({
    container: navigator.serviceWorker ?? null,
    isIdle,
    // A drawer half counted in a dialog would be missed as much as a cart.
    isUnattended: () => isLocked() || (isIdle() && sale.phase === 'cart' && openModals.count === 0),
    isLocked,
    anySelling: () => tabs.anySelling(),
    now: () => Date.now(),
    lastReload: () => Number(sessionStorage.getItem('optics-reloaded')),
    reload: (at) => {
      sessionStorage.setItem('optics-reloaded', String(at));
      location.reload();
    },
  });
  return { tabs, update };
}

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { UpdateStore } from './update.store.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A browser with a worker in charge and a newer one in the state given. */
function browser(newer: 'installing' | 'waiting' | null) {
  const told: unknown[] = [];
  const worker = Object.assign(new EventTarget(), { postMessage: (message: unknown) => void told.push(message) });
  const registration = Object.assign(new EventTarget(), {
    installing: newer === 'installing' ? worker : null,
    waiting: newer === 'waiting' ? worker : null,
    update: () => Promise.resolve(),
  });
  const container = Object.assign(new EventTarget(), { controller: {}, register: () => Promise.resolve(registration) });
  const till = { idle: true, unattended: false, locked: false, reloads: 0 };
  const store = new UpdateStore({
    container: container as unknown as ServiceWorkerContainer,
    isIdle: () => till.idle,
    isUnattended: () => till.unattended,
    isLocked: () => till.locked,
    anySelling: () => Promise.resolve(false),
    now: () => 0,
    lastReload: () => 0,
    reload: () => void (till.reloads += 1),
  });
  const installed = () => {
    Object.assign(registration, { installing: null, waiting: worker });
    worker.dispatchEvent(new Event('statechange'));
  };
  return { store, till, told, container, installed };
}

it('notices a version whose installation began before the page listened', async () => {
  const { store, installed } = browser('installing');
  await store.start('/service-worker.js');
  expect(store.waiting).toBe(false);
  installed();
  expect(store.waiting).toBe(true);
  store.stop();
});

it('takes over when asked, between sales alone, and loads anew only where nothing would be missed', async () => {
  const { store, till, told, container } = browser('waiting');
  await store.start('/service-worker.js');
  till.idle = false;
  store.apply();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([]);
  till.idle = true;
  store.apply();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual([{ type: 'SKIP_WAITING' }]);
  // The new worker is in charge; somebody counts the drawer.
  container.dispatchEvent(new Event('controllerchange'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect([store.outdated, till.reloads]).toEqual([true, 0]);
  till.unattended = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(till.reloads).toBe(1);
  store.stop();
});

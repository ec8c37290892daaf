import { GatewayStore, type GatewayDeps } from '../gateway/gateway.store.svelte.ts';
import { localNetwork } from '../gateway/local-network.ts';
import { ApprovalStore } from '../people/approval.store.svelte.ts';
import { PeopleStore, type PeopleDeps } from '../people/people.store.svelte.ts';
import { SettingsStore } from '../settings/settings.store.svelte.ts';
import { WakeLock } from '../shell/wake-lock.ts';
import type { Ground } from './ground.ts';

type TillEvents = Pick<GatewayDeps, 'onReceipt' | 'onShift' | 'onReachable'> & Pick<PeopleDeps, 'tookOver'>;

export type Till = Ground & ReturnType<typeof manned>;

/** Who works here, at which register, by which settings of this till. */
export const createTill = (ground: Ground, events: TillEvents): Till => ({ ...ground, ...manned(ground, events) });

function manned(ground: Ground, { tookOver, ...events }: TillEvents) {
  const { clock, device, isLoopback, browserName } = ground;
  const wakeLock = new WakeLock('wakeLock' in navigator ? navigator.wakeLock : null);
  /** The screen of a till stays on while somebody sells at it. */
  const keepAwake = () => void wakeLock.want(people.current !== null && device()?.till != null);
  const people: PeopleStore = new PeopleStore({
    ...ground,
    tookOver,
    now: () => clock.now,
    subtle: () => crypto.subtle,
    gatewayAttempt: (staff, success) => gateway.pinAttempt(staff, success),
    onUnlocked: () => {
      keepAwake();
      if (people.can('sale') && device()?.till) void gateway.want();
    },
  });
  const settings = new SettingsStore({ ...ground, mayConfigure: () => people.can('register.configure') });
  const cashier = () => people.current;
  const gateway: GatewayStore = new GatewayStore({
    ...ground,
    ...events,
    get deviceName() {
      return settings.deviceName ?? browserName;
    },
    cashier,
    localNetwork: () => localNetwork(navigator.permissions, isLoopback),
  });
  return {
    ...{ people, settings, gateway, cashier, wakeLock, keepAwake },
    by: () => people.current?._id ?? null,
    pos: () => device()?.till ?? null,
    approval: new ApprovalStore({ people }),
  };
}

import { CATALOG } from '$design/databases.ts';
import { watchClock } from '../sync/clock-watch.ts';
import { DeviceExchange } from '../sync/device-exchange.ts';
import type { PulledDocument } from '../sync/pull.ts';
import { SyncStore } from '../sync/sync.store.svelte.ts';
import type { Ground } from './ground.ts';

interface ExchangeEvents {
  /** Resolves when no receipt is just being registered here. */
  readonly handsFree: () => Promise<void>;
  /** The server has answered who this device is. */
  readonly onSession: () => void;
  readonly onCatalogue: (docs: readonly PulledDocument[]) => void;
}

const visibility = {
  isVisible: () => document.visibilityState === 'visible',
  onVisible: (listener: () => void) => {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
};

/** What goes between this device and the server, and what the screens tell of it. */
export function createExchange(ground: Ground, { handsFree, onSession, onCatalogue }: ExchangeEvents) {
  const { server: client, serverClock, thisDevice } = ground;
  const sync: SyncStore = new SyncStore({ ...ground, client, offer: (keys) => exchange.offer(keys) });
  const exchange = new DeviceExchange({
    ...{ ...ground, client, handsFree },
    random: Math.random,
    tokens: thisDevice.rotation,
    onSession: (answer, sentAt, receivedAt) => {
      serverClock.correct(answer.time, sentAt, receivedAt);
      thisDevice.learn(answer);
      onSession();
    },
    onPulled: (name, docs) => {
      if (name === CATALOG) onCatalogue(docs);
    },
    onTold: (told) => sync.set(told),
  });
  return {
    ...{ sync, exchange },
    /** Takes part from now on; each of what it returns ends a part of that. */
    join: () => [
      exchange.join(visibility),
      watchClock((jump) => {
        serverClock.jumped(jump);
        exchange.nudge('CLOCK');
      }),
    ],
  };
}

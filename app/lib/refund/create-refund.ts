import type { CardDesk } from '../sale/card-desk.ts';
import type { Databases } from '../storage/databases.ts';
import { KnownReceipts } from './known-receipts.ts';
import type { RefundDeps } from './refund.deps.ts';
import { RefundStore } from './refund.store.svelte.ts';

type Given = Omit<RefundDeps, 'known' | 'giveBack' | 'wait'> & {
  readonly databases: Databases;
  readonly cards: Pick<CardDesk, 'collect'>;
  readonly place: () => { readonly store: string; readonly timeZone: string };
};

/** How often it is looked whether a waiting refund is due, ms. */
const LOOK_EVERY = 20_000;

/** The till's refunds with everything they stand on. */
export function createRefund({ databases, cards, place, ...deps }: Given) {
  const store = new RefundStore({
    ...deps,
    known: new KnownReceipts({ databases, facts: deps.facts, place }),
    giveBack: (refund) => cards.collect(refund),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  let timer: ReturnType<typeof setInterval> | undefined;
  const start = store.start.bind(store);
  const stop = store.stop.bind(store);
  return Object.assign(store, {
    start: () => {
      start();
      timer = setInterval(() => void store.tick(), LOOK_EVERY);
    },
    stop: () => {
      clearInterval(timer);
      stop();
    },
  });
}

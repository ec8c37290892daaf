import type { App } from './app.model.ts';
import type { Settings } from '$design/documents/catalogue.ts';
import { CASH_RULES } from '$design/money/cash-rules.ts';
import { createDevices } from './connection/devices.ts';
import { ErrorLog } from './diagnostics/error-log.ts';
import { InstallStore } from './install/install.store.svelte.ts';
import { Acknowledgements } from './sync/acknowledgements.ts';
import { NewsStore } from './update/news.store.svelte.ts';
import { followData } from './wiring/data-changes.ts';
import { createDesk } from './wiring/desk.ts';
import { createExchange } from './wiring/exchange.ts';
import { createGoods } from './wiring/goods.ts';
import { createGround } from './wiring/ground.ts';
import { createPageEvents } from './wiring/page-events.ts';
import { createPieces } from './wiring/pieces.ts';
import { createRegisterDay, type RegisterDay } from './wiring/register-day.ts';
import { createSelling, type Selling } from './wiring/selling.ts';
import { createTill, type Till } from './wiring/till.ts';
import { createVersions } from './wiring/versions.ts';

/** Builds the stores and joins them, side by side of the till (`wiring/`). Does nothing by itself until `start`. */
export function createApp(): App {
  const ground = createGround({
    onAhead: (ms) => (sync.clockAhead = ms),
    onCorrected: () => catalogue.clockCorrected(),
    onPaired: () => (joined ? exchange.nudge('PAIRED') : begin()),
  });
  const till: Till = createTill(ground, {
    tookOver: () => shift.tookOver,
    onReceipt: (answer) => day.observe(answer),
    onShift: () => void shift.reconcile(),
    onReachable: () => day.reachable(),
  });
  const { thisDevice, people, gateway, settings } = till;
  const selling: Selling = createSelling(till, {
    findReceipt: (query) => history.findReceipt(query),
    onOpenChanged: () => void tray.settle(),
    mayBegin: () => !update.outdated,
  });
  const { sale, pricing } = selling;
  const day: RegisterDay = createRegisterDay(till, selling, { onReady: () => desk.feedback.signal('done') });
  const { shift, tray, history, refund, correction } = day;
  const goods = createGoods(ground, { onSettings: (told) => learn(told), lastSync: () => sync.lastSync });
  const { catalogue, stock, unknownCodes } = goods;
  const { sync, exchange, join } = createExchange(ground, {
    handsFree: () => sale.handsFree(),
    onSession: () => {
      catalogue.online();
      void unknownCodes.deliver();
      // The administrator may have given this device its till only now.
      gateway.start();
    },
    onCatalogue: (docs) => void catalogue.take(docs),
  });
  const desk = createDesk(till, (code) => pieces.openOrder(code));
  const { tabs, update } = createVersions(till, selling, day);
  const install = new InstallStore(ground.store, matchMedia('(display-mode: standalone), (display-mode: fullscreen)').matches);
  const errorLog = new ErrorLog(ground.now);
  const pieces = createPieces(till, { ...selling, ...day, ...goods, ...desk, sync, update, install, errorLog });
  const { dashboard, optics } = pieces;
  const page = createPageEvents({ ...till, sale, refund, update, install, errorLog, exchange });

  /** What the administrator has set for this shop. */
  const learn = (told: Settings) => {
    thisDevice.learnShop(told);
    pricing.settled(told);
    people.settings = { cashierMayCloseShift: told.cashierMayCloseShift };
    settings.administrator = told.administrator ?? null;
    shift.rules = told.cash ?? CASH_RULES;
  };

  const over = new AbortController();
  const stops: (() => void)[] = [];
  let joined = false;
  /** The device is paired: the till opens. */
  const begin = () => {
    joined = true;
    void people.load();
    void catalogue.start();
    void pricing.load();
    gateway.start();
    void shift.load().catch(() => null);
    // Counting the stock begins when the cart is back: nothing of a sale waits for it.
    void Promise.allSettled([sale.start(), selling.parked.start()]).then(() => stock.start());
    refund.start();
    correction.want();
    stops.push(...join());
  };

  return {
    ...{ ...till, ...selling, ...day, ...goods, ...desk, sync, update, install },
    device: thisDevice,
    get correction() {
      return correction.model;
    },
    get refund() {
      return refund.model;
    },
    dashboard: () => dashboard.open(),
    connection: () => pieces.connection.open(),
    devices: createDevices(gateway.client, till.by),
    diagnostics: pieces.diagnostics,
    news: new NewsStore(ground.store),
    optics: () => optics.open(),
    async start() {
      const { clock, kept, databases, storage, store } = ground;
      clock.start();
      page.listen(over.signal);
      await kept.restore(localStorage).catch(() => null);
      await databases.finishDrops().catch(() => null);
      for (const name of await storage.vanished(databases)) {
        databases.forget(name);
        new Acknowledgements(store).rewind(name, 0);
      }
      stops.push(followData({ ...till, ...selling, ...day, ...goods, dashboard }));
      page.listenForEyes(over.signal);
      void storage.watch().catch(() => null);
      if (import.meta.env.PROD) void update.start('/service-worker.js');
      await thisDevice.start();
    },
    async stop() {
      over.abort();
      void till.wakeLock.want(false);
      update.stop();
      tabs.close();
      ground.clock.stop();
      ground.storage.stop();
      catalogue.stop();
      gateway.stop();
      stock.stop();
      sale.stop();
      refund.stop();
      optics.whenOpen((part) => part.stop());
      for (const stop of stops.splice(0)) stop();
      exchange.close();
      ground.hub.close();
      await ground.databases.close();
    },
  };
}

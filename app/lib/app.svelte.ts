import { version } from '$app/environment';
import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { App } from './app.model.ts';
import { CATALOG, parseDatabaseName } from '$design/databases.ts';
import type { Correction, Sale } from '$design/documents/facts.ts';
import type { ReceiptAnswer } from '$design/fiscal/wire.ts';
import { keyOfId } from '$design/ids.ts';
import { SECOND } from '$design/time/clock.ts';
import { parseHlc } from '$design/time/hlc.ts';
import { createCatalogueRemote } from './catalogue/catalogue-remote.ts';
import { CatalogueStore } from './catalogue/catalogue.store.svelte.ts';
import { QuickStore } from './catalogue/quick.store.svelte.ts';
import { UnknownCodes } from './catalogue/unknown-codes.ts';
import { TickingClock } from './clock.svelte.ts';
import { LateClients } from './client/late-clients.ts';
import { ContactStore } from './contact/contact.store.svelte.ts';
import { LateCorrection } from './correction/late-correction.svelte.ts';
import { DepositsStore } from './deposits/deposits.store.svelte.ts';
import { DeviceStore } from './device/device.store.svelte.ts';
import { TEST_TIMEOUT } from './connection/connection.model.ts';
import { createDevices } from './connection/devices.ts';
import type { DiagnosticsModel } from './diagnostics/diagnostics.model.ts';
import { ErrorLog } from './diagnostics/error-log.ts';
import { Feedback } from './feedback/feedback.ts';
import { GatewayStore } from './gateway/gateway.store.svelte.ts';
import { InstallStore, type InstallPrompt } from './install/install.store.svelte.ts';
import { t } from './i18n/i18n.ts';
import { localNetwork } from './gateway/local-network.ts';
import { HistoryStore } from './history/history.store.svelte.ts';
import { HomeMap } from './months/home-map.ts';
import { ApprovalStore } from './people/approval.store.svelte.ts';
import { PeopleStore } from './people/people.store.svelte.ts';
import { PricingStore } from './pricing/pricing.store.svelte.ts';
import { CartStore } from './sale/cart.store.svelte.ts';
import { CardDesk } from './sale/card-desk.ts';
import { LateRefund } from './refund/late-refund.svelte.ts';
import { FiscalPort } from './sale/fiscal-port.ts';
import { ParkedStore } from './sale/parked.store.svelte.ts';
import { SaleStore } from './sale/sale.store.svelte.ts';
import { oneAtTerminal } from './sale/terminal/one-at-terminal.ts';
import { lateEmulatedTerminal } from './sale/terminal/late-emulated-terminal.ts';
import { ManualTerminal } from './sale/terminal/manual-terminal.svelte.ts';
import type { Terminal } from './sale/terminal/terminal.ts';
import { ScannerStore } from './scanner/scanner.store.svelte.ts';
import { textField } from './scanner/text-field.ts';
import { startSearchWorker } from './search/start-search-worker.ts';
import { SettingsStore } from './settings/settings.store.svelte.ts';
import { whenIdle } from './stock/when-idle.ts';
import { late } from './shell/late.ts';
import type { OpticsDeps } from './optics/optics.deps.ts';
import { StockStore } from './stock/stock.store.svelte.ts';
import { WakeLock } from './shell/wake-lock.ts';
import { createChangeHub, type DataChange } from './storage/change-hub.ts';
import { onConnectionClosed } from './storage/connections.ts';
import { Databases } from './storage/databases.ts';
import { createDeviceMirror } from './storage/device-mirror.ts';
import { createStamps, ServerClock } from './storage/device-clock.ts';
import { Facts } from './storage/facts.ts';
import { createLocalStore } from './storage/local-store.ts';
import { databaseName, openLocal } from './storage/pouch.ts';
import { StorageStore } from './storage/storage.store.svelte.ts';
import { Acknowledgements } from './sync/acknowledgements.ts';
import { watchClock } from './sync/clock-watch.ts';
import { DeviceExchange } from './sync/device-exchange.ts';
import { createServerClient } from './sync/server.client.ts';
import { SyncStore } from './sync/sync.store.svelte.ts';
import { CASH_RULES } from '$design/money/cash-rules.ts';
import { ShiftStore } from './shift/shift.store.svelte.ts';
import { TrayStore } from './tray/tray.store.svelte.ts';
import { openModals } from './ui/parts/open-modals.ts';
import { NewsStore } from './update/news.store.svelte.ts';
import { openTabChannel, Tabs } from './update/tabs.ts';
import { UpdateStore } from './update/update.store.svelte.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** The latest of the ids' keys that are clock stamps; empty where none is. */
const newestStamp = (ids: readonly string[]): string =>
  ids
    .map(keyOfId)
    .filter((key) => parseHlc(key) !== null)
    .reduce((newest, key) => (key > newest ? key : newest), '');

/** Builds the stores and joins them: the one place where browser, clock and chance come in. Does nothing by itself until `start`. */
export function createApp(): App {
  const kept = createDeviceMirror();
  const store = createLocalStore(localStorage, kept.mirror);
  const hub = createChangeHub(new BroadcastChannel('optics-data'));
  const databases = new Databases(openLocal, store, hub, (fault) => fault === 'full' && storage.noteFull());
  onConnectionClosed((name) => databases.lost(databaseName(name)));
  let pricedAt = 0;
  const serverClock = new ServerClock({ now: () => Date.now() }, store, (ahead) => {
    sync.clockAhead = ahead;
    // Every answer of the server narrows it by some ms: no price comes into force by that.
    if (Math.abs(ahead - pricedAt) < SECOND) return;
    pricedAt = ahead;
    catalogue.clockCorrected();
  });
  const now = () => serverClock.now();
  const uuid = () => crypto.randomUUID();
  const isLoopback = LOOPBACK.includes(location.hostname);
  const deviceName = `Browser (${navigator.platform})`;

  const client = createServerClient(
    location.origin,
    () => device.token,
    (input, init) => fetch(input, init),
    { onDate: (date, sentAt, receivedAt) => serverClock.hear(date, sentAt, receivedAt) },
  );
  const device = new DeviceStore({
    store,
    client: () => client,
    name: deviceName,
    isLoopback,
    wantedTill: /[?&]till=([\w-]+)/.exec(location.search)?.[1] ?? null,
    onPaired: () => paired(),
    durable: () => kept.settled(),
  });
  const place = () => ({ store: device.info?.store ?? '', timeZone: device.info?.timeZone ?? 'Europe/Moscow' });
  const stamps = createStamps(serverClock, () => device.info?.device ?? 0, store, navigator.locks);
  const homes = new HomeMap(store);
  const facts = new Facts(databases, place, { homes, store });
  const storage = new StorageStore();
  const sync: SyncStore = new SyncStore({ databases, client, now, offer: (keys) => exchange.offer(keys) });
  const clock = new TickingClock(now);

  const people: PeopleStore = new PeopleStore({
    databases,
    store,
    now: () => clock.now,
    shop: () => device.info?.store ?? null,
    subtle: () => crypto.subtle,
    gatewayAttempt: (staff, success) => gateway.pinAttempt(staff, success),
    tookOver: () => shift.tookOver,
    onUnlocked: () => {
      keepAwake();
      if (people.can('sale') && device.info?.till) void gateway.want();
    },
  });
  const gateway: GatewayStore = new GatewayStore({
    store,
    facts,
    now,
    uuid,
    device: () => device.info,
    get deviceName() {
      return tillSettings.deviceName ?? deviceName;
    },
    cashier: () => people.current,
    localNetwork: () => localNetwork(navigator.permissions, isLoopback),
    onReceipt: (answer) => observe(answer),
    onShift: () => void shift.reconcile(),
    onReachable: () => {
      void tray.settle();
      void history.refresh();
      void refund.reachable();
    },
  });
  const contacts = new ContactStore({
    ...{ databases, stamps, now },
    place: () => ({ store: place().store, pos: device.info?.till ?? null }),
    by: () => people.current?._id ?? null,
  });
  const port = new FiscalPort({
    client: gateway.client,
    facts,
    contactOf: (doc) => contacts.askedOf(doc._id),
    hinders: () => (gateway.otherTab ? 'LOCK_HELD' : null),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  const approval = new ApprovalStore({ people });
  const pricing = new PricingStore({ ...{ databases, facts, client }, onChanged: () => cart.reprice() });
  const cart: CartStore = new CartStore({
    ...{ store, now, uuid },
    rules: () => pricing.rules,
    askCoupon: (code) => pricing.ask(code),
    onCouponsUsed: (codes) => pricing.used(codes),
    isOpen: () => sale.mayEdit,
    takesContact: () => sale.phase === 'cart' || sale.phase === 'paying',
    open: () => sale.openCart(),
    mayKeep: () => !gateway.otherTab,
  });
  const manual = new ManualTerminal();
  const emulated = lateEmulatedTerminal({ store, wait: () => new Promise((resolve) => setTimeout(resolve, 300)) });
  // The emulated one charges nobody: outside the demo the cashier takes the card on a terminal that stands by itself.
  const terminal = (): Terminal => (device.info?.demo === true && tillSettings.terminal.kind === 'emulated' ? emulated : manual);
  // The right receipt of a correction was paid by the cards of the wrong one.
  const findSale = async (id: string): Promise<Sale | null> => {
    const doc = await facts.find<Sale | Correction>(id);
    if (doc?.type !== 'correction') return doc;
    return doc.original?.sale ? facts.find<Sale>(doc.original.sale) : null;
  };
  const cards = new CardDesk({
    ...{ databases, facts, stamps, now, terminal, findSale },
    by: () => people.current?._id ?? null,
    alone: oneAtTerminal(navigator.locks),
  });
  const clients = new LateClients({
    ...{ databases, stamps, now, cart },
    place: () => ({ store: place().store, pos: device.info?.till ?? null }),
    by: () => people.current?._id ?? null,
    mayEdit: () => people.can('client.edit'),
    ofClient: (id) => contacts.ofClient(id),
  });
  const deposits = new DepositsStore({
    databases,
    facts,
    ask: (query) => client.receipt(query),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    findReceipt: async (text) => {
      const { receiptQueryOf } = await import('$design/receipt-lookup.ts');
      const query = receiptQueryOf(text);
      return query ? history.findReceipt(query) : null;
    },
  });
  const approveSlip = async (charged: boolean) => {
    const what = t(charged ? 'till.slipCharged' : 'till.slipNotCharged');
    const signed = await approval.ask({ action: 'receipt.settle', what, reason: true });
    return signed && { ...signed, reason: signed.reason ?? what };
  };
  const sale: SaleStore = new SaleStore({
    ...{ cards, terminal, approveSlip },
    demandDeposits: (settles, settlement) => deposits.demand(settles, settlement),
    cart,
    facts,
    stamps,
    gateway,
    port,
    now,
    uuid,
    device: () => device.info,
    cashier: () => people.current,
    onOpenChanged: () => void tray.settle(),
    hasRoom: () => storage.hasRoom(),
    keepContact: (saleId, contact) => contacts.keep(saleId, contact),
    mayBegin: () => !update.outdated,
  });
  const parked = new ParkedStore({
    ...{ store, cart },
    now: () => clock.now,
    who: () => people.current?.name ?? null,
    isSold: ({ key, begun }) => facts.hasSale(key, begun),
    mayKeep: () => !gateway.otherTab,
  });
  const stock = new StockStore({
    databases,
    shop: () => device.info?.store ?? null,
    months: () => facts.names(),
    idle: whenIdle,
    lastSync: () => sync.lastSync,
  });
  const quick = new QuickStore(store);
  const unknownCodes = new UnknownCodes({ store, now, tell: (report) => client.reportUnknownCodes(report) });
  const shift: ShiftStore = new ShiftStore({
    ...{ gateway, databases, facts, stamps, store, people, now, uuid },
    device: () => device.info,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    settled: () => kept.settled(),
  });
  const tray = new TrayStore({
    ...{ cards, approveSlip },
    databases,
    facts,
    stamps,
    client: gateway.client,
    port,
    now,
    pos: () => device.info?.till ?? null,
    by: () => people.current?._id ?? null,
    held: () => sale.openSale ?? refund.openRefund ?? correction.openCorrection,
    hinders: () => (gateway.otherTab ? 'LOCK_HELD' : isRegistering() ? 'REGISTER_BUSY' : null),
  });
  const isRegistering = () => sale.phase === 'registering' || refund.isWorking || correction.openCorrection !== null;
  const history = new HistoryStore({
    databases,
    facts,
    client: gateway.client,
    server: client,
    now: () => clock.now,
    device: () => device.info,
    reachable: () => gateway.reachable,
  });
  const refund: LateRefund = new LateRefund({
    ...{ databases, facts, store, stamps, gateway, port, cards, approval, place, uuid },
    server: client,
    find: (query) => history.findReceipt(query),
    now,
    device: () => device.info,
    cashier: () => people.current,
    mayRefund: () => people.can('refund'),
    hasRoom: () => storage.hasRoom(),
    onOpenChanged: () => void tray.settle(),
    onReady: () => feedback.signal('done'),
  });
  const correction: LateCorrection = new LateCorrection({
    ...{ databases, facts, store, stamps, gateway, port, approval, now, uuid, place },
    server: client,
    device: () => device.info,
    cashier: () => people.current,
    mayCorrect: () => people.can('receipt.correct'),
    onOpenChanged: () => void tray.settle(),
  });
  const catalogue: CatalogueStore = new CatalogueStore({
    databases,
    worker: startSearchWorker,
    remote: createCatalogueRemote(client),
    now,
    shop: () => device.info?.store ?? null,
    onSettings: (settings) => {
      device.learnShop(settings);
      pricing.settled(settings);
      people.settings = { cashierMayCloseShift: settings.cashierMayCloseShift };
      tillSettings.administrator = settings.administrator ?? null;
      shift.rules = settings.cash ?? CASH_RULES;
    },
  });
  const dashboard = late(async () => {
    const { DashboardStore } = await import('./dashboard/dashboard.store.svelte.ts');
    const board = new DashboardStore({
      databases,
      now: () => clock.now,
      device: () => device.info,
      lastSync: () => sync.lastSync,
    });
    void board.load();
    return board;
  });
  const tillSettings: SettingsStore = new SettingsStore({ store, mayConfigure: () => people.can('register.configure') });
  const feedback = new Feedback({
    settings: tillSettings,
    audio: () => new AudioContext(),
    vibrate: 'vibrate' in navigator ? (pattern) => navigator.vibrate(pattern) : null,
  });
  const connection = late(async () => {
    const [{ ConnectionStore }, { askServer }] = await Promise.all([
      import('./connection/connection.store.svelte.ts'),
      import('./connection/ask-server.ts'),
    ]);
    return new ConnectionStore({
      fetch: (input, init) => fetch(input, init),
      deadline: () => AbortSignal.timeout(TEST_TIMEOUT),
      localNetwork: () => gateway.localNetwork(),
      elapsed: () => performance.now(),
      till: () => (device.info?.till ? { pos: device.info.till, store: device.info.store } : null),
      url: () => gateway.url,
      token: () => gateway.token,
      server: () => askServer(client, () => performance.now()),
      now,
    });
  });
  const errorLog = new ErrorLog(now);
  const diagnostics: DiagnosticsModel = {
    // Wanted once in a while: no part of what a till loads to sell.
    async collect() {
      const [{ Diagnostics }, { diagnosticFacts }] = await Promise.all([
        import('./diagnostics/diagnostics.ts'),
        import('./diagnostics/diagnostic-facts.ts'),
      ]);
      return new Diagnostics({
        facts: () =>
          diagnosticFacts({
            device,
            people,
            gateway,
            catalogue,
            sale,
            tray,
            sync,
            storage,
            update,
            install,
            settings: tillSettings,
            errorLog,
          }),
        till: () => device.info?.till ?? null,
        now,
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      }).collect();
    },
  };
  const install = new InstallStore(store, matchMedia('(display-mode: standalone), (display-mode: fullscreen)').matches);
  const news = new NewsStore(store);
  const wakeLock = new WakeLock('wakeLock' in navigator ? navigator.wakeLock : null);
  const scanner: ScannerStore = new ScannerStore({
    options: () => tillSettings.scanner,
    openDialogs: () => openModals.count,
    field: () => textField(document.activeElement),
    // A receipt's square is looked for among the receipts, an order's paper opens its order, everything else is for the till.
    onUnclaimed() {
      if (people.current === null) return;
      const { kind, code = '' } = scanner.last ?? {};
      if (kind === 'order') void openOrder(code).catch(() => feedback.signal('refused'));
      else void goto(resolve(kind === 'receipt' ? '/history' : '/'));
    },
    onRefused: () => feedback.signal('refused'),
    now: () => performance.now(),
    later(ms, action) {
      const timer = setTimeout(action, ms);
      return () => clearTimeout(timer);
    },
  });
  const opticsDeps: OpticsDeps = {
    ...{ databases, facts, stamps, hub, store, now, uuid, place, approval, cart, catalogue, stock, history, scanner },
    random: Math.random,
    device: () => device.info,
    by: () => people.current?._id ?? null,
    who: () => people.current && { id: people.current._id, name: people.current.name },
    can: (action) => people.can(action),
    server: client,
  };
  const optics = late(() => import('./optics/create-optics.ts').then(({ createOptics }) => createOptics(opticsDeps)));
  const openOrder = async (code: string): Promise<void> => {
    const [{ orders }, { orderOfTicket }] = await Promise.all([optics.open(), import('./orders/order-of-ticket.ts')]);
    const id = await orderOfTicket(orders, code);
    if (id === null) feedback.signal('not-found');
    else await goto(`${resolve('/orders')}?id=${encodeURIComponent(id)}`);
  };
  // A cart shown in a tab that does not sell is a copy of the selling tab's.
  const isIdle = () => (sale.isIdle && refund.isIdle && !correction.isBusy) || (gateway.otherTab && sale.phase === 'cart');
  const isLocked = () => people.current === null && isIdle();
  const tabs = new Tabs({
    channel: openTabChannel('optics-tabs'),
    release: Number(version) || 0,
    uuid,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
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

  const observe = (answer: ReceiptAnswer) => {
    sale.observe(answer);
    history.observe(answer);
    refund.observe(answer);
    if (tray.items.some((item) => item.key === answer.key && item.stage !== answer.stage)) void tray.settle();
  };

  const onChange = (change: DataChange) => {
    const kind = parseDatabaseName(change.database)?.kind;
    if (kind === 'catalog') {
      void catalogue.changed(change.ids);
      void pricing.changed(change.ids);
      if (change.ids.some((id) => id.startsWith('settings:'))) dashboard.whenOpen((board) => board.load());
    } else if (kind === 'store') {
      if (change.ids.some((id) => id.startsWith('staff:'))) void people.load();
      contacts.changed(change.ids);
      void clients.changed(change.database, change.ids).catch(() => null);
      void stock.changed(change);
    } else if (kind === 'chain') dashboard.whenOpen((board) => board.changed(change.ids));
    else if (kind === 'sales') {
      if (change.ids.some((id) => id.startsWith('shift-handover:'))) void shift.load().catch(() => null);
      if (change.ids.some((id) => id.startsWith('sale-void:'))) void pricing.voided(cart.cart.coupons);
      void history.refresh();
      void deposits.changed(change.database, change.ids).catch(() => null);
      void stock.changed(change);
      if (change.origin === 'pulled') void stamps.observe(newestStamp(change.ids));
    }
  };

  const stops: (() => void)[] = [];

  const exchange = new DeviceExchange({
    ...{ client, databases, hub, store, now, homes, place },
    handsFree: () => sale.handsFree(),
    random: Math.random,
    tokens: device.rotation,
    onSession: (answer, sentAt, receivedAt) => {
      serverClock.correct(answer.time, sentAt, receivedAt);
      device.learn(answer);
      catalogue.online();
      void unknownCodes.deliver();
      // The administrator may have given this device its till only now.
      gateway.start();
    },
    onPulled: (name, docs) => {
      if (name === CATALOG) void catalogue.take(docs);
    },
    onTold: (told) => sync.set(told),
  });
  const visibility = {
    isVisible: () => document.visibilityState === 'visible',
    onVisible: (listener: () => void) => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
  };

  let joined = false;
  const paired = () => {
    if (joined) {
      exchange.nudge('PAIRED');
      return;
    }
    joined = true;
    void people.load();
    void catalogue.start();
    void pricing.load();
    gateway.start();
    void shift.load().catch(() => null);
    // Counting the stock begins when the cart is back: nothing of a sale waits for it.
    void Promise.allSettled([sale.start(), parked.start()]).then(() => stock.start());
    refund.start();
    correction.want();
    stops.push(
      exchange.join(visibility),
      watchClock((jump) => {
        serverClock.jumped(jump);
        exchange.nudge('CLOCK');
      }),
    );
  };

  const onLeave = () => gateway.leave();
  /** The screen of a till stays on while somebody sells at it. */
  const keepAwake = () => void wakeLock.want(people.current !== null && device.info?.till != null);
  /** The page is not left by mistake while money changes hands. */
  const onBeforeUnload = (event: BeforeUnloadEvent) => {
    if (sale.phase === 'paying' || sale.phase === 'registering') event.preventDefault();
  };
  const onInstallPrompt = (event: Event) => install.hear(event as Event & InstallPrompt);
  const onInstalled = () => install.installed();
  /** Another tab of this device changed the settings. */
  const onStorage = () => tillSettings.reload();
  const onOnline = () => {
    exchange.nudge('ONLINE');
    void refund.reachable();
  };
  const onVisible = () => {
    if (document.visibilityState !== 'visible') return;
    keepAwake();
    update.seen();
    exchange.nudge('VISIBLE');
  };
  // A piece of this program is gone from a server that answers: a newer one has replaced it. Without the server nothing is known.
  const onPieceGone = () =>
    void fetch('/manifest.webmanifest', { method: 'HEAD', cache: 'no-store' }).then(
      () => update.supersede(),
      () => null,
    );
  const onError = ({ error, message }: ErrorEvent) => errorLog.add(error ?? message);
  const onRejection = ({ reason }: PromiseRejectionEvent) => errorLog.add(reason);
  const listeners = [
    ['pagehide', onLeave],
    ['beforeunload', onBeforeUnload],
    ['online', onOnline],
    ['vite:preloadError', onPieceGone],
    ['beforeinstallprompt', onInstallPrompt],
    ['appinstalled', onInstalled],
    ['storage', onStorage],
    ['error', onError],
    ['unhandledrejection', onRejection],
  ] as const;

  return {
    device,
    people,
    gateway,
    catalogue,
    approval,
    parked,
    stock,
    quick,
    unknownCodes,
    cart,
    sale,
    shift,
    tray,
    get correction() {
      return correction.model;
    },
    get refund() {
      return refund.model;
    },
    deposits,
    history,
    clients,
    contacts,
    sync,
    dashboard: () => dashboard.open(),
    clock,
    storage,
    update,
    scanner,
    settings: tillSettings,
    feedback,
    connection: () => connection.open(),
    devices: createDevices(gateway.client, () => people.current?._id ?? null),
    diagnostics,
    install,
    news,
    optics: () => optics.open(),
    async start() {
      clock.start();
      // Before the first wait: the browser offers to install this page once, and a start that fails belongs into the log.
      for (const [type, listener] of listeners) addEventListener(type, listener as EventListener);
      await kept.restore(localStorage).catch(() => null);
      await databases.finishDrops().catch(() => null);
      for (const name of await storage.vanished(databases)) {
        databases.forget(name);
        new Acknowledgements(store).rewind(name, 0);
      }
      // What a sale of this till sets going comes after its receipt.
      const isOwn = ({ database, origin }: DataChange) => origin === 'local' && parseDatabaseName(database)?.kind === 'sales';
      stops.push(hub.on((change) => void (isOwn(change) ? sale.handsFree().then(() => onChange(change)) : onChange(change))));
      document.addEventListener('visibilitychange', onVisible);
      void storage.watch().catch(() => null);
      if (import.meta.env.PROD) void update.start('/service-worker.js');
      await device.start();
    },
    async stop() {
      for (const [type, listener] of listeners) removeEventListener(type, listener as EventListener);
      void wakeLock.want(false);
      document.removeEventListener('visibilitychange', onVisible);
      update.stop();
      tabs.close();
      clock.stop();
      storage.stop();
      catalogue.stop();
      gateway.stop();
      stock.stop();
      sale.stop();
      refund.stop();
      optics.whenOpen((part) => part.stop());
      for (const stop of stops.splice(0)) stop();
      exchange.close();
      hub.close();
      await databases.close();
    },
  };
}

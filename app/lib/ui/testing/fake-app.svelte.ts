import type { ErrorCode } from '$design/errors.ts';
import { can as roleCan } from '$design/people/roles.ts';
import type { App, DeviceInfo, SaleModel, SalePhase } from '$lib/app.model.ts';
import { RELEASES, VERSION } from '$lib/update/releases.ts';
import { FakeSettings, fakeScanner, fakeSupport } from './fake-settings.svelte.ts';
import { categoriesOf } from '$lib/search/categories.ts';
import { ApprovalStore } from '$lib/people/approval.store.svelte.ts';
import { CartStore } from '$lib/sale/cart.store.svelte.ts';
import { createMemoryStore } from '$lib/storage/local-store.ts';
import { fakeClients } from './fake-clients.ts';
import { fakeContacts } from './fake-contacts.svelte.ts';
import { fakeShelf } from './fake-shelf.svelte.ts';
import { fakeBuffer, waitingOf } from './fake-buffer.ts';
import { fakeCorrection } from './fake-correction.ts';
import { fakeRefund } from './fake-refund.ts';
import { fakeShift } from './fake-shift.ts';
import type { PaymentModel } from '../../sale/payment.model.ts';
import { FAKE_RULES, fillRich } from './fake-cart.ts';
import { fakeDeposits, fakePayment } from './fake-payment.svelte.ts';
import { fakeHistory } from './fake-history.svelte.ts';
import { fakeSync } from './fake-sync.ts';
import { bufferOf, ENTRIES, KEY, NOW, PEOPLE, receiptOf, shiftOf, STORES } from './fake-data.ts';

const TROUBLES: readonly (readonly [scene: string, code: ErrorCode])[] = [
  ['doubt', 'CARD_UNKNOWN'],
  ['declined', 'CARD_DECLINED'],
  ['heldcard', 'REGISTER_UNREACHABLE'],
];

/**
 * An App of made-up data, so that every state of every screen can be looked at without a server or a register: `?fake=<scene>`, words
 * joined by `,`. Development and pictures only: see `+layout.ts`.
 * Scenes: unpaired starting people lockedout closed unknown expired locked tab offline degraded unreachable warn80 warn90 full nocat loading
 * trouble (declined heldcard doubt) cart rich long repriced paying card registering done delivered cardpaid tray manager admin nostaff empty
 * refused firstload slow login revoked sending clock late storagelow storagefull update outdated; of any: en dark light large
 */
export function createFakeApp(scene: string): App {
  const has = (word: string) => scene.split(',').includes(word);
  const who = has('admin') ? PEOPLE[4]! : has('manager') ? PEOPLE[2]! : PEOPLE[0]!;

  let device = $state<App['device']['state']>(has('starting') ? 'starting' : has('unpaired') ? 'unpaired' : 'paired');
  let deviceError = $state<ErrorCode | null>(null);
  let selected = $state(who);
  let current = $state(has('people') ? null : who);
  let shift = $state(has('unknown') ? null : shiftOf(has('closed') ? 'closed' : has('expired') ? 'expired' : 'open'));
  if (shift && has('late')) shift.opened_at = NOW - 23.6 * 3_600_000;
  const clock = $state({ now: NOW });

  const approval = new ApprovalStore({
    people: {
      list: PEOPLE,
      get current() {
        return current;
      },
      settings: {},
      lockedUntilOf: () => null,
      checkPin: (_, pin) => Promise.resolve(pin === '1111' ? null : 'PIN_WRONG'),
    },
  });
  const cart: CartStore = new CartStore({
    ...{ store: createMemoryStore(), now: () => NOW, uuid: () => KEY, rules: () => FAKE_RULES, mayKeep: () => false },
    askCoupon: () => Promise.resolve(),
    onCouponsUsed: () => undefined,
    isOpen: () => phase === 'cart',
    open: () => phase === 'cart',
  });
  const withCart = ['cart', 'rich', 'long', 'paying', 'card', 'registering', 'done', 'delivered', 'trouble'].some(has);
  let phase = $state<SalePhase>(
    has('registering')
      ? 'registering'
      : has('paying') || (has('card') && !has('done'))
        ? 'paying'
        : has('done') || has('delivered')
          ? 'done'
          : has('trouble')
            ? 'trouble'
            : 'cart',
  );
  const payment = fakePayment(has, cart, () => (phase = 'paying'));
  let tendered = $state<number | null>((has('done') || has('delivered')) && !has('card') ? 5_000_000 : null);
  const total = $derived(cart.total);
  const change = $derived(payment.method === 'cash' && tendered !== null ? Math.max(0, tendered - total) : 0);
  let receipt = $state.raw(
    has('done') || has('delivered')
      ? receiptOf(has('delivered') ? 'delivered' : has('parkedstage') ? 'parked' : 'printed', 4_366_000)
      : null,
  );

  const goods: Omit<SaleModel, keyof PaymentModel> = {
    get lines() {
      return cart.lines;
    },
    get total() {
      return total;
    },
    get phase() {
      return phase;
    },
    get tendered() {
      return tendered;
    },
    get change() {
      return change;
    },
    get receipt() {
      return receipt;
    },
    get error() {
      return phase === 'trouble' ? { code: TROUBLES.find(([word]) => has(word))?.[1] ?? 'PAPER_OUT', details: {} } : null;
    },
    can(event) {
      if (event === 'UNDO') return cart.canUndo;
      if (event === 'CONFIRM') return phase === 'paying' && (tendered === null || tendered >= total);
      if (event === 'PAY' || event === 'CLEAR') return phase === 'cart' && !cart.isEmpty;
      if (event === 'RETRY' || event === 'TRAY' || event === 'GIVE_BACK') return phase === 'trouble';
      return event === 'NEW' ? phase === 'done' : phase === 'cart';
    },
    add: (entry) => void cart.add(entry),
    setQty: (id, qty) => cart.setQty(id, qty),
    remove: (id) => cart.remove(id),
    clear: () => cart.clear(),
    undo: () => cart.undo(),
    pay() {
      phase = 'paying';
    },
    cancelPay() {
      phase = 'cart';
      tendered = null;
    },
    setTendered(next) {
      tendered = next;
    },
    async confirm() {
      phase = 'registering';
      await new Promise((resolve) => setTimeout(resolve, 700));
      receipt = receiptOf('printed', total);
      phase = 'done';
      setTimeout(() => (receipt = receiptOf('delivered', total)), 2_000);
    },
    async retry() {
      await sale.confirm();
    },
    toTray() {
      sale.newSale();
    },
    newSale() {
      tendered = null;
      receipt = null;
      payment.setMethod('cash');
      phase = 'cart';
      cart.reset();
    },
  };
  // Getters stay getters.
  const sale = Object.defineProperties(goods, Object.getOwnPropertyDescriptors(payment)) as SaleModel;

  if (withCart) {
    const shown = phase;
    phase = 'cart';
    if (has('rich')) fillRich(cart);
    if (has('long')) for (const entry of ENTRIES) cart.add(entry);
    for (const [index, qty] of [
      [0, 1],
      [3, 2],
      [1, 1],
      [5, 1],
    ] as const)
      if (!has('rich')) cart.add(ENTRIES[index]!, { qty });
    cart.discountLine(ENTRIES[3]!.sku, { unit: 'sum', value: 69_000, reason: 'Последний экземпляр', signed: null });
    phase = shown;
  }

  const mode = has('offline') ? 'offline' : has('degraded') ? 'degraded' : has('unreachable') ? 'unreachable' : 'online';
  const buffer = fakeBuffer(
    has,
    bufferOf(has('full') ? 200 : has('warn90') ? 183 : has('warn80') ? 164 : has('offline') ? 37 : 0),
  );
  const ok = () => Promise.resolve(null);

  return {
    device: {
      get state() {
        return device;
      },
      get info(): DeviceInfo | null {
        return device === 'paired'
          ? {
              device: 7,
              till: 'POS-001',
              store: 'demo-1',
              storeName: 'Оптика на Тверской',
              timeZone: 'Europe/Moscow',
              scopes: ['till', 'dashboard'],
              demo: true,
              gatewayUrl: 'http://127.0.0.1:8000',
            }
          : null;
      },
      get error() {
        return deviceError;
      },
      again: false,
      codeOnly: false,
      askAgain: () => undefined,
      async pair(code) {
        device = 'pairing';
        await new Promise((resolve) => setTimeout(resolve, 500));
        deviceError = code === null || code === '1' ? null : 'PAIRING_CODE_INVALID';
        device = deviceError ? 'unpaired' : 'paired';
      },
    },
    people: {
      list: has('nostaff') ? [] : PEOPLE,
      get selected() {
        return selected;
      },
      get current() {
        return current;
      },
      busy: false,
      lockedUntil: has('lockedout') ? NOW + 47_000 : null,
      select(staff) {
        selected = staff;
      },
      unlock(pin) {
        if (pin !== '1111') return Promise.resolve('PIN_WRONG');
        current = selected;
        return Promise.resolve(null);
      },
      lock() {
        current = null;
      },
      can: (action) => current !== null && roleCan(current.role, action),
    },
    gateway: {
      reachable: mode !== 'unreachable',
      mode,
      since: NOW - 14_700_000,
      buffer,
      get shift() {
        return shift;
      },
      lock: has('locked')
        ? { holder: 'd2', name: 'Firefox, зал', mine: false, until: NOW + 20_000 }
        : { holder: 'd1', name: 'эта касса', mine: true, until: NOW + 20_000 },
      otherTab: has('tab'),
      registerId: 'POS-001',
      busy: false,
      url: 'http://127.0.0.1:8000',
      needsCode: has('nocode'),
      pairing: false,
      codeScreen: 'auto',
      pairWith: (_url, code) => Promise.resolve(code === '1' ? null : 'PAIRING_CODE_INVALID'),
      localNetwork: () => Promise.resolve('prompt'),
      takeLock: () => Promise.resolve('LOCK_HELD'),
      continuePrint: ok,
      openDrawer: ok,
      sendNow: ok,
      openReceipts: () => Promise.resolve(waitingOf(buffer.current_queued)),
    },
    catalogue: {
      state: has('nocat') ? 'empty' : has('loading') ? 'loading' : 'ready',
      loaded: 37,
      total: 100,
      count: has('nocat') ? 0 : 10_000,
      damaged: has('damaged') ? 2 : 0,
      revision: 1,
      search(text, _limit, filter = {}) {
        const words = text.toLowerCase().split(/\s+/);
        const found = ENTRIES.filter((entry) => words.every((word) => `${entry.name} ${entry.sku}`.toLowerCase().includes(word)));
        const fits = (wanted: string | undefined, own: string) => wanted === undefined || wanted === own;
        return Promise.resolve(found.filter((one) => fits(filter.kind, one.kind) && fits(filter.category, one.category)));
      },
      categories: () => Promise.resolve(categoriesOf(ENTRIES)),
      bySkus: (skus) => Promise.resolve(skus.flatMap((sku) => ENTRIES.find((entry) => entry.sku === sku) ?? [])),
      byBarcode: (code) => Promise.resolve(code === '4607012345678' ? ENTRIES[2]! : null),
      lookUp: (code) =>
        Promise.resolve(
          code === '4607012345678' ? { state: 'found', entry: ENTRIES[2]! } : { state: has('offline') ? 'offline' : 'unknown' },
        ),
      priceOf: (sku) =>
        Promise.resolve((ENTRIES.find((entry) => entry.sku === sku)?.price ?? 0) + (has('repriced') ? 100_00 : 0)),
    },
    approval,
    cart,
    ...fakeShelf(has, cart),
    sale,
    refund: fakeRefund(has),
    correction: fakeCorrection(has),
    shift: fakeShift(has, (state) => (shift = shiftOf(state))),
    tray: {
      items: has('tray')
        ? (['uncertain', 'parked', 'unsent', 'rejected'] as const).map((stage, i) => ({
            saleId: `sale:t${i}`,
            kind: i === 2 ? 'refund' : 'sale',
            key: KEY,
            total: 2_539_000 + i * 100_050,
            at: NOW - i * 600_000,
            stage,
            error: stage === 'rejected' ? 'REGISTER_REFUSED' : null,
            voidable: stage !== 'uncertain',
            busy: stage === 'unsent',
            card: (
              {
                uncertain: { state: 'none', held: 0 },
                parked: { state: 'paid', held: 2_639_050 },
                unsent: { state: 'doubt', held: 0 },
                rejected: { state: 'unpaid', held: 0 },
              } as const
            )[stage],
          }))
        : [],
      retry: () => Promise.resolve('REGISTER_UNREACHABLE'),
      void: ok,
      settleBySlip: ok,
    },
    deposits: fakeDeposits(has),
    clients: fakeClients(cart),
    contacts: fakeContacts(has),
    history: fakeHistory(has),
    sync: fakeSync(has),
    dashboard: () =>
      Promise.resolve({
        state: has('empty') ? 'empty' : has('loading') ? 'loading' : 'ready',
        today: '2026-11-21',
        chain: { revenue: 31_220_050, receipts: 26, average: 1_200_771, previous: 28_400_000 },
        stores: STORES,
        registers: (['POS-001', 'POS-002', 'POS-003'] as const).map((pos, i) => ({
          _id: `register-state:${pos}`,
          type: 'register-state',
          schema: 1,
          hlc: '1763710000000-0000-0000',
          by: null,
          pos: null,
          store: i === 2 ? 'demo-2' : 'demo-1',
          seen: NOW - i * 90_000,
          retired: false,
          fn: '9999078902011111',
          network: (['online', 'offline', 'online'] as const)[i]!,
          shift: i === 2 ? null : { number: 42 - i, openedAt: NOW - 3 * 3_600_000 },
          buffer: { capacity: 200, queued: i * 37, percent: i * 18.5, dead: 0 },
          breaker: 'closed',
          stale: i === 2,
        })),
        syncedAt: NOW - 20_000,
        period: 'day',
        span: { from: '2026-11-21', to: '2026-11-21' },
        show: () => undefined,
        reports: 1,
        bars: Array.from({ length: 14 }, (_, i) => ({
          bar: `2026-11-${String(8 + i).padStart(2, '0')}`,
          revenue: 12_000_000 + ((i * 7) % 5) * 4_100_000,
        })),
      }),
    clock,
    storage: {
      state: has('storagefull') ? 'full' : has('storagelow') ? 'low' : 'ok',
      persisted: true,
      used: 48_300_000,
      quota: 12_000_000_000,
    },
    update: { waiting: has('update'), outdated: has('outdated'), apply() {}, reopen() {} },
    scanner: fakeScanner(),
    settings: new FakeSettings({
      language: has('en') ? 'en' : 'ru',
      theme: has('dark') ? 'dark' : has('light') ? 'light' : 'system',
      largeType: has('large'),
    }),
    feedback: { signal: () => undefined },
    ...fakeSupport(),
    install: {
      state: has('installable') ? 'ready' : 'unknown',
      offered: has('installable'),
      install: () => Promise.resolve(true),
      later() {},
    },
    news: { version: VERSION, unread: has('news') ? RELEASES : [], read() {} },
    optics: () => Promise.reject(new Error('no optics here')),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

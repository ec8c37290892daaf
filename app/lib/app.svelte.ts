import type { App } from './app.model.ts';

/** Builds the stores and joins them. Does nothing by itself until `start`. */
export function createApp(): App {
  let device = $state<App['device']['state']>('starting');
  const nothing = async () => Promise.resolve(null);
  return {
    device: {
      get state() {
        return device;
      },
      info: null,
      error: null,
      async pair() {
        device = 'unpaired';
        await Promise.resolve();
      },
    },
    people: {
      list: [],
      selected: null,
      current: null,
      busy: false,
      lockedUntil: null,
      select() {},
      unlock: nothing,
      lock() {},
      can: () => false,
    },
    gateway: {
      reachable: false,
      mode: 'unreachable',
      since: 0,
      buffer: null,
      shift: null,
      lock: null,
      otherTab: false,
      registerId: '',
      busy: false,
      takeLock: nothing,
      openShift: nothing,
      xReport: () => Promise.resolve('GATEWAY_UNREACHABLE'),
      zReport: () => Promise.resolve('GATEWAY_UNREACHABLE'),
      cash: nothing,
    },
    catalogue: { state: 'empty', loaded: 0, total: 0, count: 0, search: () => Promise.resolve([]), byBarcode: nothing },
    sale: {
      lines: [],
      total: 0,
      phase: 'cart',
      method: 'cash',
      tendered: null,
      change: 0,
      receipt: null,
      error: null,
      can: () => false,
      add() {},
      setQty() {},
      remove() {},
      clear() {},
      undo() {},
      pay() {},
      cancelPay() {},
      setMethod() {},
      setTendered() {},
      confirm: () => Promise.resolve(),
      retry: () => Promise.resolve(),
      toTray() {},
      newSale() {},
    },
    tray: { items: [], retry: nothing, void: nothing },
    history: { rows: [], state: 'empty', day: '', load: () => Promise.resolve(), receipt: nothing, printCopy: nothing },
    sync: { state: 'checking', unsent: 0, refused: 0, refusals: [], lastSync: null, online: false, since: 0 },
    dashboard: {
      state: 'empty',
      today: '',
      chain: { revenue: 0, receipts: 0, average: 0 },
      stores: [],
      registers: [],
      syncedAt: null,
      days: [],
    },
    clock: { now: 0 },
    storage: { state: 'ok', persisted: false, used: null, quota: null },
    update: { waiting: false, apply() {} },
    async start() {
      device = 'unpaired';
      await Promise.resolve();
    },
    stop: () => Promise.resolve(),
  };
}

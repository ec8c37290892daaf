import { randomUUID } from 'node:crypto';
import type { CatalogueEntry } from '../../../design/documents/catalogue.ts';
import type { Correction, FiscalResult, Refund, Sale, SaleVoid, Signature } from '../../../design/documents/facts.ts';
import type { Staff } from '../../../design/documents/people.ts';
import type { ErrorCode } from '../../../design/errors.ts';
import type { ShiftState } from '../../../design/fiscal/wire.ts';
import { rangeOf } from '../../../design/ids.ts';
import type { FoundReceipt, ReceiptQuery } from '../../../design/receipt-lookup.ts';
import { NO_RULES, type PricingRules } from '../../../design/pricing/rules.ts';
import type { DeviceInfo } from '../../../app/lib/app.model.ts';
import { DepositsStore } from '../../../app/lib/deposits/deposits.store.svelte.ts';
import { createGatewayClient } from '../../../app/lib/gateway/gateway.client.ts';
import type { GatewayStore } from '../../../app/lib/gateway/gateway.store.svelte.ts';
import { CardDesk } from '../../../app/lib/sale/card-desk.ts';
import { CartStore } from '../../../app/lib/sale/cart.store.svelte.ts';
import { FiscalPort } from '../../../app/lib/sale/fiscal-port.ts';
import { SaleStore } from '../../../app/lib/sale/sale.store.svelte.ts';
import { createEmulatedTerminal } from '../../../app/lib/sale/terminal/emulated-terminal.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { TrayStore } from '../../../app/lib/tray/tray.store.svelte.ts';
import { ADMIN, type MemoryGateway } from '../../../fiscal-gateway/testing/memory-gateway.ts';
import type { TestDevice } from './device.fixture.ts';

export const entry = (sku: string, price: number, vat: CatalogueEntry['vat'] = 'none'): CatalogueEntry => ({
  ...{ sku, name: `Оправа ${sku}`, brand: '', kind: 'frame', category: '', ean: null, price, vat, subject: 'goods' },
});

/** The app's own stores of a sale over a device's storage and a gateway in this process. `slip`: what a supervisor would sign. */
export function startTill(
  device: TestDevice,
  gateway: MemoryGateway,
  slip: { signed: (Signature & { reason: string }) | null },
  rules: () => PricingRules = () => NO_RULES,
) {
  const now = () => gateway.time.clock.now();
  /** While false the gateway is gone: no request reaches it. */
  const link = { up: true };
  const fetcher: typeof fetch = async (input, init) => {
    if (!link.up) throw new TypeError('no connection');
    const url = new URL(typeof input === 'string' ? input : input instanceof URL ? input.href : input.url);
    const answer = await gateway.app.inject({
      method: (init?.method ?? 'GET') as 'GET' | 'POST',
      url: url.pathname + url.search,
      headers: { ...(init?.headers as Record<string, string>), host: '127.0.0.1:8000' },
      ...(typeof init?.body === 'string' ? { payload: init.body } : {}),
    });
    return new Response(answer.body, { status: answer.statusCode });
  };
  const client = createGatewayClient(() => ({ url: 'http://127.0.0.1:8000', pos: device.till, token: ADMIN }), fetcher);
  const held = { client, maySell: true, otherTab: false, shift: null as ShiftState | null };
  const { databases, facts, store } = device;
  const stamps = createStamps({ now }, () => device.device, store);
  const terminal = createEmulatedTerminal({ store, wait: () => Promise.resolve(others.atTerminal()) });
  const cashier = { _id: 'staff:1', name: 'Иванова А.', inn: null } as Staff;
  const info = { till: device.till, store: device.shop, timeZone: 'Europe/Moscow', demo: true } as DeviceInfo;
  const cards = new CardDesk({
    databases,
    facts,
    stamps,
    now,
    by: () => cashier._id,
    terminal: () => terminal,
    findSale: (id) => facts.find<Sale>(id),
  });
  const port = new FiscalPort({
    ...{ client, facts, wait: () => Promise.resolve() },
    hinders: () => (held.otherTab ? 'LOCK_HELD' : null),
  });
  const deposits = new DepositsStore({
    databases,
    facts,
    findReceipt: () => Promise.resolve({ state: 'offline' }),
    ask: (query) => others.ask(query),
    wait: () => new Promise(() => undefined),
  });
  const cart: CartStore = new CartStore({
    ...{ store, now, uuid: randomUUID, rules, mayKeep: () => true },
    askCoupon: () => Promise.resolve(),
    onCouponsUsed: () => undefined,
    isOpen: () => sale.mayEdit,
    open: () => sale.openCart(),
  });
  const approveSlip = () => Promise.resolve(slip.signed);
  const sale: SaleStore = new SaleStore({
    ...{ cart, facts, stamps, port, cards, now, uuid: randomUUID, approveSlip },
    gateway: held as unknown as GatewayStore,
    terminal: () => terminal,
    demandDeposits: (settles, settlement) => deposits.demand(settles, settlement),
    device: () => info,
    cashier: () => cashier,
    onOpenChanged: () => undefined,
    hasRoom: () => Promise.resolve(true),
    keepContact: () => Promise.resolve(),
    mayBegin: () => true,
  });
  const tray = new TrayStore({
    ...{ databases, facts, stamps, client, port, cards, now, approveSlip },
    pos: () => device.till,
    by: () => cashier._id,
    held: () => sale.openSale ?? others.held(),
    hinders: () => others.hinders,
  });
  /** What else of this till holds a receipt just now. */
  const others = {
    held: (): string | null => null,
    hinders: null as ErrorCode | null,
    /** While the terminal is at work. */
    atTerminal: (): void => undefined,
    /** The chain, as far as this till reaches it. */
    ask: (_query: ReceiptQuery): Promise<FoundReceipt> => Promise.reject(new TypeError('no network')),
  };
  return {
    ...{
      sale,
      cart,
      cards,
      deposits,
      tray,
      store,
      link,
      facts,
      databases,
      client,
      port,
      stamps,
      held,
      others,
      now,
      info,
      cashier,
    },
    async open(): Promise<void> {
      held.shift = await client.shift();
      await sale.start();
    },
    /** Everything of a type in this device's months. */
    async all<T = Sale>(type: string): Promise<T[]> {
      const { startkey, endkey } = rangeOf(type);
      const months = facts.names().map((name) => databases.range<T>(name, startkey, endkey));
      return (await Promise.all(months)).flat();
    },
    /** New facts, as the app hears of them from its storage. */
    async hear(): Promise<void> {
      for (const name of facts.names()) {
        const ids = await databases.ids(name, 'a', 'z');
        await deposits.changed(name, ids);
      }
    },
    async appFacts() {
      const [sales, refunds] = [await this.all<Sale>('sale'), await this.all<Refund>('refund')];
      const corrections = await this.all<Correction>('correction');
      return {
        sales: [...sales, ...refunds, ...corrections],
        results: await this.all<FiscalResult>('fiscal-result'),
        voids: await this.all<SaleVoid>('sale-void'),
        tray: tray.items.map(({ saleId }) => saleId),
        shiftEvents: [],
        cash: [],
      };
    },
  };
}
export type TestTill = ReturnType<typeof startTill>;

import type { Correction, Sale } from '$design/documents/facts.ts';
import { LateClients } from '../client/late-clients.ts';
import { ContactStore } from '../contact/contact.store.svelte.ts';
import { DepositsStore } from '../deposits/deposits.store.svelte.ts';
import type { HistoryStore } from '../history/history.store.svelte.ts';
import { t } from '../i18n/i18n.ts';
import { PricingStore } from '../pricing/pricing.store.svelte.ts';
import { CardDesk } from '../sale/card-desk.ts';
import { CartStore } from '../sale/cart.store.svelte.ts';
import { FiscalPort } from '../sale/fiscal-port.ts';
import { ParkedStore } from '../sale/parked.store.svelte.ts';
import { SaleStore, type SaleDeps } from '../sale/sale.store.svelte.ts';
import { lateEmulatedTerminal } from '../sale/terminal/late-emulated-terminal.ts';
import { ManualTerminal } from '../sale/terminal/manual-terminal.svelte.ts';
import { oneAtTerminal } from '../sale/terminal/one-at-terminal.ts';
import type { Terminal } from '../sale/terminal/terminal.ts';
import type { Till } from './till.ts';

type SellingEvents = Pick<SaleDeps, 'onOpenChanged' | 'mayBegin'> & Pick<HistoryStore, 'findReceipt'>;

export type Selling = ReturnType<typeof createSelling>;

/** A sale from the first scan to its receipt: cart, prices, the customer, the card, the register. */
export function createSelling(till: Till, { findReceipt, ...events }: SellingEvents) {
  const { store, databases, facts, storage, clock, device, wait, server, people, gateway, settings, approval, pos, shop } = till;
  const place = () => ({ store: shop() ?? '', pos: pos() });
  const mayKeep = () => !gateway.otherTab;
  const contacts = new ContactStore({ ...till, place });
  const port = new FiscalPort({
    ...till,
    client: gateway.client,
    contactOf: (doc) => contacts.askedOf(doc._id),
    hinders: () => (gateway.otherTab ? 'LOCK_HELD' : null),
  });
  const pricing = new PricingStore({ ...till, client: server, onChanged: () => cart.reprice() });
  const cart: CartStore = new CartStore({
    ...till,
    rules: () => pricing.rules,
    askCoupon: (code) => pricing.ask(code),
    onCouponsUsed: (codes) => pricing.used(codes),
    isOpen: () => sale.mayEdit,
    takesContact: () => sale.phase === 'cart' || sale.phase === 'paying',
    open: () => sale.openCart(),
    mayKeep,
  });
  const manual = new ManualTerminal();
  const emulated = lateEmulatedTerminal({ store, wait: () => wait(300) });
  // The emulated one charges nobody: outside the demo the cashier takes the card on a terminal that stands by itself.
  const terminal = (): Terminal => (device()?.demo === true && settings.terminal.kind === 'emulated' ? emulated : manual);
  // The right receipt of a correction was paid by the cards of the wrong one.
  const findSale = async (id: string): Promise<Sale | null> => {
    const doc = await facts.find<Sale | Correction>(id);
    if (doc?.type !== 'correction') return doc;
    return doc.original?.sale ? facts.find<Sale>(doc.original.sale) : null;
  };
  const cards = new CardDesk({ ...till, terminal, findSale, alone: oneAtTerminal(navigator.locks) });
  const clients = new LateClients({
    ...{ ...till, cart, place },
    mayEdit: () => people.can('client.edit'),
    ofClient: (id) => contacts.ofClient(id),
  });
  const deposits = new DepositsStore({
    ...{ databases, facts, wait },
    ask: (query) => server.receipt(query),
    findReceipt: async (text) => {
      const { receiptQueryOf } = await import('$design/receipt-lookup.ts');
      const query = receiptQueryOf(text);
      return query ? findReceipt(query) : null;
    },
  });
  const approveSlip: SaleDeps['approveSlip'] = async (charged) => {
    const what = t(charged ? 'till.slipCharged' : 'till.slipNotCharged');
    const signed = await approval.ask({ action: 'receipt.settle', what, reason: true });
    return signed && { ...signed, reason: signed.reason ?? what };
  };
  const sale: SaleStore = new SaleStore({
    ...{ ...till, ...events, cart, port, cards, terminal, approveSlip },
    demandDeposits: (settles, settlement) => deposits.demand(settles, settlement),
    hasRoom: () => storage.hasRoom(),
    keepContact: (saleId, contact) => contacts.keep(saleId, contact),
  });
  const parked = new ParkedStore({
    ...{ store, cart, mayKeep },
    now: () => clock.now,
    who: () => people.current?.name ?? null,
    isSold: ({ key, begun }) => facts.hasSale(key, begun),
  });
  return { contacts, port, pricing, cart, cards, clients, deposits, approveSlip, sale, parked };
}

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Sale, Signature } from '../../../design/documents/facts.ts';
import { invariantViolations, type Violation } from '../../../design/invariant.ts';
import type { PricingRules } from '../../../design/pricing/rules.ts';
import { createCorrection } from '../../../app/lib/correction/create-correction.ts';
import { findReceipt } from '../../../app/lib/history/find-receipt.ts';
import { createRefund } from '../../../app/lib/refund/create-refund.ts';
import { BANK, bankBalance, type Bank } from '../../../app/lib/sale/terminal/emulated-terminal.ts';
import { createServerClient } from '../../../app/lib/sync/server.client.ts';
import { journalEvidence } from '../../../fiscal-gateway/journal/journal-evidence.ts';
import { until } from '../../../fiscal-gateway/testing/manual-time.ts';
import { MemoryGateway, type MemoryGatewayOptions } from '../../../fiscal-gateway/testing/memory-gateway.ts';
import type { ServerFixture } from '../server/sync-server.fixture.ts';
import { startDevice } from './device.fixture.ts';
import { entry, startTill, type TestTill } from './payment.fixture.ts';

export type Signed = (Signature & { reason: string }) | null;
/** Whoever would sign, and what he was asked. */
export interface Supervisor {
  signed: Signed;
  readonly asked: string[];
  /** Awaited before he answers. */
  slowly?: () => Promise<void>;
}
export const MANAGER: NonNullable<Signed> = { by: 'staff:3', name: 'Петрова Е.', role: 'manager', reason: 'видел чек' };

/** Refunds and corrections of a till, as `create-refund` and the app join them. */
function startReturns(till: TestTill, server: string, token: () => string | null, supervisor: Supervisor) {
  const { databases, facts, store, stamps, port, cards, held, now, info, cashier, link } = till;
  const network = { up: true };
  const client = createServerClient(server, token, (input, init) =>
    network.up ? fetch(input, init) : Promise.reject(new TypeError('no network')),
  );
  const gateway = Object.defineProperty({ ...held, want: () => Promise.resolve() }, 'reachable', { get: () => link.up });
  Object.defineProperty(gateway, 'shift', {
    get: () => held.shift,
    set: (shift: typeof held.shift) => void (held.shift = shift),
  });
  const approval = {
    ask: async ({ what }: { what: string }) => {
      supervisor.asked.push(what);
      await supervisor.slowly?.();
      return supervisor.signed;
    },
  };
  const rights = { refund: true, correct: true };
  const ready: string[] = [];
  const common = { facts, stamps, port, approval, now, uuid: randomUUID, device: () => info, cashier: () => cashier };
  const refund = createRefund({
    ...{ ...common, databases, store, cards, gateway: gateway as never, server: client },
    find: (query) => findReceipt({ databases, facts, client, store: () => info.store ?? '' }, query),
    place: () => ({ store: info.store ?? '', timeZone: 'Europe/Moscow' }),
    mayRefund: () => rights.refund,
    hasRoom: () => Promise.resolve(true),
    onOpenChanged: () => void till.tray.settle(),
    onReady: ({ plan }) => ready.push(plan.key),
  });
  const correction = createCorrection({
    ...{ ...common, databases, store, gateway: held, server: client },
    place: () => ({ store: info.store ?? '', timeZone: 'Europe/Moscow' }),
    mayCorrect: () => rights.correct,
    onOpenChanged: () => void till.tray.settle(),
  });
  till.others.ask = (query) => client.receipt(query);
  till.others.held = () => refund.openRefund ?? (correction.isWorking ? '' : null);
  refund.start();
  return { refund, correction, rights, ready, network };
}

/** One till with its gateway, where goods come back. Everything of `till` and of its returns is that of the last opening. */
export async function startDesk(fixture: ServerFixture, pos = 'POS-001', options: MemoryGatewayOptions = {}) {
  const device = await startDevice(fixture, pos);
  const gateway = await new MemoryGateway({ background: true, ...options }).start();
  gateway.ofd.mode = 'down';
  await gateway.call('POST', '/v1/kkt/shift/open', { pos_id: pos, cashier: { name: 'Иванова А.' } });
  const supervisor: Supervisor = { signed: null, asked: [] };
  const rules: { now: PricingRules | null } = { now: null };
  const open = async () => {
    const till = rules.now ? startTill(device, gateway, supervisor, () => rules.now!) : startTill(device, gateway, supervisor);
    await till.open();
    return {
      till,
      ...startReturns(till, fixture.server.url, () => device.state.token, supervisor),
    };
  };
  let opened = await open();
  const close = () => {
    opened.till.sale.stop();
    opened.refund.stop();
  };
  const desk = {
    device,
    gateway,
    supervisor,
    rules,
    get till() {
      return opened.till;
    },
    get refund() {
      return opened.refund;
    },
    get correction() {
      return opened.correction;
    },
    get rights() {
      return opened.rights;
    },
    get network() {
      return opened.network;
    },
    /** Keys of refunds that were told of as ready. */
    get ready() {
      return opened.ready;
    },
    /** The browser is killed and opened again. */
    async reopen(): Promise<void> {
      close();
      opened = await open();
      await desk.till.tray.settle();
    },
    /** Sells what is given, by these sums of cash and card in turn; the id of the sale. */
    async sell(goods: readonly [sku: string, price: number, qty?: number][], cards: readonly number[] = []): Promise<string> {
      for (const [sku, price, qty = 1] of goods) for (let n = 0; n < qty; n += 1) desk.till.cart.add(entry(sku, price));
      desk.till.sale.pay();
      for (const amount of cards) desk.till.sale.addTender({ method: 'card', amount });
      await desk.till.sale.confirm();
      return desk.finish();
    },
    /** The receipt on the screen is put away; the id of its sale. */
    finish(): string {
      const { sale } = desk.till;
      if (sale.phase !== 'done') throw new Error(`the sale is ${sale.phase}: ${sale.error?.code}`);
      const id = sale.receipt!.result!.sale;
      sale.newSale();
      return id;
    },
    /** Everything goes to the operator, and the till hears of it. */
    async deliver(): Promise<void> {
      gateway.ofd.mode = 'ok';
      await gateway.call('POST', '/v1/kkt/buffer/sync', { force: true });
      await until('delivered', () => gateway.gateway.buffer().unsent_documents === 0 && !gateway.gateway.sender.running);
    },
    /** The till asks the gateway what became of a sale, as it does by itself while the receipt is on its way. */
    async hear(saleId: string): Promise<void> {
      const doc = await desk.till.facts.find<Sale>(saleId);
      desk.refund.observe((await desk.till.client.byKey(doc!.key))!);
    },
    receipts: () => gateway.register.registered,
    bank: (): number => bankBalance(desk.till.store.read<Bank>(BANK) ?? {}),
    /** Operations of money to cards that the bank knows of. */
    refundsAtBank: () =>
      Object.values(desk.till.store.read<Bank>(BANK) ?? {}).filter((one) => one.refund && one.state === 'approved'),
    async violations(): Promise<Violation[]> {
      await desk.till.tray.settle();
      const journal = journalEvidence(join(gateway.folder, 'journal.sqlite'));
      const drive = gateway.register.documents.map(({ fn, fd, type, total, operation }) => ({ fn, fd, type, total, operation }));
      const all = await desk.till.appFacts();
      // What came from other tills is settled in their journals.
      const own = <T extends { pos: string | null }>(list: readonly T[]): T[] => list.filter((one) => one.pos === pos);
      const facts = { sales: own(all.sales), results: own(all.results), voids: own(all.voids), tray: all.tray };
      const app = { ...facts, shiftEvents: journal.shiftEvents, cash: journal.cash };
      return invariantViolations({ drive, ofd: [], journal, pendingDelivery: true, app });
    },
    async end(): Promise<void> {
      close();
      await gateway.stop();
      await device.end();
    },
  };
  return desk;
}
export type Desk = Awaited<ReturnType<typeof startDesk>>;

/** All that is left of a receipt goes back. */
export async function takeAll({ refund }: Desk, sale: string): Promise<void> {
  await refund.open(sale);
  refund.chooseAll();
  refund.setReason('not-suitable', '');
  await refund.confirm();
}

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardAttempt, Sale, Signature } from '../../../design/documents/facts.ts';
import { invariantViolations, type Violation } from '../../../design/invariant.ts';
import { handOver } from '../../../design/sale/hand-over.ts';
import { SaleFailure } from '../../../design/machines/sale.machine.ts';
import { EMPTY_CART } from '../../../design/sale/cart.ts';
import { FULL } from '../../../design/sale/settlement.ts';
import { BANK, bankBalance, DEAF, SCRIPT, type Bank } from '../../../app/lib/sale/terminal/emulated-terminal.ts';
import { journalEvidence } from '../../../fiscal-gateway/journal/journal-evidence.ts';
import { MemoryGateway } from '../../../fiscal-gateway/testing/memory-gateway.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { startDevice, type TestDevice } from './device.fixture.ts';
import { entry, startTill, type TestTill } from './payment.fixture.ts';

let fixture: ServerFixture;
let device: TestDevice;
let gateway: MemoryGateway;
let till: TestTill;
const slip: { signed: (Signature & { reason: string }) | null } = { signed: null };

beforeEach(async () => {
  fixture = await startFixture();
  device = await startDevice(fixture, 'POS-001');
  gateway = await new MemoryGateway().start();
  await gateway.openShift();
  till = startTill(device, gateway, slip);
  await till.open();
});
afterEach(async () => {
  till.sale.stop();
  await gateway.stop();
  await device.end();
  await fixture.end();
});

const bank = (): number => bankBalance(till.store.read<Bank>(BANK) ?? {});
const receipts = () => gateway.register.registered;
/** The browser is killed and opened again: the stores are new, what is stored is there. */
async function reopen(): Promise<void> {
  till.sale.stop();
  till = startTill(device, gateway, slip);
  await till.open();
  await till.tray.settle();
}
async function violations(): Promise<Violation[]> {
  const path = join(gateway.folder, 'journal.sqlite');
  const journal = journalEvidence(path);
  const drive = gateway.register.documents.map(({ fn, fd, type, total, operation }) => ({ fn, fd, type, total, operation }));
  const app = await till.appFacts();
  return invariantViolations({
    ...{ drive, ofd: [], journal, pendingDelivery: true },
    app: { ...app, shiftEvents: journal.shiftEvents, cash: journal.cash },
  });
}
/** Card money that receipts have registered, and what lies open in the tray. */
const cardMoney = () => receipts().reduce((sum, { payments }) => sum + payments.card, 0);

describe('a deposit from its receipt to the hand-over (UAT-06D)', () => {
  it('prepayment, then the balance by card and cash: tags, sums and books agree', async () => {
    till.cart.add(entry('RB-1', 12_000_00, '22'));
    till.sale.pay();
    till.sale.setSettlement({ kind: 'prepayment', amount: 4_000_00 });
    till.sale.setOrder('З-1042');
    await till.sale.confirm();
    expect([till.sale.phase, till.sale.error]).toEqual(['done', null]);
    expect(receipts()[0]).toMatchObject({
      items: [{ method: 'prepayment', vat: '22/122', amount: 4_000_00 }],
      payments: { cash: 4_000_00, prepaid: 0 },
    });
    till.sale.newSale();

    await till.deposits.load();
    const [deposit] = till.deposits.deposits;
    expect(deposit).toMatchObject({ left: 4_000_00, agreed: 12_000_00, order: 'З-1042' });
    const paid = handOver(deposit!, till.cart.cart)!;
    expect(till.sale.payFor(paid.cart, FULL, paid.tenders)).toBe(true);
    till.sale.addTender({ method: 'card', amount: 3_000_00 });
    till.sale.setTendered(5_500_00);
    expect([till.sale.rest, till.sale.change]).toEqual([5_000_00, 500_00]);
    await till.sale.confirm();
    expect([till.sale.phase, till.sale.error]).toEqual(['done', null]);
    expect(receipts()[1]).toMatchObject({
      items: [{ method: 'full', vat: '22', amount: 12_000_00 }],
      payments: { prepaid: 4_000_00, card: 3_000_00, cash: 5_000_00, credit: 0 },
    });
    expect(bank()).toBe(3_000_00);
    await till.hear();
    expect(till.deposits.deposits).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  it('never sets off more than is left: the second hand-over is refused before anything is written', async () => {
    till.sale.payFor({ ...EMPTY_CART, order: 'Петрова' }, { kind: 'advance', amount: 1_000_00 });
    await till.sale.confirm();
    till.sale.newSale();
    await till.deposits.load();
    const [deposit] = till.deposits.deposits;
    for (const outcome of ['done', 'paying'] as const) {
      till.cart.add(entry('RB-1', 1_500_00));
      const paid = handOver(deposit!, till.cart.cart)!;
      till.sale.payFor(paid.cart, FULL, paid.tenders);
      await till.sale.confirm();
      await till.hear();
      expect(till.sale.phase).toBe(outcome);
      till.sale.newSale();
    }
    expect(till.sale.error?.code).toBe('DEPOSIT_USED');
    expect(await till.all<Sale>('sale')).toHaveLength(2);
    expect(await violations()).toEqual([]);
  });

  it('goods on credit, then the debt is paid off', async () => {
    till.cart.add(entry('RB-1', 900_00, '22'));
    till.sale.pay();
    till.sale.setSettlement({ kind: 'credit', now: 300_00 });
    expect(till.sale.can('CONFIRM')).toBe(false);
    till.sale.setOrder('Сидоров');
    await till.sale.confirm();
    till.sale.newSale();
    await till.deposits.load();
    const [debt] = till.deposits.debts;
    expect(debt).toMatchObject({ left: 600_00, order: 'Сидоров' });
    till.sale.payFor(EMPTY_CART, { kind: 'credit-payment', sale: debt!.sale, amount: 600_00 });
    await till.sale.confirm();
    expect(till.sale.phase).toBe('done');
    expect(receipts().map(({ payments, items }) => [items[0]!.method, payments.cash, payments.credit])).toEqual([
      ['partial', 300_00, 600_00],
      ['credit-payment', 600_00, 0],
    ]);
    await till.hear();
    expect(till.deposits.debts).toEqual([]);
  });
});

describe('a card that nobody knows of', () => {
  const byCard = async (tricks: string[]) => {
    till.store.write(SCRIPT, tricks);
    till.cart.add(entry('RB-1', 500_00));
    till.sale.pay();
    till.sale.setMethod('card');
    await till.sale.confirm();
  };

  it('is asked, and charged once', async () => {
    await byCard(['unknown-approved']);
    expect([till.sale.phase, till.sale.error?.code, receipts()]).toEqual(['trouble', 'CARD_UNKNOWN', []]);
    await till.sale.retry();
    expect([till.sale.phase, bank(), cardMoney()]).toEqual(['done', 500_00, 500_00]);
  });

  it('is found after the browser was killed, and nothing is registered before it is known', async () => {
    await byCard(['deaf']);
    await reopen();
    expect(till.tray.items).toMatchObject([{ card: { state: 'doubt' }, stage: 'unsent' }]);
    expect(await till.tray.retry(till.tray.items[0]!.saleId)).toBe('CARD_UNKNOWN');
    expect(receipts()).toEqual([]);
    till.store.remove(DEAF);
    await till.tray.settle();
    expect(till.tray.items).toMatchObject([{ card: { state: 'paid', held: 500_00 } }]);
    expect(await till.tray.retry(till.tray.items[0]!.saleId)).toBeNull();
    expect([bank(), cardMoney(), till.tray.items]).toEqual([500_00, 500_00, []]);
    expect(await violations()).toEqual([]);
  });

  it('is decided by the slip and a supervisor’s signature where the terminal stays silent', async () => {
    await byCard(['deaf']);
    slip.signed = { by: 'staff:2', role: 'manager', reason: 'слип 100000000001' };
    expect(await till.sale.settleBySlip(true)).toBeNull();
    expect(till.sale.phase).toBe('done');
    const facts = await till.all<CardAttempt>('card-attempt');
    expect(facts.at(-1)).toMatchObject({ outcome: 'approved', signed: { by: 'staff:2' } });
  });

  it('not charged by the slip: the sale is voided as after a refusal, and nothing is charged by itself', async () => {
    await byCard(['unknown-absent']);
    slip.signed = { by: 'staff:2', role: 'manager', reason: 'слипа нет' };
    await till.sale.settleBySlip(false);
    expect([till.sale.phase, till.sale.error?.code, bank()]).toEqual(['paying', 'CARD_DECLINED', 0]);
  });

  it('declined: nothing is registered, the sale is voided, and another card makes another sale', async () => {
    await byCard(['decline']);
    expect([till.sale.phase, till.sale.error?.code]).toEqual(['paying', 'CARD_DECLINED']);
    await till.sale.confirm();
    expect([till.sale.phase, bank(), cardMoney()]).toEqual(['done', 500_00, 500_00]);
    expect(await violations()).toEqual([]);
  });
});

describe('card money and a receipt that does not come', () => {
  it('goes back, and the gateway promises first never to register the sale', async () => {
    till.cart.add(entry('RB-1', 500_00));
    till.sale.pay();
    till.sale.setMethod('card');
    // Charged; then the register refuses for good.
    const collect = till.cards.collect.bind(till.cards);
    till.cards.collect = async (sale) => {
      await collect(sale);
      gateway.register.faults.push('refused');
    };
    await till.sale.confirm();
    expect([till.sale.phase, bank()]).toEqual(['trouble', 500_00]);
    await till.sale.giveBack();
    expect([till.sale.phase, bank(), receipts()]).toEqual(['paying', 0, []]);
    expect(await violations()).toEqual([]);
  });

  it('a sale left in the tray is voided only after its money is back on the card', async () => {
    till.cart.add(entry('RB-1', 500_00));
    till.sale.pay();
    till.sale.setMethod('card');
    // Charged; then the till loses the gateway for good.
    const collect = till.cards.collect.bind(till.cards);
    till.cards.collect = async (sale) => {
      await collect(sale);
      till.link.up = false;
    };
    await till.sale.confirm();
    expect([till.sale.phase, bank()]).toEqual(['trouble', 500_00]);
    await reopen();
    const { saleId } = till.tray.items[0]!;
    expect(till.tray.items).toMatchObject([{ card: { state: 'paid', held: 500_00 }, voidable: true }]);
    till.store.write(SCRIPT, ['reversal-fails']);
    expect(await till.tray.void(saleId, 'покупатель ушёл')).toBe('CARD_REVERSAL_FAILED');
    expect(till.tray.items).toHaveLength(1);
    expect(await till.tray.void(saleId, 'покупатель ушёл')).toBeNull();
    expect([bank(), till.tray.items, receipts()]).toEqual([0, [], []]);
    expect(await violations()).toEqual([]);
  });
});

describe('beside a receipt that is in hand', () => {
  it('a deposit is handed over for its own goods alone: what was just sold is not in the cart any more', async () => {
    till.sale.payFor({ ...EMPTY_CART, order: 'Петрова' }, { kind: 'advance', amount: 1_000_00 });
    await till.sale.confirm();
    till.sale.newSale();
    await till.deposits.load();
    till.cart.add(entry('RB-1', 1_500_00));
    till.sale.pay();
    await till.sale.confirm();
    expect(till.sale.phase).toBe('done');
    expect(handOver(till.deposits.deposits[0]!, till.cart.cart)).toBeNull();
  });

  it('a word about a returned card says nothing of the next customer’s', async () => {
    till.cart.add(entry('RB-1', 500_00));
    till.sale.pay();
    till.sale.setMethod('card');
    const register = till.port.register.bind(till.port);
    till.port.register = () => Promise.reject(new SaleFailure('REGISTER_UNREACHABLE'));
    await till.sale.confirm();
    till.port.register = register;
    till.store.write(SCRIPT, ['reversal-fails']);
    await till.sale.giveBack();
    expect([till.sale.phase, till.sale.error?.code]).toEqual(['trouble', 'CARD_REVERSAL_FAILED']);
    slip.signed = { by: 'staff:3', role: 'manager', reason: 'слип' };
    await till.sale.settleBySlip(false);
    expect([till.sale.phase, bank()]).toEqual(['paying', 0]);
    await till.sale.confirm();
    expect([till.sale.phase, till.sale.error]).toEqual(['done', null]);
    expect(bank()).toBe(500_00);
  });

  it('nothing is asked of the terminal and nothing settled from the tray, here or in another tab', async () => {
    till.cart.add(entry('RB-1', 500_00));
    till.sale.pay();
    till.sale.setMethod('card');
    till.store.write(SCRIPT, ['unknown-approved']);
    await till.sale.confirm();
    till.sale.toTray();
    till.store.remove(DEAF);
    till.others.hinders = 'LOCK_HELD';
    await till.tray.settle();
    const [item] = till.tray.items;
    expect(item?.card.state).toBe('doubt');
    expect(await till.tray.retry(item!.saleId)).toBe('LOCK_HELD');
    expect(await till.tray.void(item!.saleId, 'x')).toBe('LOCK_HELD');
    expect([await till.all('sale-void'), receipts()]).toEqual([[], []]);
    till.others.hinders = null;
    expect(await till.tray.retry(item!.saleId)).toBeNull();
    expect([receipts().length, bank()]).toEqual([1, 500_00]);
  });
});

describe('two tabs of one browser', () => {
  /** Another tab of the same till: its own stores over the same storage. */
  const otherTab = async (): Promise<TestTill> => {
    const other = startTill(device, gateway, slip);
    await other.open();
    await other.tray.settle();
    return other;
  };

  it('a card charged while another tab took the till over is registered once, by whichever goes on', async () => {
    till.others.atTerminal = () => (till.held.otherTab = true);
    till.cart.add(entry('RB-1', 5_000_00));
    till.sale.pay();
    till.sale.setMethod('card');
    await till.sale.confirm();
    expect([till.sale.phase, till.sale.error?.code, bank(), receipts()]).toEqual(['trouble', 'LOCK_HELD', 5_000_00, []]);

    const other = await otherTab();
    expect(other.tray.items).toMatchObject([{ card: { state: 'paid', held: 5_000_00 } }]);
    expect(await other.tray.retry(other.tray.items[0]!.saleId)).toBeNull();
    expect(receipts()).toHaveLength(1);
    other.sale.stop();

    till.held.otherTab = false;
    await till.sale.retry();
    expect([till.sale.phase, receipts().length, bank()]).toEqual(['done', 1, 5_000_00]);
    expect(await violations()).toEqual([]);
  });

  it('a sale that another tab has voided is neither registered nor charged here any more', async () => {
    till.cart.add(entry('RB-1', 5_000_00));
    till.sale.pay();
    till.sale.setMethod('card');
    till.others.atTerminal = () => (till.link.up = false);
    await till.sale.confirm();
    expect(till.sale.phase).toBe('trouble');

    const other = await otherTab();
    expect(await other.tray.void(other.tray.items[0]!.saleId, 'ушёл')).toBeNull();
    expect(bank()).toBe(0);
    other.sale.stop();

    till.others.atTerminal = () => undefined;
    till.link.up = true;
    await till.sale.retry();
    await till.sale.retry();
    expect([till.sale.phase, till.sale.error?.code, receipts(), bank()]).toEqual(['trouble', 'RECEIPT_VOIDED', [], 0]);
    till.sale.toTray();
    expect(await violations()).toEqual([]);
  });
});

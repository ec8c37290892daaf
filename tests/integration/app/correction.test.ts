import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CorrectionDraft } from '../../../app/lib/correction/correction.model.ts';
import type { Correction, SaleLine } from '../../../design/documents/facts.ts';
import { paymentParts, type CorrectionReason } from '../../../design/refund/correction-document.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { MANAGER, startDesk, type Desk } from './refund.fixture.ts';

let fixture: ServerFixture;
let desk: Desk;
beforeEach(async () => {
  fixture = await startFixture();
  desk = await startDesk(fixture);
  desk.supervisor.signed = MANAGER;
});
afterEach(async () => {
  await desk.end();
  await fixture.end();
});

const BASIS: CorrectionReason = { type: 'self', date: '2026-11-20', number: null, reason: 'чек не пробит' };
const written = () => desk.till.all<Correction>('correction');
const unrecorded = (): CorrectionDraft => {
  const lines = [desk.correction.line({ name: 'Оправа', qty: 2, price: 450_00, vat: '22' })];
  return { basis: BASIS, original: null, right: { lines, payments: [{ method: 'cash', amount: 900_00 }] } };
};
/** A receipt that was wrong, and the right one: the same lines but the first, which should have cost so much. */
async function wrong(sale: string, price: number): Promise<CorrectionDraft> {
  await desk.refund.open(sale);
  const original = desk.refund.original!;
  desk.refund.reset();
  const [first, ...others] = original.sale.lines as [SaleLine, ...SaleLine[]];
  const lines = [{ ...first, price, discount: 0, amount: price * first.qty }, ...others];
  const total = lines.reduce((sum, { amount }) => sum + amount, 0);
  // Less was asked than should have been: the difference was paid in cash.
  const parts = paymentParts(original.sale.payments).map((one) =>
    one.method === 'cash' ? { ...one, amount: one.amount + total - original.sale.total } : one,
  );
  return {
    basis: { ...BASIS, reason: 'не та цена' },
    original,
    right: { lines, payments: parts.filter(({ amount }) => amount > 0) },
  };
}
const corrections = () => desk.gateway.register.documents.filter(({ type }) => type === 'correction').length;
const operations = () => desk.receipts().map(({ operation, total }) => [operation, total]);

describe('a sale without a receipt', () => {
  it('is one correction receipt with its basis, signed, and settled like a sale', async () => {
    expect(await desk.correction.send(unrecorded(), 'Коррекция на 900 ₽')).toBeNull();
    expect(desk.correction.made).toMatchObject([
      { doc: { kind: 'unrecorded', total: 900_00 }, fd: expect.any(Number) as number },
    ]);
    expect(desk.receipts()).toMatchObject([{ operation: 'sale', total: 900_00, payments: { cash: 900_00 } }]);
    expect(await written()).toMatchObject([{ basis: { date: '2026-11-20', originalFp: null }, signed: { by: 'staff:3' } }]);
    expect([corrections(), desk.supervisor.asked]).toEqual([1, ['Коррекция на 900 ₽']]);
    expect(await desk.violations()).toEqual([]);
  });

  it('is not made by somebody who may not, nor without a signature, nor without what the law asks for', async () => {
    desk.rights.correct = false;
    expect(await desk.correction.send(unrecorded(), '')).toBe('FORBIDDEN');
    desk.rights.correct = true;
    desk.supervisor.signed = null;
    expect(await desk.correction.send(unrecorded(), '')).toBeNull();
    desk.supervisor.signed = MANAGER;
    const order = { ...unrecorded(), basis: { ...BASIS, type: 'instruction' as const } };
    expect(desk.correction.fault(order)).toBe('number');
    expect(await desk.correction.send(order, '')).toBe('BODY_INVALID');
    expect([await written(), desk.receipts(), desk.correction.made]).toEqual([[], [], []]);
    expect(await desk.violations()).toEqual([]);
  });

  it('whose answer is lost is asked for, one document', async () => {
    desk.gateway.register.faults.push('lost-after');
    await desk.correction.send(unrecorded(), '');
    await desk.till.tray.settle();
    expect([desk.till.tray.items, operations()]).toEqual([[], [['sale', 900_00]]]);
    expect(await desk.violations()).toEqual([]);
  });
});

describe('a wrong receipt', () => {
  const sold = () =>
    desk.sell(
      [
        ['RB-1', 400_00],
        ['LN-2', 100_00],
      ],
      [300_00],
    );

  it('is taken back and made anew by the ways it was paid; no card is touched', async () => {
    const draft = await wrong(await sold(), 450_00);
    expect(await desk.correction.send(draft, '')).toBeNull();
    expect(operations()).toEqual([
      ['sale', 500_00],
      ['refund', 500_00],
      ['sale', 550_00],
    ]);
    const [, reversal, right] = desk.receipts();
    expect(reversal).toMatchObject({ payments: { cash: 200_00, card: 300_00 } });
    expect(right).toMatchObject({ payments: { cash: 250_00, card: 300_00 } });
    const docs = await written();
    const [back, anew] = ['reversal', 'right'].map((kind) => docs.find((one) => one.kind === kind)!);
    expect([back!.pair, anew!.pair]).toEqual([anew!._id, back!._id]);
    expect(new Set(docs.map(({ basis }) => basis.originalFp))).toEqual(new Set([draft.original!.result.fp]));
    expect([corrections(), desk.bank(), desk.refundsAtBank()]).toEqual([2, 300_00, []]);
    expect(await desk.violations()).toEqual([]);
  });

  it('the first of the pair fails: neither goes out of turn, and both come from the tray', async () => {
    const draft = await wrong(await sold(), 450_00);
    desk.till.link.up = false;
    expect(await desk.correction.send(draft, '')).toBe('GATEWAY_UNREACHABLE');
    await desk.reopen();
    expect(desk.till.tray.items).toHaveLength(2);
    const idOf = async (kind: Correction['kind']) => (await written()).find((one) => one.kind === kind)!._id;
    expect(await desk.till.tray.retry(await idOf('right'))).toBe('CORRECTION_PAIR_WAITS');
    expect(await desk.till.tray.retry(await idOf('reversal'))).toBeNull();
    // The wrong one is gone from the books: the right one is owed.
    expect(await desk.till.tray.void(await idOf('right'), 'передумали')).toBe('RECEIPT_NOT_PARKED');
    expect(await desk.till.tray.retry(await idOf('right'))).toBeNull();
    expect([desk.till.tray.items, operations().length]).toEqual([[], 3]);
    expect(await desk.violations()).toEqual([]);
  });

  it('the second of the pair is lost with the browser: it lies in the tray and goes out once', async () => {
    const draft = await wrong(await sold(), 450_00);
    const { client } = desk.till;
    const register = client.register.bind(client);
    let sent = 0;
    (client as { register: typeof register }).register = (...given) => {
      sent += 1;
      if (sent === 2) desk.till.link.up = false;
      return register(...given);
    };
    expect(await desk.correction.send(draft, '')).toBe('GATEWAY_UNREACHABLE');
    expect(desk.correction.made.map(({ fd }) => fd === null)).toEqual([false, true]);
    await desk.reopen();
    expect(desk.till.tray.items).toMatchObject([{ kind: 'correction', total: 550_00 }]);
    expect(await desk.violations()).toEqual([]);
    expect(await desk.till.tray.retry(desk.till.tray.items[0]!.saleId)).toBeNull();
    expect([desk.till.tray.items, operations().length]).toEqual([[], 3]);
    expect(await desk.violations()).toEqual([]);
  });
});

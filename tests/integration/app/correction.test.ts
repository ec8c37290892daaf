import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CorrectionDraft } from '../../../app/lib/correction/correction.model.ts';
import type { Correction, SaleLine } from '../../../design/documents/facts.ts';
import { paymentParts, type CorrectionReason } from '../../../design/refund/correction-document.ts';
import { until } from '../../../fiscal-gateway/testing/manual-time.ts';
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
/** The same while a refund of it is open at this till. */
function wrongBeside(sale: string, price: number): CorrectionDraft {
  const { lines, result } = desk.refund.original!;
  const original = { sale: desk.refund.original!.sale, result };
  const [first, ...others] = lines.map(({ line }) => line) as [SaleLine, ...SaleLine[]];
  const right = [{ ...first, price, amount: price }, ...others];
  const total = right.reduce((sum, { amount }) => sum + amount, 0);
  expect(original.sale._id).toBe(sale);
  return { basis: BASIS, original, right: { lines: right, payments: [{ method: 'cash', amount: total }] } };
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

describe('a receipt that a correction has taken back', () => {
  const sold = async (): Promise<string> => {
    const sale = await desk.sell([
      ['RB-1', 400_00],
      ['LN-2', 100_00],
    ]);
    await desk.deliver();
    return sale;
  };
  const takeAll = async (sale: string): Promise<void> => {
    await desk.refund.open(sale);
    desk.refund.chooseAll();
    desk.refund.setReason('defect', '');
    await desk.refund.confirm();
  };
  const right = async () => (await written()).find(({ kind }) => kind === 'right')!._id;

  it('cannot be refunded: not on the screen, not in the till’s check, not at the gateway', async () => {
    const sale = await sold();
    await desk.refund.open(sale);
    desk.refund.chooseAll();
    desk.refund.setReason('defect', '');
    // Chosen before the correction, confirmed after it.
    expect(await desk.correction.send(wrongBeside(sale, 450_00), '')).toBeNull();
    await desk.refund.confirm();
    expect([desk.refund.phase, desk.refund.error?.code]).toEqual(['choosing', 'RECEIPT_CORRECTED']);
    await desk.refund.open(sale);
    expect(desk.refund.original).toMatchObject({ corrected: { sale: await right() }, depositRest: null });
    expect([desk.refund.original!.lines.map(({ left }) => left), desk.refund.canConfirm]).toEqual([[0, 0], false]);
    const { receipt } = desk.refund.original!.result;
    const answer = await desk.gateway.call<{ code: string }>('POST', '/v1/pos/refund', {
      ...{ original_fiscal_doc_id: receipt, items: [{ sku: 'RB-1', qty: 1, amount: 400 }] },
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'RECEIPT_CORRECTED']);
    expect(operations()).toHaveLength(3);
    expect(await desk.violations()).toEqual([]);
  });

  it('cannot be corrected a second time, whichever till asks', async () => {
    const sale = await sold();
    const again = await wrong(sale, 460_00);
    expect(await desk.correction.send(await wrong(sale, 450_00), '')).toBeNull();
    expect(await desk.correction.send(again, '')).toBe('RECEIPT_CORRECTED');
    expect([operations().length, (await written()).length]).toEqual([3, 2]);
    expect(await desk.violations()).toEqual([]);
  });

  it('and of which something went back before is not taken back whole', async () => {
    const sale = await sold();
    await desk.refund.open(sale);
    desk.refund.choose(1, 1000);
    desk.refund.setReason('defect', '');
    await desk.refund.confirm();
    expect(await desk.correction.send(await wrong(sale, 450_00), '')).toBe('CORRECTION_TOO_LATE');
    expect([await written(), operations().length]).toEqual([[], 2]);
  });

  it('may be refunded again once the whole pair is given up', async () => {
    const sale = await sold();
    desk.till.link.up = false;
    expect(await desk.correction.send(await wrong(sale, 450_00), '')).toBe('GATEWAY_UNREACHABLE');
    desk.till.link.up = true;
    await desk.till.tray.settle();
    await takeAll(sale);
    expect(desk.refund.canConfirm).toBe(false);
    for (const { saleId } of desk.till.tray.items) expect(await desk.till.tray.void(saleId, 'передумали')).toBeNull();
    await takeAll(sale);
    expect([desk.refund.phase, operations()]).toEqual(['done', expect.objectContaining({ length: 2 })]);
    expect(await desk.violations()).toEqual([]);
  });

  it('stands again as the right one: found by number and square, refunded by line with limits of its own', async () => {
    const sale = await sold();
    expect(await desk.correction.send(await wrong(sale, 450_00), '')).toBeNull();
    await desk.deliver();
    const made = desk.gateway.register.documents.filter(({ type }) => type === 'correction').at(-1);
    await desk.refund.find(String(made!.fd));
    expect(desk.refund.original?.sale).toMatchObject({ _id: await right(), total: 550_00 });
    const { fn, fd, fp } = desk.refund.original!.result;
    await desk.refund.find(`ФН ${fn} ФД ${fd} ФП ${fp}`);
    desk.refund.choose(0, 1000);
    desk.refund.setReason('defect', '');
    await desk.refund.confirm();
    expect([desk.refund.phase, desk.refund.error]).toEqual(['done', null]);
    expect(desk.receipts().at(-1)).toMatchObject({ operation: 'refund', total: 450_00 });
    await takeAll(await right());
    expect(desk.receipts().at(-1)).toMatchObject({ operation: 'refund', total: 100_00 });
    await takeAll(await right());
    expect([desk.refund.total, desk.refund.canConfirm, operations().length]).toEqual([0, false, 5]);
    expect(await desk.violations()).toEqual([]);
  });
});

describe('the correction at its screen', () => {
  it('goes into the shift that is open once it is signed, and into none that was closed meanwhile', async () => {
    const { approval } = slowly();
    const sent = desk.correction.send(unrecorded(), '');
    await approval.asked;
    await desk.gateway.call('POST', '/v1/kkt/report/z', { pos_id: 'POS-001', cashier: { name: 'Иванова А.' } });
    approval.sign();
    expect(await sent).toBe('SHIFT_NOT_OPEN');
    expect(await written()).toEqual([]);
    await desk.gateway.call('POST', '/v1/kkt/shift/open', { pos_id: 'POS-001', cashier: { name: 'Иванова А.' } });
    expect(await desk.correction.send(unrecorded(), '')).toBeNull();
    expect(await written()).toMatchObject([{ shift: { number: 2 } }]);
    expect(await desk.violations()).toEqual([]);
  });

  it('outlives a reload with the key it will have, and is never made twice', async () => {
    const keys = async () => (await written()).map(({ key }) => key);
    desk.correction.keep(unrecorded());
    const { right: key } = desk.till.store.read<{ keys: { right: string } }>('correction-draft')!.keys;
    await desk.reopen();
    expect(desk.correction.kept).toEqual(unrecorded());
    // Killed after it was written and before the draft was forgotten.
    const draft = desk.till.store.read('correction-draft');
    expect(await desk.correction.send(desk.correction.kept!, '')).toBeNull();
    expect([await keys(), desk.correction.kept]).toEqual([[key], null]);
    desk.till.store.write('correction-draft', draft);
    await desk.reopen();
    expect(await desk.correction.send(desk.correction.kept!, '')).toBe('CORRECTION_MADE');
    expect([await keys(), desk.correction.kept, operations().length]).toEqual([[key], null, 1]);
  });

  it('holds the tray and the update while it is at the register, and shows what was settled from the tray', async () => {
    desk.till.link.up = false;
    const sent = desk.correction.send(unrecorded(), '');
    await until('it is being written', () => desk.correction.isWorking);
    expect(desk.till.others.held()).toBe('');
    expect(await sent).toBe('GATEWAY_UNREACHABLE');
    expect([desk.correction.isWorking, desk.till.others.held()]).toEqual([false, null]);
    expect(desk.correction.made).toMatchObject([{ fd: null }]);
    desk.till.link.up = true;
    await desk.till.tray.settle();
    expect(await desk.till.tray.retry(desk.till.tray.items[0]!.saleId)).toBeNull();
    await desk.correction.look();
    expect(desk.correction.made).toMatchObject([{ fd: expect.any(Number) as number }]);
  });

  /** A supervisor who takes his time. */
  function slowly() {
    const asked = Promise.withResolvers<void>();
    const signed = Promise.withResolvers<void>();
    desk.supervisor.slowly = () => {
      asked.resolve();
      return signed.promise;
    };
    return { approval: { asked: asked.promise, sign: () => signed.resolve() } };
  }
});

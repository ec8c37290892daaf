import type { StatementSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStores } from '../journal/stores.ts';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';
import type { ReceiptBody } from '../testing/receipts.ts';
import { createRefundCheck } from './refund-check.ts';
import { createRefunds } from './refunds.ts';

let till: MemoryGateway;
beforeEach(async () => {
  till = await new MemoryGateway({ background: true }).start();
  till.ofd.mode = 'down';
  await till.openShift();
});
afterEach(() => till.stop());

const lens = { sku: 'LN-16', name: 'Линза', qty: 2, price: 50, vat: 'none' } as const;
const frame = { sku: 'RB-1001', name: 'Оправа', qty: 1, price: 200, vat: '22' } as const;
type Item = ReceiptBody['items'][number];
const manager = { by: 'staff:2', name: 'Петрова М.', role: 'manager', reason: 'покупатель ждёт' } as const;
const administrator = { ...manager, by: 'staff:1', role: 'administrator' } as const;

const totalOf = (items: readonly Item[]): number =>
  items.reduce((sum, { qty, price, discount = 0 }) => sum + qty * price - discount, 0);
const receipt = (items: readonly Item[], over: Partial<ReceiptBody> = {}): ReceiptBody => ({
  ...saleBody(totalOf(items)),
  items: [...items],
  ...over,
});
async function sell(items: readonly Item[], over: Partial<ReceiptBody> = {}): Promise<string> {
  const { status, body } = await post(till, newKey(), receipt(items, over));
  expect(status).toBe(201);
  return body.receipt_id;
}
const refund = (items: readonly Item[], original: string | null, over: Partial<ReceiptBody> = {}) =>
  post(till, newKey(), receipt(items, { type: 'refund', original_receipt_id: original, ...over }));
async function deliver(): Promise<void> {
  till.ofd.mode = 'ok';
  await till.call('POST', '/v1/kkt/buffer/sync', { force: true });
  await until('everything is delivered', () => till.gateway.buffer().unsent_documents === 0 && !till.gateway.sender.running);
}
const byCard = (roubles: number): Partial<ReceiptBody> => ({ payments: [{ method: 'card', amount: roubles }] });
const check = (body: unknown) => till.call<Record<string, unknown>>('POST', '/v1/pos/refund', body);

describe('never more than was sold (design §6, first ring)', () => {
  it('takes each piece back once, of twenty refunds at once', async () => {
    const original = await sell([{ ...lens, qty: 7 }]);
    await deliver();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refund([{ ...lens, qty: 1 }], original)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(7);
    expect(answers.filter(({ body }) => body.code === 'REFUND_EXCEEDS_SALE')).toHaveLength(13);
    expect(till.register.documents.filter(({ operation }) => operation === 'refund')).toHaveLength(7);
  });

  it('leaves nothing open of refunds that were refused at once, and says that nothing is left', async () => {
    const original = await sell([{ ...lens, qty: 7 }]);
    await deliver();
    await Promise.all(Array.from({ length: 20 }, () => refund([{ ...lens, qty: 1 }], original)));
    expect((await till.call<Record<string, unknown>>('GET', '/v1/kkt/shift')).body['unsettled']).toBe(0);
    expect(await check({ original_fiscal_doc_id: original })).toMatchObject({
      status: 422,
      body: { code: 'REFUND_EXCEEDS_SALE', allowed: false, refundable: [{ sku: 'LN-16', sold: 7, qty: 0 }] },
    });
  });

  it('counts a refund in doubt, not one that was parked and given up', async () => {
    const original = await sell([lens]);
    await deliver();
    const pair = [lens] as const;
    const key = newKey();
    till.register.faults.push('paper-out');
    const body = receipt(pair, { type: 'refund', original_receipt_id: original });
    await post(till, key, body);
    const other = newKey();
    const commit = till.register.registerReceipt.bind(till.register);
    till.register.registerReceipt = (r) =>
      commit(r).finally(() => {
        till.register.down = true;
      });
    till.register.faults.push('lost-after');
    expect((await post(till, other, body)).body.code).toBe('OUTCOME_UNKNOWN');
    expect((await refund([{ ...lens, qty: 1 }], original)).body.code).toBe('REFUND_EXCEEDS_SALE');
    till.register.registerReceipt = commit;
    till.register.down = false;
    expect((await post(till, key, body)).body.code).toBe('REFUND_EXCEEDS_SALE');
    expect((await post(till, other, body)).body).toMatchObject({ fiscal_doc: { fd: 4 } });
    expect(till.register.documents.filter(({ operation }) => operation === 'refund')).toHaveLength(1);
  });

  it('limits the money of each line too, and asks for rate and method of the line that was sold', async () => {
    const original = await sell([lens, frame]);
    await deliver();
    expect((await refund([{ ...lens, qty: 1, price: 101 }], original)).body).toMatchObject({
      code: 'REFUND_EXCEEDS_SALE',
      details: { sku: 'LN-16', of: 'amount' },
    });
    expect((await refund([{ ...frame, vat: 'none' }], original)).body.code).toBe('REFUND_LINE_DIFFERS');
    expect((await refund([frame], original)).status).toBe(201);
  });

  it('gives an advance back as an advance, at the rate of its day', async () => {
    const advance = { ...frame, vat: '22/122', method: 'advance', subject: 'payment' } as const;
    const original = await sell([advance], byCard(200));
    await deliver();
    expect((await refund([frame], original, byCard(200))).body.code).toBe('REFUND_LINE_DIFFERS');
    expect((await refund([advance], original, byCard(200))).status).toBe(201);
  });

  it('remembers refunds of another till’s receipt by its marks', async () => {
    const marks = { fn: '9999000000000077', fd: 5, fp: '0123456789' };
    const back = (qty: number, over: object = {}) =>
      refund([{ ...lens, qty }], null, { original_fiscal: { ...marks, ...over }, ...byCard(50 * qty) });
    expect((await back(1, { total: 100 })).status).toBe(201);
    expect((await back(1, { fp: '77' })).body.code).toBe('ORIGINAL_UNKNOWN');
    // Said once, it is known, whoever forgets to say it again.
    expect((await back(2)).body.code).toBe('REFUND_EXCEEDS_SALE');
    expect((await back(1, { fp: '123456789' })).status).toBe(201);
    expect((await back(1)).body.code).toBe('REFUND_EXCEEDS_SALE');
    expect((await check({ original_fiscal: marks, items: [{ sku: 'LN-16', qty: 1, amount: 50 }] })).body).toMatchObject({
      code: 'REFUND_EXCEEDS_SALE',
      allowed: false,
    });
  });

  it('limits a receipt that was made at the register’s own keys by its total', async () => {
    till.register.foreign('receipt', 10_000);
    till.gateway.drive.doubt();
    await till.gateway.drive.ask();
    await deliver();
    const { fn, fd, fp } = till.register.documents.at(-1)!;
    const original_fiscal = { fn, fd, fp };
    expect((await refund([{ ...lens, qty: 3 }], null, { original_fiscal })).body.code).toBe('REFUND_EXCEEDS_SALE');
    expect((await refund([lens], null, { original_fiscal })).status).toBe(201);
    expect((await refund([{ ...lens, qty: 1 }], null, { original_fiscal })).body.code).toBe('REFUND_EXCEEDS_SALE');
  });

  it('takes no refund and no receipt that was given up for an original', async () => {
    const original = await sell([lens]);
    await deliver();
    const { body } = await refund([{ ...lens, qty: 1 }], original);
    await deliver();
    expect((await refund([{ ...lens, qty: 1 }], body.receipt_id)).body.code).toBe('ORIGINAL_UNKNOWN');
    const parked = newKey();
    till.register.faults.push('paper-out');
    await post(till, parked, receipt([lens]));
    expect(await check({ original_fiscal_doc_id: parked })).toMatchObject({ status: 409, body: { sync_status: 'pending' } });
    const lifted = await refund([lens], parked, { override: administrator });
    expect(lifted.body.code).toBe('ORIGINAL_NOT_DELIVERED');
    await till.call('POST', `/v1/kkt/receipt/${parked}/void`, { reason: 'ушёл' });
    expect(await check({ original_fiscal_doc_id: parked })).toMatchObject({
      status: 422,
      body: { code: 'ORIGINAL_UNKNOWN', allowed: false },
    });
  });
});

describe('money goes back the way it came', () => {
  it('card to card; cash for a card sale only with a manager’s word', async () => {
    const original = await sell([lens], byCard(100));
    await deliver();
    await till.call('POST', '/v1/kkt/cash/in', { pos_id: 'POS-001', amount: 500, reason: 'размен', cashier: { name: 'И.' } });
    const one = [{ ...lens, qty: 1 }] as const;
    expect((await refund(one, original)).body).toMatchObject({
      status: 409,
      code: 'REFUND_PAYMENT_DIFFERS',
      details: { method: 'cash', paid: 0, override: 'manager' },
    });
    expect((await refund(one, original, byCard(50))).status).toBe(201);
    expect((await refund(one, original, { override: manager })).status).toBe(201);
    expect((await refund(one, original, { override: administrator })).body.code).toBe('REFUND_EXCEEDS_SALE');
  });

  it('never more money than was paid, whoever signs: what was sold on credit goes back as credit, not out of the drawer', async () => {
    const onCredit = { ...lens, method: 'partial' } as const;
    const half: Partial<ReceiptBody> = {
      payments: [
        { method: 'card', amount: 50 },
        { method: 'credit', amount: 50 },
      ],
    };
    const original = await sell([onCredit], half);
    await deliver();
    await till.call('POST', '/v1/kkt/cash/in', { pos_id: 'POS-001', amount: 500, reason: 'размен', cashier: { name: 'И.' } });
    const one = [{ ...onCredit, qty: 1 }] as const;
    const credit: Partial<ReceiptBody> = { payments: [{ method: 'credit', amount: 50 }] };
    // The card's half as cash is another way for money that was paid …
    expect((await refund(one, original, { override: manager })).status).toBe(201);
    // … and the other half was none.
    for (const override of [null, manager, administrator]) {
      expect((await refund(one, original, { override })).body).toMatchObject({
        status: 422,
        code: 'REFUND_EXCEEDS_SALE',
        details: { of: 'money', sold: 5_000, returned: 5_000, asked: 5_000 },
      });
    }
    expect((await refund(one, original, credit)).status).toBe(201);
  });
});

describe('somebody takes responsibility (L-27, L-28, L-43)', () => {
  const stored = () => till.journal.db.prepare('SELECT override FROM receipts WHERE override IS NOT NULL').all();

  it('a manager lifts the waiting; who, why and what is in row, event journal and journal copy, no name in the logs', async () => {
    const original = await sell([lens]);
    expect((await refund([lens], original)).body).toMatchObject({ status: 409, details: { override: 'manager' } });
    expect((await refund([lens], original, { override: manager })).status).toBe(201);
    expect(JSON.parse(String(stored()[0]?.['override']))).toMatchObject({ ...manager, lifted: ['ORIGINAL_NOT_DELIVERED'] });
    const [event] = till.journal.db.prepare(`SELECT level, message FROM events WHERE event = 'refund_override'`).all();
    expect(event).toEqual({ level: 'WARN', message: 'manager staff:2: ORIGINAL_NOT_DELIVERED' });
    const copied = till.gateway.context.stores.copy.after(0, 100).find(({ kind }) => kind === 'refund-override');
    expect(copied?.details).toEqual({
      by: 'staff:2',
      role: 'manager',
      reason: 'покупатель ждёт',
      lifted: ['ORIGINAL_NOT_DELIVERED'],
    });
  });

  it('a dead letter is for an administrator; more than was sold for nobody', async () => {
    const original = await sell([lens]);
    till.ofd.mode = 'reject';
    await till.call('POST', '/v1/kkt/buffer/sync', { force: true });
    await until('it is dead', () => till.gateway.buffer().unsent_documents === 0);
    expect((await refund([lens], original, { override: manager })).body).toMatchObject({
      status: 403,
      code: 'OVERRIDE_NOT_ALLOWED',
      details: { needs: 'administrator', refused: 'ORIGINAL_DEAD' },
    });
    expect((await refund([{ ...lens, qty: 3 }], original, { override: administrator })).body.code).toBe('REFUND_EXCEEDS_SALE');
    expect((await refund([lens], newKey(), { override: administrator })).body.code).toBe('ORIGINAL_UNKNOWN');
    expect(stored()).toEqual([]);
    expect((await refund([lens], original, { override: administrator })).status).toBe(201);
    expect(stored()).toHaveLength(1);
  });

  it('is not written down where nothing had to be lifted', async () => {
    const original = await sell([lens]);
    await deliver();
    expect((await refund([lens], original, { override: manager })).status).toBe(201);
    expect(stored()).toEqual([]);
  });
});

describe('the check before a refund (A-44)', () => {
  it('says what is left by line and by way of payment, before and after, blocked or not', async () => {
    const original = await sell([lens, frame], byCard(300));
    const blocked = await check({ original_fiscal_doc_id: original });
    expect(blocked).toMatchObject({
      status: 409,
      headers: { 'retry-after': '10' },
      body: {
        allowed: false,
        reason: 'ORIGINAL_NOT_DELIVERED',
        sync_status: 'pending',
        retry_after_seconds: 10,
        buffer_count: 1,
      },
    });
    await deliver();
    await refund([{ ...lens, qty: 1 }], original, byCard(50));
    const { status, body } = await check({ original_fiscal_doc_id: original, items: [{ sku: 'LN-16', qty: 1, amount: 50 }] });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        allowed: true,
        sync_status: 'synced',
        refundable: [
          { sku: 'LN-16', sold: 2, qty: 1, amount: 50 },
          { sku: 'RB-1001', sold: 1, qty: 1, amount: 200 },
        ],
        refundable_payments: { cash: 0, card: 250 },
      },
    });
    const much = await check({ original_fiscal_doc_id: original, items: [{ sku: 'LN-16', qty: 2 }] });
    expect(much).toMatchObject({
      status: 422,
      body: { allowed: false, code: 'REFUND_EXCEEDS_SALE', reason: 'REFUND_EXCEEDS_SALE' },
    });
    expect(much.body['refundable']).toEqual(body['refundable']);
  });

  it('looks up by keys only, however many receipts there are', async () => {
    const original = await sell([lens, frame]);
    await deliver();
    await refund([{ ...lens, qty: 1 }], original);
    const asked = new Set<string>();
    const { db } = till.journal;
    const watched = new Proxy(db, {
      get(target, name): unknown {
        if (name === 'prepare') return (sql: string) => watchedStatement(target.prepare(sql), () => asked.add(sql));
        return Reflect.get(target, name);
      },
    });
    const context = { ...till.gateway.context, stores: createStores({ ...till.journal, db: watched }) };
    const question = createRefundCheck(context, createRefunds(context));
    asked.clear();
    question({ original_fiscal_doc_id: original, items: [{ sku: 'LN-16', qty: 1 }] });
    question({ original_fiscal: { fn: '9999000000000077', fd: 5, fp: '1' } });
    expect(asked.size).toBeGreaterThanOrEqual(4);
    const scans = [...asked].flatMap((sql) =>
      db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => String(row['detail']))
        // The queue's own index holds what waits for the operator and nothing else.
        .filter((step) => step.startsWith('SCAN') && !step.includes('documents_queue')),
    );
    expect(scans).toEqual([]);
  });
});

/** Notes that a statement was asked something. */
const watchedStatement = (statement: StatementSync, note: () => void): StatementSync =>
  new Proxy(statement, {
    get(target, name) {
      if (name === 'get' || name === 'all') note();
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });

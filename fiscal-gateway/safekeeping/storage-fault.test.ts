import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';
import { checkJournal, faultsOf } from './journal-check.ts';

let till: MemoryGateway;
beforeEach(async () => {
  till = await new MemoryGateway().start();
  await till.openShift();
});
afterEach(() => till.stop());

const pages = (): number => Number(till.journal.db.prepare('PRAGMA page_count').get()?.['page_count']);
const limitPages = (most: number): void => till.journal.db.exec(`PRAGMA max_page_count = ${most}`);
const receiptsInDrive = (): number => till.register.documents.filter(({ type }) => type === 'receipt').length;
const alarms = (): string[] => till.gateway.context.alarms.active.map(({ code }) => code);
const sound = (): string[] => faultsOf(checkJournal(join(till.folder, 'journal.sqlite')));
/** Its body needs pages of its own, so that a full disk is met where the receipt is stored and not after the register has committed. */
const longSale = () => {
  const line = { sku: 'RB-1001', name: 'Оправа '.repeat(18).slice(0, 128), qty: 1, price: 1, vat: 'none' as const };
  return saleBody(30, { items: Array.from({ length: 30 }, () => line) });
};
/** Sells until the file may not grow any more. */
async function fill(): Promise<{ key: string; body: unknown }> {
  limitPages(pages());
  for (let n = 1; n < 200; n++) {
    const [key, body] = [newKey(), longSale()];
    const { status, body: answer } = await post(till, key, body);
    if (status === 201) continue;
    expect([status, answer.code]).toEqual([507, 'STORAGE_FULL']);
    return { key, body };
  }
  throw new Error('the disk never became full');
}

describe('a full disk', () => {
  it('is answered with STORAGE_FULL before the register hears of the receipt, nothing is half done, and selling goes on with room', async () => {
    const { key, body } = await fill();
    const before = receiptsInDrive();
    expect((await post(till, newKey(), longSale())).body).toMatchObject({ status: 507, code: 'STORAGE_FULL' });
    expect(receiptsInDrive()).toBe(before);
    expect(till.register.asked).toHaveLength(before);
    expect(alarms()).toContain('DISK_FULL');
    expect(sound()).toEqual([]);
    const refusal = till.journal.commit(() => {
      throw new Error('a refusal of ours');
    });
    await expect(refusal).rejects.toThrow('a refusal of ours');
    expect(alarms()).toContain('DISK_FULL');
    limitPages(1_000_000);
    expect((await post(till, key, body)).status).toBe(201);
    expect(receiptsInDrive()).toBe(before + 1);
    expect(alarms()).not.toContain('DISK_FULL');
    expect(till.gateway.buffer()).toMatchObject({ current_queued: before + 1, total_receipts: before + 1 });
  });

  it('after the register has committed: the till hears that the outcome is unknown, and the same key finds the one receipt', async () => {
    const register = till.register.registerReceipt.bind(till.register);
    let letGo: () => void = () => undefined;
    till.register.gate = new Promise((resolve) => (letGo = resolve));
    // More paper than the pages hold that there are.
    till.register.registerReceipt = async (receipt) => ({
      ...(await register(receipt)),
      text: Array<string>(2_000).fill('x'.repeat(40)),
    });
    const [key, body] = [newKey(), saleBody(100)];
    const answered = post(till, key, body);
    await until('it is at the register', () => till.register.asked.length === 1);
    limitPages(pages());
    letGo();
    till.register.gate = null;
    const { status, body: answer } = await answered;
    expect([status, answer.code]).toEqual([503, 'OUTCOME_UNKNOWN']);
    expect(receiptsInDrive()).toBe(1);
    limitPages(1_000_000);
    const again = await post(till, key, body);
    expect(again.body.fiscal_doc?.fd).toBe(3);
    expect(receiptsInDrive()).toBe(1);
    expect(sound()).toEqual([]);
    expect(till.gateway.buffer()).toMatchObject({ current_queued: 1, total_receipts: 1 });
  });
});

it('a journal that somebody else holds is said to be out of reach (503), and works again once it is let go', async () => {
  till.journal.db.exec('PRAGMA busy_timeout = 0');
  const other = new DatabaseSync(join(till.folder, 'journal.sqlite'));
  other.exec('BEGIN IMMEDIATE');
  const [key, body] = [newKey(), saleBody()];
  const refused = await post(till, key, body);
  expect([refused.status, refused.body.code]).toEqual([503, 'JOURNAL_UNAVAILABLE']);
  expect(refused.headers['retry-after']).toBe('5');
  expect(alarms()).toContain('JOURNAL_NOT_WRITABLE');
  expect(receiptsInDrive()).toBe(0);
  other.exec('ROLLBACK');
  other.close();
  expect((await post(till, key, body)).status).toBe(201);
  expect(alarms()).not.toContain('JOURNAL_NOT_WRITABLE');
});

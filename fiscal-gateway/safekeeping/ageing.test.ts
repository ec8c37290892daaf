import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../design/time/clock.ts';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import type { MemoryGatewayOptions } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';
import { checkJournal, faultsOf } from './journal-check.ts';

let till: MemoryGateway;
afterEach(() => till.stop());

async function start(options: MemoryGatewayOptions = {}): Promise<void> {
  till = await new MemoryGateway(options).start();
  await till.openShift();
}
const count = (table: string): number => Number(till.journal.db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
/** As the operator's answer leaves them. */
const deliver = async (): Promise<void> => {
  await till.gateway.sender.syncNow(true);
  await until('everything is delivered', () => till.gateway.buffer().unsent_documents === 0);
  await until('the sender rests', () => !till.gateway.sender.running);
};
const days = (n: number): void => till.time.advance(n * DAY);

describe('ageing', () => {
  it('drops the bodies of delivered receipts after seven days; a repeat is answered as before (B-48)', async () => {
    await start();
    const keys = [newKey(), newKey()];
    const bodies = [saleBody(1), saleBody(2)];
    const answers = [await post(till, keys[0]!, bodies[0]), await post(till, keys[1]!, bodies[1])];
    await deliver();
    days(6);
    expect(await till.gateway.ageing.run()).toMatchObject({ bodies: 0 });
    days(1.1);
    expect(await till.gateway.ageing.run()).toMatchObject({ bodies: 2 });
    expect(count('receipt_bodies')).toBe(0);
    const again = await post(till, keys[0]!, bodies[0]);
    expect(again.status).toBe(200);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body.fiscal_doc).toEqual(answers[0]!.body.fiscal_doc);
    expect((await post(till, keys[0]!, saleBody(9))).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(till.register.documents.filter(({ type }) => type === 'receipt')).toHaveLength(2);
  });

  it('never drops what the operator has not got, however old it is', async () => {
    await start();
    await post(till, newKey(), saleBody());
    days(400);
    expect(await till.gateway.ageing.run()).toMatchObject({ bodies: 0 });
    expect(count('receipt_bodies')).toBe(1);
    expect(till.gateway.buffer().current_queued).toBe(1);
  });

  it('never drops what a configured server has not acknowledged; then body and rows of the copy go', async () => {
    await start({ config: { syncUrl: 'http://127.0.0.1:9' } });
    const { stores } = till.gateway.context;
    await post(till, newKey(), saleBody(1));
    await deliver();
    days(30);
    const rows = count('copy');
    expect(await till.gateway.ageing.run()).toMatchObject({ bodies: 0, copy: 0 });
    await till.journal.commit(() => stores.copy.acknowledge(stores.copy.last()));
    expect(await till.gateway.ageing.run()).toMatchObject({ bodies: 1, copy: rows - 1 });
    expect(stores.copy.last() - stores.copy.acknowledged()).toBe(0);
    const before = stores.copy.last();
    await till.journal.commit(() => stores.copy.append({ kind: 'alert' }, till.time.clock.now()));
    expect(stores.copy.after(stores.copy.acknowledged(), 10).map(({ seq, kind }) => [seq, kind])).toEqual([
      [before + 1, 'alert'],
    ]);
  });

  it('goes through more than one batch, and the event journal still verifies after 90 days (I-08)', async () => {
    await start();
    for (let n = 0; n < 120; n++) await post(till, newKey(), saleBody(1));
    await deliver();
    days(91);
    const gone = await till.gateway.ageing.run();
    expect(gone).toMatchObject({ bodies: 120 });
    expect(gone['events']).toBeGreaterThan(120);
    const report = checkJournal(join(till.folder, 'journal.sqlite'));
    expect(faultsOf(report)).toEqual([]);
    expect(count('receipts')).toBe(120);
    expect(count('documents')).toBe(122);
  });

  it('waits while the clock of the PC cannot be right', async () => {
    await start();
    await post(till, newKey(), saleBody());
    await deliver();
    const status = await till.gateway.drive.ask();
    days(200);
    till.register.status = async () => Promise.resolve(status);
    await till.gateway.drive.ask();
    expect(await till.gateway.ageing.run()).toEqual({});
    expect(count('receipt_bodies')).toBe(1);
  });

  it('runs by itself every hour, between the sales', async () => {
    await start({ background: true });
    const key = newKey();
    await post(till, key, saleBody());
    await until('it is delivered', () => till.gateway.buffer().unsent_documents === 0);
    days(8);
    await until('the body is gone', () => (till.time.advance(HOUR), count('receipt_bodies') === 0));
    expect((await post(till, newKey(), saleBody())).body.code).toBe('SHIFT_EXPIRED');
  });
});

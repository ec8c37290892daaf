import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReceiptAnswer } from '../../design/fiscal/wire.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody, saleDocument } from '../testing/receipts.ts';

let till: MemoryGateway;
const receiptsInDrive = () => till.register.documents.filter(({ type }) => type === 'receipt');
const byKey = async (key: string) => (await till.call<ReceiptAnswer>('GET', `/v1/kkt/receipt/by-key/${key}`)).body;
const journalFile = () => join(till.folder, 'journal.sqlite');

/** The PC comes back with another journal: the file of a backup, or none at all. */
async function loseJournal(backup: string | null): Promise<void> {
  till.journal.close();
  for (const end of ['', '-wal', '-shm']) rmSync(`${journalFile()}${end}`, { force: true });
  if (backup !== null) copyFileSync(backup, journalFile());
  await till.start();
}

beforeEach(async () => {
  till = await new MemoryGateway().start();
  await till.openShift();
});
afterEach(() => till.stop());

describe('a journal that lost what the drive holds', () => {
  it.each(['fresh', 'restored'])(
    '%s: the till’s repeat is answered with the document it made, never with a second one',
    async (which) => {
      const backup = join(till.folder, 'backup.sqlite');
      till.journal.db.exec(`VACUUM INTO '${backup}'`);
      const key = newKey();
      const body = saleBody(100, { sale: saleDocument(key) });
      const first = await post(till, key, body);
      await loseJournal(which === 'fresh' ? null : backup);
      await till.gateway.drive.ask();
      const again = await post(till, key, body);
      expect(again).toMatchObject({ status: 200, body: { fiscal_doc: { fd: first.body.fiscal_doc?.fd } } });
      // Till and server hold the result already: it is that one (this double renders no paper of a document it holds).
      expect({ ...again.body.result, _rev: '', qr: '', text: [] }).toEqual({ ...first.body.result, _rev: '', qr: '', text: [] });
      expect(receiptsInDrive()).toHaveLength(1);
    },
  );

  it('answers the repeat with the shift long closed, the buffer full and the register gone', async () => {
    const key = newKey();
    const first = await post(till, key, saleBody());
    await till.call('POST', '/v1/kkt/report/z', { pos_id: 'POS-001' });
    await loseJournal(null);
    await till.gateway.drive.ask();
    till.register.down = true;
    expect((await post(till, key, saleBody())).body.fiscal_doc?.fp).toBe(first.body.fiscal_doc?.fp);
  });

  it('settles a repeat that came while the register was still away', async () => {
    const key = newKey();
    await post(till, key, saleBody());
    await loseJournal(null);
    till.register.down = true;
    expect((await post(till, key, saleBody())).body.code).toBe('REGISTER_UNREACHABLE');
    expect((await byKey(key)).stage).toBe('parked');
    till.register.down = false;
    expect((await post(till, key, saleBody())).body.fiscal_doc?.fd).toBe(3);
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('refuses another receipt under the key of one that it lost', async () => {
    const key = newKey();
    await post(till, key, saleBody(100));
    await loseJournal(null);
    await till.gateway.drive.ask();
    expect((await post(till, key, saleBody(101))).body).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('counts the restored receipt in the shift’s totals', async () => {
    const key = newKey();
    await post(till, key, saleBody(70, { payments: [{ method: 'card', amount: 70 }] }));
    await loseJournal(null);
    await till.gateway.drive.ask();
    await post(till, key, saleBody(70, { payments: [{ method: 'card', amount: 70 }] }));
    expect((await till.call('POST', '/v1/kkt/report/x', { pos_id: 'POS-001' })).body).toMatchObject({
      cardTotal: 70,
      cashTotal: 0,
    });
  });
});

describe('a register that carries out later what it seemed to have lost', () => {
  it('gives the document to the parked receipt before its till asks again', async () => {
    const key = newKey();
    till.register.faults.push('lost-before', 'lost-before', 'lost-before');
    await post(till, key, saleBody());
    expect((await byKey(key)).stage).toBe('parked');
    // The command lay in the cable: it arrives after the drive was asked.
    till.register.foreign('receipt', 10_000);
    const late = till.register.documents.at(-1)!;
    till.register.documents[late.fd - 1] = { ...late, ourId: (await byKey(key)).receipt_id };
    till.gateway.drive.doubt();
    expect((await post(till, key, saleBody())).body.fiscal_doc?.fd).toBe(late.fd);
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('alarms where the receipt has another document by then', async () => {
    const key = newKey();
    till.register.faults.push('lost-before');
    const { body } = await post(till, key, saleBody());
    till.register.foreign('receipt', 10_000);
    const late = till.register.documents.at(-1)!;
    till.register.documents[late.fd - 1] = { ...late, ourId: body.receipt_id };
    till.gateway.drive.doubt();
    await till.gateway.drive.ask();
    expect(till.gateway.context.alarms.active.map(({ code }) => code)).toContain('RECEIPT_REGISTERED_TWICE');
    expect((await byKey(key)).fiscal_doc?.fd).toBe(body.fiscal_doc?.fd);
  });
});

it('parks nothing while a document that may be the receipt cannot be read (a person decides)', async () => {
  const key = newKey();
  till.register.faults.push('lost-after');
  const read = till.register.findDocument.bind(till.register);
  till.register.findDocument = async (fd) => (fd === 3 ? null : read(fd));
  expect((await post(till, key, saleBody())).body).toMatchObject({ code: 'OUTCOME_NEEDS_PERSON', details: { candidates: [3] } });
  expect((await post(till, key, saleBody())).body.code).toBe('OUTCOME_NEEDS_PERSON');
  till.register.findDocument = read;
  till.gateway.drive.doubt();
  expect((await post(till, key, saleBody())).body.fiscal_doc?.fd).toBe(3);
  expect(receiptsInDrive()).toHaveLength(1);
});

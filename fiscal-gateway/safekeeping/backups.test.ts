import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalEvidence } from '../journal/journal-evidence.ts';
import { MINUTE } from '../../design/time/clock.ts';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';
import { copyInWorker } from './copy-in-worker.ts';
import { copyJournal } from './copy-journal.ts';
import { checkJournal, faultsOf } from './journal-check.ts';

let till: MemoryGateway;
const journal = (): string => join(till.folder, 'journal.sqlite');

describe('a backup of the journal', () => {
  beforeEach(async () => {
    till = await new MemoryGateway().start();
    await till.openShift();
  });
  afterEach(() => till.stop());

  it('is taken while receipts are being registered, in a thread of its own, and is whole and consistent', async () => {
    for (let n = 1; n <= 5; n++) await post(till, newKey(), saleBody(n));
    const target = join(till.folder, 'copy.sqlite');
    let copying = true;
    const copied = copyInWorker({ source: journal(), target, about: { at: 1 } }).finally(() => (copying = false));
    let sold = 5;
    while (copying) {
      sold += 1;
      expect((await post(till, newKey(), saleBody(sold))).status).toBe(201);
    }
    const manifest = await copied;
    expect(sold).toBeGreaterThan(5);
    expect(faultsOf(checkJournal(target))).toEqual([]);
    const { receipts, documents } = journalEvidence(target);
    expect(receipts.length).toBeGreaterThanOrEqual(5);
    // A receipt and its document are written together: the copy holds both or neither.
    expect(documents.filter(({ type }) => type === 'receipt').length).toBe(receipts.filter(({ fd }) => fd !== null).length);
    expect(manifest).toMatchObject({ file: 'copy.sqlite', counts: { receipts: receipts.length } });
  });

  it('is refused where the journal is damaged: no file of that name appears, and people are told', async () => {
    await post(till, newKey(), saleBody());
    till.journal.db.exec(`UPDATE events SET message = 'другое' WHERE seq = 2`);
    const answer = await till.call('POST', '/v1/backup', {});
    expect(answer.body).toMatchObject({ status: 500, code: 'BACKUP_FAILED' });
    expect(till.gateway.backups.list()).toEqual([]);
    const errors = till.gateway.context.stores.log.page('ERROR', 0, 5, 0).map(({ event }) => event);
    expect(errors).toContain('backup_failed');
    expect(till.gateway.context.alarms.active.map(({ code }) => code)).toContain('BACKUP_OLD');
  });

  it('shows in its check a bit that flipped on the disk', async () => {
    for (let n = 1; n <= 20; n++) await post(till, newKey(), saleBody(n));
    const target = join(till.folder, 'copy.sqlite');
    copyJournal({ source: journal(), target, about: {} });
    const bytes = readFileSync(target);
    const at = bytes.indexOf('receipt_registered');
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(target, new Uint8Array(bytes));
    expect(faultsOf(checkJournal(target)).join()).toMatch(/altered/);
  });

  it('is made on demand by an administrator only, and is an entry of the event journal (B-31, H-51)', async () => {
    const answer = await till.call('POST', '/v1/backup', {});
    expect(answer).toMatchObject({ status: 201, body: { kind: 'manual' } });
    expect(answer.body['file']).toMatch(/^manual-\d{8}T\d{6}Z\.sqlite$/);
    expect(till.gateway.context.stores.log.page(null, 0, 1, 0)).toMatchObject([{ event: 'backup_made' }]);
    const db = new DatabaseSync(till.gateway.backups.last!.file, { readOnly: true });
    expect(db.prepare('SELECT count(*) AS n FROM receipts').get()).toEqual({ n: 0 });
    db.close();
  });

  it('is refused with STORAGE_FULL where the disk has no room for it', async () => {
    await till.stop();
    till = await new MemoryGateway({
      disk: { free: async () => Promise.resolve(1_000), sizes: () => ({ journal: 5_000, wal: 0 }) },
    }).start();
    expect((await till.call('POST', '/v1/backup', {})).body).toMatchObject({ status: 507, code: 'STORAGE_FULL' });
  });
});

describe('the daily backup', () => {
  beforeEach(async () => {
    till = await new MemoryGateway({ background: true }).start();
  });
  afterEach(() => till.stop());

  it('is made every day, seven are kept, those that people made stay beside them; an old one is an alarm', async () => {
    const { backups } = till.gateway;
    const daily = () => backups.list().filter(({ kind }) => kind === 'daily');
    await backups.make('manual');
    const dayWithBackup = async (): Promise<void> => {
      const before = daily()[0]?.file;
      await until('the backup of the day', () => (till.time.advance(10 * MINUTE), daily()[0]?.file !== before));
    };
    for (let day = 0; day < 9; day++) await dayWithBackup();
    expect(daily()).toHaveLength(7);
    expect(backups.list().filter(({ kind }) => kind === 'manual')).toHaveLength(1);
    Object.assign(till.gateway.context, { copyJournal: () => Promise.reject(new Error('no')) });
    const alarmed = () => till.gateway.context.alarms.active.some(({ code }) => code === 'BACKUP_OLD');
    expect(alarmed()).toBe(false);
    await until('the alarm', () => (till.time.advance(10 * MINUTE), alarmed()));
  });
});

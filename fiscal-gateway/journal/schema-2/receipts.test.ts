import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openJournal } from '../journal.ts';
import type { Journal } from '../journal.ts';
import { SCHEMA_1 } from '../schema-1.ts';
import { createStores } from '../stores.ts';

const FN = '9999000000000001';
const fiscal = { fn: FN, fd: 3, fp: '1', shift: 1, number: 1, datetime: '2026-11-21T06:00:00', qr: 'qr 3', text: ['чек', '3'] };
const result = { _id: 'fiscal-result:1', _rev: '1-abc', sale: 'sale:1', fd: 3, qr: 'qr 3', text: ['чек', '3'] };
const body = JSON.stringify({ pos_id: 'POS-001', sale: { _id: 'sale:1', note: 'как пришло' } });

/** A journal as issue 2's gateway left it, on a till in the middle of a day. */
function oldJournal(path: string): void {
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA journal_mode = WAL; ${SCHEMA_1}; PRAGMA user_version = 1`);
  const receipt = db.prepare(`INSERT INTO receipts
    (id, key, body_hash, body, type, operation, stage, total, cash, card, prepaid, credit, other, lines, store_shift, stored_at,
      before_fn, before_fd, fn, fd, fiscal, result, registered_at, printed_at, delivered_at, parked_at)
    VALUES (?, ?, 'h', ?, 'sale', 'sale', ?, 100, 100, 0, 0, 0, 0, '[]', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const texts = [JSON.stringify(fiscal), JSON.stringify(result)] as const;
  receipt.run('r-undelivered', 'k1', body, 'printed', 10, FN, 2, FN, 3, ...texts, 11, 12, null, null);
  receipt.run('r-aged', 'k2', null, 'delivered', 20, FN, 3, FN, 4, ...texts, 21, 22, 23, null);
  receipt.run('r-parked', 'k3', body, 'parked', 30, null, null, null, null, null, null, null, null, null, 31);
  receipt.run('r-doubt', 'k4', body, 'uncertain', 40, FN, 4, null, null, null, null, null, null, null, null);
  receipt.run('r-dead', 'k5', body, 'dead', 50, FN, 4, FN, 5, ...texts, 51, 52, null, null);
  const document = db.prepare(`INSERT INTO documents
    (fn, fd, type, fp, at, shift, number, operation, total, receipt, body, state, attempts, sent_at, doubtful, delivered_at, ticket, ticket_given, dead_at, error)
    VALUES (?, ?, ?, '1', 5, 1, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  document.run(FN, 1, 'registration', null, null, null, '{"fd":1}', 'delivered', 1, 6, 0, 7, null, 1, null, null);
  document.run(FN, 2, 'shift-open', null, null, null, '{"fd":2}', 'delivered', 1, 6, 0, 7, '{"sign":"t"}', 0, null, null);
  document.run(FN, 3, 'receipt', 'sale', 100, 'r-undelivered', '{"fd":3}', 'syncing', 4, 8, 1, null, null, 0, null, 'timeout');
  document.run(FN, 4, 'receipt', 'sale', 100, 'r-aged', '{"fd":4}', 'delivered', 1, 9, 0, 23, '{"sign":"t"}', 1, null, null);
  document.run(FN, 5, 'receipt', 'sale', 100, 'r-dead', '{"fd":5}', 'dead', 1, 9, 0, null, null, 0, 60, 'status 422');
  const copy = db.prepare('INSERT INTO copy (at, kind, receipt, key, fn, fd, payload) VALUES (1, ?, ?, ?, ?, ?, ?)');
  copy.run('receipt-stored', 'r-undelivered', 'k1', null, null, '{"details":{}}');
  copy.run('receipt-registered', 'r-undelivered', 'k1', FN, 3, '{"details":{"settled":true}}');
  copy.run('shift', null, null, FN, 2, '{"event":{"_id":"shift-event:1"},"details":{}}');
  db.prepare(`INSERT INTO meta (key, value) VALUES ('copy-acknowledged', '1')`).run();
  db.close();
}

let folder: string;
let journal: Journal;
let stores: ReturnType<typeof createStores>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-journal-'));
  oldJournal(join(folder, 'journal.sqlite'));
  journal = openJournal(join(folder, 'journal.sqlite'));
  stores = createStores(journal);
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true, force: true });
});

it('carries every receipt of a journal of schema 1 over: undelivered, aged, parked, in doubt and dead ones', () => {
  expect(stores.receipts.byKey('k1')).toMatchObject({
    id: 'r-undelivered',
    stage: 'printed',
    body,
    fn: FN,
    fd: 3,
    printed_at: 12,
  });
  expect(stores.receipts.byId('r-aged')).toMatchObject({ key: 'k2', stage: 'delivered', body: null, delivered_at: 23 });
  expect(stores.receipts.byStage('parked')).toMatchObject([{ id: 'r-parked', body, fiscal: null, fd: null, parked_at: 31 }]);
  expect(stores.receipts.inDoubt()).toMatchObject([{ id: 'r-doubt', before_fn: FN, before_fd: 4, body }]);
  expect(JSON.parse(stores.receipts.byId('r-undelivered')?.fiscal ?? '')).toEqual(fiscal);
});

it('carries the queue over: the doubt, the tickets not yet given and the dead letters', () => {
  expect(stores.documents.queue(10)).toMatchObject([
    { fd: 3, state: 'syncing', doubtful: 1, sent_at: 8, attempts: 4, body: '{"fd":3}', receipt: 'r-undelivered' },
  ]);
  expect(stores.documents.tickets(FN, 10)).toMatchObject([{ fd: 2, ticket: '{"sign":"t"}' }]);
  expect(stores.documents.dead()).toMatchObject([{ fd: 5, error: 'status 422', dead_at: 60 }]);
  expect(stores.documents.missing(FN, 5)).toEqual([]);
  expect(stores.documents.receiptCount()).toBe(3);
});

it('carries the copy over: same numbers, the same result as before, new rows behind them', () => {
  stores.copy.append({ kind: 'delivered', receipt: 'r-undelivered', fn: FN, fd: 3 }, 2);
  expect(stores.copy.after(stores.copy.acknowledged(), 10)).toMatchObject([
    { seq: 2, kind: 'receipt-registered', sale: null, result, details: { settled: true } },
    { seq: 3, kind: 'shift', event: { _id: 'shift-event:1' }, details: {} },
    { seq: 4, kind: 'delivered', sale: null, result: null, details: {} },
  ]);
  expect(stores.copy.after(0, 1)).toMatchObject([{ seq: 1, sale: { _id: 'sale:1', note: 'как пришло' } }]);
});

it('does not let two receipts claim one document, as before', () => {
  const row = { id: 'r-doubt', stage: 'uncertain' } as const;
  expect(() => stores.receipts.registered(row, { fn: FN, fd: 3, fiscal, result: null, printed: true }, 60)).toThrow(/UNIQUE/);
});

it('replaces a body and drops it, keeping key, hash and lines', () => {
  stores.receipts.rewriteBody('r-dead', '{"customer":null}');
  expect(stores.receipts.byId('r-dead')).toMatchObject({ body: '{"customer":null}', key: 'k5' });
  stores.receipts.rewriteBody('r-dead', null);
  expect(stores.receipts.byId('r-dead')).toMatchObject({ body: null, key: 'k5', body_hash: 'h', lines: '[]' });
});

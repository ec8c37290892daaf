import { RECEIPT_STAGES } from '../../../design/fiscal/wire.ts';

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

/**
 * The same facts as in schema 1, laid out for the disk: every commit writes whole pages, so what changes often (`receipts`) is narrow, and
 * what is written once (bodies, the drive's answer) lies in tables of its own in the order of arrival, where a new row touches the last
 * page only. The copy's newest row is never pruned, so its numbers need no AUTOINCREMENT. `result` is kept without `qr` and `text`, which `fiscal` holds already. Documents move out of a tree of wide keys.
 * `contact_erased_at`: when the customer's contact was nulled in the body. `override`, `correction`: JSON.
 */
export const RECEIPTS_2 = `
CREATE TABLE receipts_2 (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  type TEXT NOT NULL,
  operation TEXT NOT NULL CHECK (operation IN ('sale', 'refund')),
  stage TEXT NOT NULL CHECK (stage IN (${quoted(RECEIPT_STAGES)})),
  total INTEGER NOT NULL,
  cash INTEGER NOT NULL,
  card INTEGER NOT NULL,
  prepaid INTEGER NOT NULL,
  credit INTEGER NOT NULL,
  other INTEGER NOT NULL,
  lines TEXT NOT NULL,
  original TEXT,
  store_shift INTEGER NOT NULL,
  before_fn TEXT,
  before_fd INTEGER,
  before_number INTEGER,
  before_shift INTEGER,
  fn TEXT,
  fd INTEGER,
  error TEXT,
  candidates TEXT,
  stored_at INTEGER NOT NULL,
  registering_at INTEGER,
  uncertain_at INTEGER,
  parked_at INTEGER,
  rejected_at INTEGER,
  voided_at INTEGER,
  registered_at INTEGER,
  printed_at INTEGER,
  delivered_at INTEGER,
  dead_at INTEGER,
  trace TEXT,
  override TEXT,
  correction TEXT,
  contact_erased_at INTEGER,
  UNIQUE (id),
  UNIQUE (key)
) STRICT;
INSERT INTO receipts_2 (no, id, key, body_hash, type, operation, stage, total, cash, card, prepaid, credit, other, lines, original,
    store_shift, before_fn, before_fd, before_number, before_shift, fn, fd, error, candidates, stored_at, registering_at, uncertain_at,
    parked_at, rejected_at, voided_at, registered_at, printed_at, delivered_at, dead_at)
  SELECT rowid, id, key, body_hash, type, operation, stage, total, cash, card, prepaid, credit, other, lines, original,
    store_shift, before_fn, before_fd, before_number, before_shift, fn, fd, error, candidates, stored_at, registering_at, uncertain_at,
    parked_at, rejected_at, voided_at, registered_at, printed_at, delivered_at, dead_at
  FROM receipts ORDER BY rowid;

CREATE TABLE receipt_bodies (receipt INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
INSERT INTO receipt_bodies (receipt, body) SELECT rowid, body FROM receipts WHERE body IS NOT NULL ORDER BY rowid;

CREATE TABLE receipt_fiscals (receipt INTEGER PRIMARY KEY, fiscal TEXT NOT NULL, result TEXT) STRICT;
INSERT INTO receipt_fiscals (receipt, fiscal, result)
  SELECT rowid, fiscal, json_remove(result, '$.qr', '$.text') FROM receipts WHERE fiscal IS NOT NULL ORDER BY rowid;

CREATE TABLE documents_2 (
  no INTEGER PRIMARY KEY,
  fn TEXT NOT NULL,
  fd INTEGER NOT NULL,
  type TEXT NOT NULL,
  fp TEXT NOT NULL,
  at INTEGER NOT NULL,
  shift INTEGER NOT NULL,
  number INTEGER NOT NULL,
  operation TEXT,
  total INTEGER,
  receipt TEXT,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'syncing', 'delivered', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  sent_at INTEGER,
  doubtful INTEGER NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)),
  delivered_at INTEGER,
  ticket TEXT,
  ticket_given INTEGER NOT NULL DEFAULT 0 CHECK (ticket_given IN (0, 1)),
  error TEXT,
  dead_at INTEGER,
  resolved_at INTEGER,
  resolved_by TEXT,
  UNIQUE (fn, fd)
) STRICT;
INSERT INTO documents_2 (fn, fd, type, fp, at, shift, number, operation, total, receipt, body, state, attempts, sent_at, doubtful,
    delivered_at, ticket, ticket_given, error, dead_at, resolved_at, resolved_by)
  SELECT fn, fd, type, fp, at, shift, number, operation, total, receipt, body, state, attempts, sent_at, doubtful,
    delivered_at, ticket, ticket_given, error, dead_at, resolved_at, resolved_by
  FROM documents ORDER BY fn, fd;

CREATE TABLE copy_2 (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  receipt TEXT,
  key TEXT,
  fn TEXT,
  fd INTEGER,
  payload TEXT
) STRICT;
INSERT INTO copy_2 (seq, at, kind, receipt, key, fn, fd, payload)
  SELECT seq, at, kind, receipt, key, fn, fd, CASE payload WHEN '{"details":{}}' THEN NULL ELSE payload END FROM copy ORDER BY seq;

DROP TABLE documents;
DROP TABLE receipts;
DROP TABLE copy;
ALTER TABLE receipts_2 RENAME TO receipts;
ALTER TABLE documents_2 RENAME TO documents;
ALTER TABLE copy_2 RENAME TO copy;

-- The last guard of exactly-once: a document belongs to one receipt. Partial: receipts begin without a document.
CREATE UNIQUE INDEX receipts_document ON receipts (fn, fd) WHERE fd IS NOT NULL;
CREATE INDEX receipts_unsettled ON receipts (stage) WHERE stage IN ('stored', 'registering', 'uncertain', 'parked');
CREATE INDEX receipts_original ON receipts (original) WHERE original IS NOT NULL;
CREATE INDEX documents_queue ON documents (fn, fd, type, state) WHERE state IN ('queued', 'syncing');
CREATE INDEX documents_dead ON documents (fn, fd) WHERE state = 'dead';
CREATE INDEX documents_tickets ON documents (fn, fd) WHERE state = 'delivered' AND ticket_given = 0;
-- With the type, so that receipts are counted from the index alone: a start reads 4 MB of it instead of a whole journal.
CREATE INDEX documents_shift ON documents (fn, shift, type);
`;

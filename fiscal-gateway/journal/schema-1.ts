import { RECEIPT_STAGES } from '../../design/fiscal/wire.ts';

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

/**
 * Money in kopecks, instants in epoch ms. Keys, hashes, numbers of the drive and line digests are kept for the drive's life plus five
 * years; `receipts.body` may age out. `UNIQUE (fn, fd)` is the last guard of exactly-once: a document belongs to one receipt.
 */
export const SCHEMA_1 = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE drives (
  fn TEXT PRIMARY KEY,
  registration_number TEXT NOT NULL,
  serial TEXT NOT NULL,
  adopted_at INTEGER NOT NULL,
  retired_at INTEGER
) STRICT;

CREATE TABLE shifts (
  fn TEXT NOT NULL,
  number INTEGER NOT NULL,
  opened_fd INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  cashier TEXT NOT NULL,
  opening_cash INTEGER NOT NULL,
  opened_event TEXT NOT NULL,
  closed_fd INTEGER,
  closed_at INTEGER,
  totals TEXT,
  closed_event TEXT,
  PRIMARY KEY (fn, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipts (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  body_hash TEXT NOT NULL,
  body TEXT,
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
  fiscal TEXT,
  result TEXT,
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
  UNIQUE (fn, fd)
) STRICT;
CREATE INDEX receipts_unsettled ON receipts (stage) WHERE stage IN ('stored', 'registering', 'uncertain', 'parked');
CREATE INDEX receipts_original ON receipts (original) WHERE original IS NOT NULL;

CREATE TABLE documents (
  fn TEXT NOT NULL,
  fd INTEGER NOT NULL,
  type TEXT NOT NULL,
  fp TEXT NOT NULL,
  at INTEGER NOT NULL,
  shift INTEGER NOT NULL,
  number INTEGER NOT NULL,
  operation TEXT,
  total INTEGER,
  receipt TEXT REFERENCES receipts (id),
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
  PRIMARY KEY (fn, fd)
) STRICT, WITHOUT ROWID;
CREATE INDEX documents_queue ON documents (fn, fd, type, state) WHERE state IN ('queued', 'syncing');
CREATE INDEX documents_dead ON documents (fn, fd) WHERE state = 'dead';
CREATE INDEX documents_tickets ON documents (fn, fd) WHERE state = 'delivered' AND ticket_given = 0;
CREATE INDEX documents_shift ON documents (fn, shift);

CREATE TABLE cash_movements (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  fn TEXT NOT NULL,
  shift INTEGER NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  amount INTEGER NOT NULL,
  reason TEXT NOT NULL,
  cashier TEXT NOT NULL,
  at INTEGER NOT NULL,
  document TEXT NOT NULL
) STRICT;
CREATE INDEX cash_movements_shift ON cash_movements (fn, shift);

CREATE TABLE operations (
  key TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done')),
  answer TEXT,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE copy (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  receipt TEXT,
  key TEXT,
  fn TEXT,
  fd INTEGER,
  payload TEXT NOT NULL
) STRICT;

CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  label TEXT,
  token TEXT,
  fence INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
  hash TEXT PRIMARY KEY,
  scope TEXT NOT NULL CHECK (scope IN ('admin', 'till', 'monitor', 'metrics')),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE TABLE origins (origin TEXT PRIMARY KEY, added_at INTEGER NOT NULL) STRICT;
CREATE TABLE pairing_codes (hash TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT;
CREATE TABLE pin_attempts (staff TEXT PRIMARY KEY, failures INTEGER NOT NULL, locked_until INTEGER NOT NULL) STRICT;

CREATE TABLE log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('INFO', 'WARN', 'ERROR')),
  event TEXT NOT NULL,
  receipt TEXT,
  message TEXT NOT NULL
) STRICT;
`;

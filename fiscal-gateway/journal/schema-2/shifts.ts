/**
 * `closed_at` says that a shift is closed in our books, `closed_fd` that its register closed it. `register_cash`: the register's own
 * drawer counter when it opened (kopecks). `closing`: JSON of how a person closed it. `local_event`: the shift-event of a close in our
 * books alone. `opened_found`, `closed_found`: the report was found in the drive and not ordered by this journal; another one may have
 * composed its event before, and the first is kept. `z_reports`: word for word as answered; `source` tells a register's Z from one of our books. `shift_left`: receipts that
 * were not settled when their shift closed. `shift_intents`: what a person ordered, noted before the register hears of it, so that a
 * report found in the drive after a crash bears cashier, counted cash and signature.
 */
export const SHIFTS_2 = `
ALTER TABLE shifts ADD COLUMN register_cash INTEGER;
ALTER TABLE shifts ADD COLUMN closing TEXT;
ALTER TABLE shifts ADD COLUMN local_event TEXT;
ALTER TABLE shifts ADD COLUMN opened_found INTEGER NOT NULL DEFAULT 0;
ALTER TABLE shifts ADD COLUMN closed_found INTEGER NOT NULL DEFAULT 0;
CREATE INDEX shifts_closed ON shifts (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX shifts_pending ON shifts (fn, number) WHERE closed_at IS NOT NULL AND closed_fd IS NULL;

ALTER TABLE cash_movements ADD COLUMN kind TEXT CHECK (kind IN ('collection'));

CREATE TABLE z_reports (
  fn TEXT NOT NULL,
  number INTEGER NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('register', 'books')),
  closed_at INTEGER NOT NULL,
  fd INTEGER,
  report TEXT NOT NULL,
  PRIMARY KEY (fn, number, source)
) STRICT;
CREATE INDEX z_reports_closed ON z_reports (closed_at);

CREATE TABLE shift_left (
  receipt TEXT PRIMARY KEY,
  fn TEXT NOT NULL,
  shift INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE shift_intents (
  kind TEXT PRIMARY KEY CHECK (kind IN ('open', 'close')),
  fn TEXT NOT NULL,
  shift INTEGER NOT NULL,
  how TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

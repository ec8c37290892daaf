/**
 * Dead letters with their history: a row each time the operator refused a document, closed by who did what about it and why (requirements
 * B-31, B-41). `ended`: `resent` (and refused again, if another row follows) or `resolved`. Receipts get their stamp of the hybrid logical
 * clock and, once the server was heard, its time (C-01, C-04); `server-time-mark` is the last receipt that needs no such time any more.
 */
export const QUEUE_2 = `
CREATE TABLE dead_letters (
  no INTEGER PRIMARY KEY,
  fn TEXT NOT NULL,
  fd INTEGER NOT NULL,
  receipt TEXT,
  failed_at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  ended TEXT CHECK (ended IN ('resent', 'resolved')),
  ended_at INTEGER,
  ended_by TEXT,
  ended_why TEXT
) STRICT;
CREATE INDEX dead_letters_document ON dead_letters (fn, fd);
CREATE INDEX dead_letters_open ON dead_letters (no) WHERE ended IS NULL;
INSERT INTO dead_letters (fn, fd, receipt, failed_at, reason, attempts, ended, ended_at, ended_by)
  SELECT fn, fd, receipt, coalesce(dead_at, at), coalesce(error, ''), attempts,
    CASE WHEN resolved_at IS NULL THEN NULL ELSE 'resolved' END, resolved_at, resolved_by
  FROM documents WHERE state = 'dead' ORDER BY dead_at;

ALTER TABLE receipts ADD COLUMN hlc TEXT;
ALTER TABLE receipts ADD COLUMN server_time INTEGER;
INSERT INTO meta (key, value) SELECT 'server-time-mark', CAST(coalesce(max(no), 0) AS TEXT) FROM receipts;
`;

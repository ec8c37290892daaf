/**
 * The event journal, chained by hashes (design/event-chain.ts). Numbers are given by the chain itself, so no AUTOINCREMENT and none of its
 * extra page a commit. Entries of the log before it are kept without a hash: the chain begins after them (`events-start`), and its anchor
 * is the last one that pruning removed (`events-anchor`).
 */
export const EVENTS_2 = `
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('INFO', 'WARN', 'ERROR')),
  event TEXT NOT NULL,
  receipt TEXT,
  message TEXT NOT NULL,
  details TEXT NOT NULL,
  hash TEXT
) STRICT;
CREATE INDEX events_notable ON events (level, seq) WHERE level <> 'INFO';
INSERT INTO events (seq, at, level, event, receipt, message, details, hash)
  SELECT id, at, level, event, receipt, message, '{}', NULL FROM log ORDER BY id;
INSERT INTO meta (key, value) SELECT 'events-start', CAST(coalesce(max(seq), 0) AS TEXT) FROM events;
INSERT INTO meta (key, value) SELECT 'events-anchor', json_object('seq', coalesce(max(seq), 0), 'hash', '') FROM events;
DROP TABLE log;
`;

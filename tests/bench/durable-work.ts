import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * The bare durable work of one receipt on this disk: two transactions (what was asked, what the drive gave) in SQLite with WAL and
 * `synchronous=FULL`, and nothing around them. Answers ms of each receipt's two commits.
 */
export async function bareDurableWork(folder: string, receipts: number, body: string): Promise<number[]> {
  const home = await mkdtemp(join(folder, 'bare-'));
  const db = new DatabaseSync(join(home, 'bare.sqlite'));
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE receipt (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL, fd INTEGER, answer TEXT) STRICT;`);
  const ask = db.prepare('INSERT INTO receipt (key, body) VALUES (?, ?)');
  const answer = db.prepare('UPDATE receipt SET fd = ?, answer = ? WHERE id = ?');
  const took: number[] = [];
  for (let n = 1; n <= receipts; n += 1) {
    const key = crypto.randomUUID();
    const start = performance.now();
    db.exec('BEGIN IMMEDIATE');
    const { lastInsertRowid } = ask.run(key, body);
    db.exec('COMMIT');
    db.exec('BEGIN IMMEDIATE');
    answer.run(n, body.slice(0, 1_200), lastInsertRowid);
    db.exec('COMMIT');
    took.push(performance.now() - start);
  }
  db.close();
  await rm(home, { recursive: true, force: true });
  return took;
}

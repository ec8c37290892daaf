import type { Journal } from './journal.ts';

export interface OperationRow {
  readonly key: string;
  readonly kind: string;
  readonly body_hash: string;
  readonly state: 'running' | 'done';
  /** JSON: the note while running, the answer when done. */
  readonly answer: string | null;
}

export type OperationsStore = ReturnType<typeof createOperationsStore>;

/** Idempotency of what is no receipt: shift open, Z, cash in and out. Writers are called inside `journal.commit`. */
export function createOperationsStore({ db }: Journal) {
  const get = db.prepare('SELECT * FROM operations WHERE key = ?');
  const begin = db.prepare(`INSERT INTO operations (key, kind, body_hash, state, answer, at) VALUES (?, ?, ?, 'running', ?, ?)`);
  const done = db.prepare(`UPDATE operations SET state = 'done', answer = ? WHERE key = ?`);
  return {
    find: (key: string): OperationRow | null => (get.get(key) as unknown as OperationRow | undefined) ?? null,
    begin: (key: string, kind: string, bodyHash: string, note: string, at: number) => begin.run(key, kind, bodyHash, note, at),
    finish: (key: string, answer: string) => done.run(answer, key),
  };
}

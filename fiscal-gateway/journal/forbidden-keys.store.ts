import type { Journal } from './journal.ts';

/** Keys whose sale went to another register: never registered here (design §6). Writers are called inside `journal.commit`. */
export function createForbiddenKeysStore({ db }: Journal) {
  const has = db.prepare('SELECT 1 FROM forbidden_keys WHERE key = ?');
  const add = db.prepare('INSERT INTO forbidden_keys (key, at, by, reason) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING');
  return {
    has: (key: string): boolean => has.get(key) !== undefined,
    /** False where the key was forbidden before. */
    add: (key: string, at: number, by: string, reason: string): boolean => add.run(key, at, by, reason).changes === 1,
  };
}

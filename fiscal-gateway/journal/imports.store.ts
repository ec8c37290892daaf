import type { Journal } from './journal.ts';

export interface ImportedReceipt {
  readonly id: string;
  readonly fn: string;
  readonly fd: number;
}

export type ImportsStore = ReturnType<typeof createImportsStore>;

/** Documents of the drive that bear an id of ours and wait for their receipt. Writers are called inside `journal.commit`. */
export function createImportsStore({ db }: Journal) {
  const get = db.prepare('SELECT * FROM imported_receipts WHERE id = ?');
  const put = db.prepare('INSERT INTO imported_receipts (id, fn, fd) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING');
  const remove = db.prepare('DELETE FROM imported_receipts WHERE fn = ? AND fd = ?');
  return {
    find: (id: string): ImportedReceipt | null => (get.get(id) as unknown as ImportedReceipt | undefined) ?? null,
    note: ({ id, fn, fd }: ImportedReceipt) => put.run(id, fn, fd),
    /** The document has its receipt. */
    settle: (fn: string, fd: number) => remove.run(fn, fd),
  };
}

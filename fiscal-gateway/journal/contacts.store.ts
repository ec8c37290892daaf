import type { Journal } from './journal.ts';

export interface HeldContact {
  readonly id: string;
  readonly body: string | null;
  readonly fiscal: string | null;
}

/** Which receipts still hold a customer's contact; few, so that nobody searches the bodies. Writers run inside `journal.commit`. */
export function createContactsStore({ db }: Journal) {
  const add = db.prepare('INSERT INTO contacts (receipt) VALUES (?)');
  const due = db.prepare(`SELECT r.id, b.body, f.fiscal FROM contacts c JOIN receipts r ON r.id = c.receipt
    LEFT JOIN receipt_bodies b ON b.receipt = r.no LEFT JOIN receipt_fiscals f ON f.receipt = r.no
    WHERE coalesce(r.delivered_at, r.voided_at) <= ?1 OR r.stored_at <= ?2 LIMIT ?3`);
  const fiscal = db.prepare('UPDATE receipt_fiscals SET fiscal = ? WHERE receipt = (SELECT no FROM receipts WHERE id = ?)');
  const noted = db.prepare('UPDATE receipts SET contact_erased_at = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM contacts WHERE receipt = ?');
  return {
    add: (receipt: string) => add.run(receipt),
    /** Ended (delivered, voided) at `endedBefore` or earlier, or stored at `storedBefore` or earlier whatever became of it. */
    due: (endedBefore: number, storedBefore: number, limit: number): HeldContact[] =>
      due.all(endedBefore, storedBefore, limit) as unknown as HeldContact[],
    /** What is overwritten meanwhile is zeroed in the file too, not only unlinked. */
    shredding(work: () => void) {
      db.exec('PRAGMA secure_delete = ON');
      try {
        work();
      } finally {
        db.exec('PRAGMA secure_delete = OFF');
      }
    },
    rewriteFiscal: (receipt: string, text: string) => fiscal.run(text, receipt),
    erased(receipt: string, at: number) {
      noted.run(at, receipt);
      remove.run(receipt);
    },
  };
}

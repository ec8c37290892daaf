import { HOUR } from '../../design/time/clock.ts';
import type { Journal } from './journal.ts';

export type AgeingStore = ReturnType<typeof createAgeingStore>;

/** A row of the copy may bear a time a little before its receipt's neighbours: the clock of a till may have been set back. */
const MARGIN = HOUR;

/**
 * What goes from the journal once it is old enough (design §6): bodies, acknowledged rows of the copy, dead letters long dealt with, used
 * up codes. Keys, hashes, numbers of the drive, line digests and what a repeat is answered with stay for the drive's life plus five years.
 * Every call removes a bounded number of rows. Writers are called inside `journal.commit`.
 */
export function createAgeingStore({ db }: Journal) {
  const bodies = db.prepare(`SELECT b.receipt AS no, r.stage, r.stored_at, r.delivered_at, r.voided_at, r.dead_at,
      (SELECT d.resolved_at FROM documents d WHERE d.fn = r.fn AND d.fd = r.fd) AS resolved_at
    FROM receipt_bodies b JOIN receipts r ON r.no = b.receipt WHERE b.receipt > ? ORDER BY b.receipt LIMIT ?`);
  const dropBody = db.prepare('DELETE FROM receipt_bodies WHERE receipt = ?');
  const firstUnsent = db.prepare('SELECT min(at) AS at FROM (SELECT at FROM copy WHERE seq > ? ORDER BY seq LIMIT 1000)');
  // The newest row stays: its number says how far the copy has come.
  const dropCopy = db.prepare(`DELETE FROM copy WHERE seq IN (
    SELECT seq FROM copy WHERE seq <= ?1 AND at < ?2 AND seq < (SELECT max(seq) FROM copy) ORDER BY seq LIMIT ?3)`);
  const dropLetters = db.prepare(`DELETE FROM dead_letters WHERE no IN (
    SELECT no FROM dead_letters WHERE ended = 'resolved' AND ended_at < ? ORDER BY no LIMIT ?)`);
  const dropCodes = db.prepare('DELETE FROM pairing_codes WHERE expires_at < ?');

  interface BodyRow {
    readonly no: number;
    readonly stage: string;
    readonly stored_at: number;
    readonly delivered_at: number | null;
    readonly voided_at: number | null;
    readonly dead_at: number | null;
    readonly resolved_at: number | null;
  }

  return {
    /**
     * Drops bodies among the next `most` after `cursor`: delivered before `delivered`, voided before `abandoned`, refused by the operator
     * and dealt with before `dead`. `acknowledged`: up to where the server holds the copy, which reads the body; `null` where no server is
     * configured. Returns where to go on, `null` at the end.
     */
    bodies(
      cursor: number,
      most: number,
      before: { delivered: number; abandoned: number; dead: number },
      acknowledged: number | null,
    ): { next: number | null; dropped: number } {
      const unsent = acknowledged === null ? null : firstUnsent.get(acknowledged)?.['at'];
      const copiedBefore = typeof unsent === 'number' ? unsent - MARGIN : Infinity;
      const found = bodies.all(cursor, most) as unknown as BodyRow[];
      let dropped = 0;
      for (const row of found) {
        const old =
          (row.stage === 'delivered' && (row.delivered_at ?? Infinity) < before.delivered) ||
          (row.stage === 'voided' && (row.voided_at ?? Infinity) < before.abandoned) ||
          (row.stage === 'dead' && (row.resolved_at ?? Infinity) < before.dead);
        if (!old || row.stored_at >= copiedBefore) continue;
        dropBody.run(row.no);
        dropped += 1;
      }
      return { next: found.length < most ? null : (found.at(-1)?.no ?? null), dropped };
    },
    /** Rows that the server has acknowledged and that are older than `before`; with `acknowledged: null` all that are. */
    copy: (acknowledged: number | null, before: number, most: number): number =>
      Number(dropCopy.run(acknowledged ?? Number.MAX_SAFE_INTEGER, before, most).changes),
    /** The history of dead letters that were dealt with before `before`; the document itself stays. */
    deadLetters: (before: number, most: number): number => Number(dropLetters.run(before, most).changes),
    pairingCodes: (before: number): number => Number(dropCodes.run(before).changes),
  };
}

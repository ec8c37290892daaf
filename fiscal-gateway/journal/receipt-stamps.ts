import type { Hlc } from '../../design/time/hlc.ts';
import { formatHlc, mergeHlc, parseHlc, tickHlc } from '../../design/time/hlc.ts';
import type { Journal } from './journal.ts';

/** The gateway's own number in stamps; browsers are given theirs by the server, from 1. */
const DEVICE = 0;

export type ReceiptStamps = ReturnType<typeof createReceiptStamps>;

/**
 * The gateway's hybrid logical clock (requirements C-01…C-04): each receipt gets the next stamp, whatever the wall clock does, and the
 * server's time as soon as that is known. The clock goes on from the journal's last receipt, so it needs no place of its own.
 */
export function createReceiptStamps({ db }: Journal) {
  const newest = db.prepare('SELECT hlc FROM receipts ORDER BY no DESC LIMIT 1');
  const last = db.prepare('SELECT max(no) AS n FROM receipts');
  const mark = db.prepare(`SELECT value FROM meta WHERE key = 'server-time-mark'`);
  const setMark = db.prepare(`UPDATE meta SET value = ? WHERE key = 'server-time-mark'`);
  const correct = db.prepare('UPDATE receipts SET server_time = stored_at + ? WHERE no > ? AND server_time IS NULL');
  const kept = newest.get()?.['hlc'];
  let clock: Hlc | null = typeof kept === 'string' ? parseHlc(kept) : null;
  let offset: number | null = null;

  return {
    /** The next stamp, greater than every one before. `now`: epoch ms. */
    next(now: number): string {
      clock = tickHlc(clock, now, DEVICE);
      return formatHlc(clock);
    },
    /** Takes notice of the till's stamp. Returns how far (ms) it is ahead beyond five minutes, 0 where it was adopted. */
    observe(stamp: string, now: number): number {
      const remote = parseHlc(stamp);
      if (remote === null) return 0;
      const { hlc, refusedAhead } = mergeHlc(clock, remote, now, DEVICE);
      if (refusedAhead === 0) clock = hlc;
      return refusedAhead;
    },
    /** Server time for an instant of our clock; `null` while the server is not heard. */
    serverTime: (at: number): number | null => (offset === null ? null : at + offset),
    /** Server clock minus ours, ms; `null`: not heard, what is stamped now gets its time later. */
    setOffset(ms: number | null): void {
      offset = ms;
    },
    /** Is there a receipt that has no server time yet? */
    owing: (): boolean => Number(last.get()?.['n'] ?? 0) > Number(mark.get()?.['value'] ?? 0),
    /** Inside a transaction: gives server time to what was stored while the server was not heard. Returns how many. */
    catchUp(ms: number): number {
      const to = Number(last.get()?.['n'] ?? 0);
      const { changes } = correct.run(Math.round(ms), Number(mark.get()?.['value'] ?? 0));
      setMark.run(String(to));
      return Number(changes);
    },
  };
}

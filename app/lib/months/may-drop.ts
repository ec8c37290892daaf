import { openMonths } from '$design/databases.ts';

/** What the server was heard to hold: everything of the database up to local sequence `seq`, at `at` (server's clock, epoch ms). */
export interface SentMark {
  readonly seq: number;
  readonly at: number;
}

export interface DropQuestion {
  /** `yyyymm` */
  readonly month: string;
  readonly now: number;
  readonly timeZone: string;
  /** Local sequence now. */
  readonly seq: number;
  readonly sent: SentMark | null;
  /** Everything that the server held at this moment can be read from a verified backup, epoch ms. */
  readonly verifiedAt: number | null;
  /** Receipts without an outcome, and documents that the server has refused. */
  readonly open: number;
  readonly refused: number;
}

/**
 * May a device forget a month (design §5)? It keeps this one and the last; an older one goes only where the server has everything of it,
 * nothing was written here since, a verified backup is newer than that moment, and nothing in it is still open.
 */
export function mayDrop({ month, now, timeZone, seq, sent, verifiedAt, open, refused }: DropQuestion): boolean {
  if (month >= openMonths(now, timeZone)[0]! || open > 0 || refused > 0) return false;
  return sent !== null && sent.seq === seq && verifiedAt !== null && verifiedAt > sent.at;
}

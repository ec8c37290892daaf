import type { Report, ReportItem } from '../documents/chain.ts';
import { DAY, HOUR, MINUTE } from '../time/clock.ts';
import { documentCount, knows, type TillLedger } from './till-ledger.ts';

/** What may take so long on its way: a sale is written from the journal 10 minutes after its row (design §5). */
const ON_ITS_WAY = 30 * MINUTE;
/** Rows come in order; a number still missing so long after a later one is missing for good. */
const HOLE_SETTLES = HOUR;
/** 54-FZ, 4.1: the operator must have a document within 30 days. */
const DELIVER_WITHIN = 30 * DAY;

export interface TillFacts {
  readonly pos: string;
  readonly store: string;
  readonly ledger: TillLedger;
  /** No heartbeat for minutes: what is missing may be with the till. */
  readonly silent: boolean;
  /** Rows of the journal that the till has yet to send. */
  readonly copyWaiting: number;
  /** Fiscal results of the last days that the shop's databases hold for this till. */
  readonly results: readonly { readonly _id: string; readonly fn: string; readonly fd: number; readonly at: number }[];
}

export interface Compared {
  readonly till: Report['tills'][number];
  readonly lost: readonly ReportItem[];
  readonly waiting: readonly ReportItem[];
}

/**
 * Requirement C-42 for one till: the gateway's journal (as its copy tells it), the shop's documents and the operator's confirmations,
 * held against each other. `lost` is what ought to be here and is not; `waiting` is what is still expected.
 */
export function compareTill(facts: TillFacts, now: number): Compared {
  const { pos, store, ledger, silent } = facts;
  const [lost, waiting]: [ReportItem[], ReportItem[]] = [[], []];
  const item = (what: string, about: Partial<ReportItem>): ReportItem => ({
    ...{ pos, store, what, id: null, fn: null, fd: null, at: null },
    ...about,
  });
  let [documents, undelivered] = [0, 0];
  for (const [fn, drive] of Object.entries(ledger.drives)) {
    documents += documentCount(drive);
    for (const [fd, at] of Object.entries(drive.holes)) {
      const late = now - at > HOLE_SETTLES;
      (late ? lost : waiting).push(item('document-missing', { fn, fd: Number(fd), at }));
    }
    for (const [fd, at] of Object.entries(drive.undelivered)) {
      undelivered += 1;
      (now - at > DELIVER_WITHIN ? lost : waiting).push(item('undelivered', { fn, fd: Number(fd), at }));
    }
    for (const fd of drive.refused) waiting.push(item('refused-by-operator', { fn, fd }));
  }
  for (const [id, { at, fn, fd }] of Object.entries(ledger.expected)) {
    (now - at > ON_ITS_WAY ? lost : waiting).push(item('not-in-database', { id, fn, fd, at }));
  }
  for (const { at } of Object.values(ledger.open)) if (now - at > ON_ITS_WAY) waiting.push(item('in-the-tray', { at }));
  for (const { _id: id, fn, fd, at } of facts.results) {
    if (knows(ledger, fn, fd)) continue;
    const late = !silent && facts.copyWaiting === 0 && now - at > ON_ITS_WAY;
    (late ? lost : waiting).push(item('not-in-journal', { id, fn, fd, at }));
  }
  const delivered = documents - undelivered - Object.values(ledger.drives).reduce((sum, { refused }) => sum + refused.length, 0);
  const counts = { documents, delivered, undelivered, lost: lost.length, waiting: waiting.length };
  return { till: { pos, store, silent, ...counts }, lost, waiting };
}

import type { Kopecks } from './money/kopecks.ts';

/**
 * The invariant of design §6, over data alone: drive = OFD = journal rows with an FD, all types; the drive's receipts = the app's fiscal
 * results one to one; every sale has exactly one fiscal result, void or open item in the tray; cash and shift events agree by id.
 * Every fault test and `npm run verify` use this one checker.
 */
export interface FiscalMark {
  readonly fn: string;
  readonly fd: number;
  readonly type: string;
  readonly total?: Kopecks | null;
  readonly operation?: string | null;
}

export interface AppFacts {
  readonly sales: readonly { readonly _id: string; readonly total: Kopecks; readonly key?: string }[];
  readonly results: readonly {
    readonly _id: string;
    readonly sale: string;
    readonly fn: string;
    readonly fd: number;
    readonly total: Kopecks;
  }[];
  readonly voids: readonly { readonly sale: string }[];
  /** Ids of sales that lie in the tray, neither registered nor voided yet. */
  readonly tray: readonly string[];
  readonly shiftEvents: readonly { readonly _id: string; readonly _rev?: string }[];
  readonly cash: readonly { readonly _id: string; readonly _rev?: string }[];
}

export interface InvariantFacts {
  readonly drive: readonly FiscalMark[];
  /** What the operator holds, each document once (repeats left out). */
  readonly ofd: readonly FiscalMark[];
  /** The journal's documents; `sale` names the till's document where one travelled. */
  readonly journal: {
    readonly documents: readonly (FiscalMark & { readonly receipt?: string | null; readonly sale?: string | null })[];
    /** Receipts of the journal: a key has at most one document. */
    readonly receipts: readonly { readonly key: string; readonly fn: string | null; readonly fd: number | null }[];
    readonly shiftEvents: readonly { readonly _id: string; readonly _rev?: string }[];
    readonly cash: readonly { readonly _id: string; readonly _rev?: string }[];
  };
  /** Absent where only gateway, drive and operator are looked at. */
  readonly app?: AppFacts;
  /** Drives that are retired (demo history): outside the invariant. */
  readonly retired?: readonly string[];
  /** Documents may still be on their way (the queue is not empty): absence at the operator is then no violation. */
  readonly pendingDelivery?: boolean;
  /** Documents that the operator refused for good and that a person has dealt with: their absence there is known. */
  readonly resolved?: readonly { readonly fn: string; readonly fd: number }[];
}

export type InvariantRule =
  | 'drive-in-journal'
  | 'journal-in-drive'
  | 'drive-in-ofd'
  | 'ofd-in-drive'
  | 'same-content'
  | 'no-gap'
  | 'no-double'
  | 'key-one-document'
  | 'receipt-has-result'
  | 'result-has-receipt'
  | 'sale-settled-once'
  | 'shift-events-agree'
  | 'cash-agrees';

export interface Violation {
  readonly rule: InvariantRule;
  readonly what: string;
  readonly why: string;
}

const markOf = ({ fn, fd }: { fn: string; fd: number }): string => `${fn}-${fd}`;
const isReceipt = ({ type }: FiscalMark): boolean => type === 'receipt' || type === 'correction';

/** Every violation found, none where the invariant holds. */
export function invariantViolations(facts: InvariantFacts): Violation[] {
  const retired = new Set(facts.retired);
  const live = <T extends { fn: string }>(list: readonly T[]): T[] => list.filter(({ fn }) => !retired.has(fn));
  const drive = live(facts.drive);
  const resolved = new Set(facts.resolved?.map(markOf));
  const owed = drive.filter((document) => !resolved.has(markOf(document)));
  const ofd = live(facts.ofd);
  const documents = live(facts.journal.documents);
  const found: Violation[] = [
    ...doubles('drive', drive.map(markOf)),
    ...doubles('ofd', ofd.map(markOf)),
    ...doubles('journal', documents.map(markOf)),
    ...gaps(drive),
    ...absent('drive-in-journal', drive, documents, 'the drive holds it, the journal does not'),
    ...absent('journal-in-drive', documents, drive, 'the journal holds it, the drive does not'),
    ...absent('ofd-in-drive', ofd, drive, 'the operator holds it, the drive does not'),
    ...(facts.pendingDelivery ? [] : absent('drive-in-ofd', owed, ofd, 'the drive holds it, the operator does not')),
    ...contents(drive, documents, 'journal'),
    ...contents(drive, ofd, 'operator'),
    ...keys(facts.journal.receipts),
  ];
  if (facts.app) found.push(...appViolations(facts.app, documents, facts.journal, retired));
  return found;
}

function doubles(where: string, marks: readonly string[]): Violation[] {
  const seen = new Set<string>();
  return marks.flatMap((mark) => {
    const again = seen.has(mark);
    seen.add(mark);
    return again ? [{ rule: 'no-double' as const, what: mark, why: `twice in ${where}` }] : [];
  });
}

/** A drive counts its documents 1, 2, 3 …: a hole is a document that somebody lost. */
function gaps(drive: readonly FiscalMark[]): Violation[] {
  const byDrive = new Map<string, number[]>();
  for (const { fn, fd } of drive) byDrive.set(fn, [...(byDrive.get(fn) ?? []), fd]);
  return [...byDrive].flatMap(([fn, fds]) => {
    const held = new Set(fds);
    const last = fds.reduce((most, fd) => Math.max(most, fd), 0);
    return Array.from({ length: last }, (_, i) => i + 1)
      .filter((fd) => !held.has(fd))
      .map((fd) => ({ rule: 'no-gap' as const, what: `${fn}-${fd}`, why: 'a number of the drive is missing' }));
  });
}

function absent(rule: InvariantRule, from: readonly FiscalMark[], among: readonly FiscalMark[], why: string): Violation[] {
  const held = new Set(among.map(markOf));
  return from.filter((mark) => !held.has(markOf(mark))).map((mark) => ({ rule, what: markOf(mark), why }));
}

function contents(drive: readonly FiscalMark[], others: readonly FiscalMark[], where: string): Violation[] {
  const byMark = new Map(others.map((other) => [markOf(other), other]));
  return drive.flatMap((document) => {
    const other = byMark.get(markOf(document));
    if (!other) return [];
    const sameTotal = (document.total ?? null) === (other.total ?? null);
    return document.type === other.type && sameTotal
      ? []
      : [{ rule: 'same-content' as const, what: markOf(document), why: `type or total differs at the ${where}` }];
  });
}

function keys(receipts: InvariantFacts['journal']['receipts']): Violation[] {
  return [
    ...doubles(
      'the keys of the journal',
      receipts.map(({ key }) => key),
    ),
    ...doubles(
      'the receipts of the journal',
      receipts.flatMap(({ fn, fd }) => (fn !== null && fd !== null ? [markOf({ fn, fd })] : [])),
    ),
  ].map((violation) => ({ ...violation, rule: 'key-one-document' as const }));
}

function appViolations(
  app: AppFacts,
  documents: InvariantFacts['journal']['documents'],
  journal: InvariantFacts['journal'],
  retired: ReadonlySet<string>,
): Violation[] {
  const results = app.results.filter(({ fn }) => !retired.has(fn));
  const resultMarks = new Set(results.map(markOf));
  // A receipt of an API client carries no sale: the app does not know it and owes it no result.
  const receipts = documents.filter((document) => isReceipt(document) && document.sale !== null);
  // A journal that was restored from a backup holds documents whose receipts only the app knows any more.
  const receiptMarks = new Set(documents.filter(isReceipt).map(markOf));
  return [
    ...doubles('the fiscal results', results.map(markOf)),
    ...receipts
      .filter((receipt) => !resultMarks.has(markOf(receipt)))
      .map((r) => ({
        rule: 'receipt-has-result' as const,
        what: markOf(r),
        why: 'registered, but the app has no fiscal result',
      })),
    ...results
      .filter((result) => !receiptMarks.has(markOf(result)))
      .map((r) => ({ rule: 'result-has-receipt' as const, what: r._id, why: `no such receipt ${markOf(r)} in the drive` })),
    ...settledOnce(app),
    ...agree('shift-events-agree', journal.shiftEvents, app.shiftEvents),
    ...agree('cash-agrees', journal.cash, app.cash),
  ];
}

function settledOnce(app: AppFacts): Violation[] {
  const ends = new Map<string, string[]>();
  const note = (sale: string, end: string): unknown => ends.set(sale, [...(ends.get(sale) ?? []), end]);
  for (const { sale } of app.results) note(sale, 'a fiscal result');
  for (const { sale } of app.voids) note(sale, 'a void');
  for (const sale of app.tray) note(sale, 'an item in the tray');
  const sales = new Map(app.sales.map((sale) => [sale._id, sale]));
  const unsettled = app.sales.flatMap(({ _id }) => {
    const of = ends.get(_id) ?? [];
    if (of.length === 1) return [];
    return [
      {
        rule: 'sale-settled-once' as const,
        what: _id,
        why: of.length === 0 ? 'nothing settles it' : `it has ${of.join(' and ')}`,
      },
    ];
  });
  const otherTotal = app.results
    .filter(({ sale, total }) => sales.has(sale) && sales.get(sale)?.total !== total)
    .map(({ _id }) => ({ rule: 'same-content' as const, what: _id, why: 'its total is not that of its sale' }));
  return [...unsettled, ...otherTotal];
}

function agree(
  rule: InvariantRule,
  journal: readonly { _id: string; _rev?: string }[],
  app: readonly { _id: string; _rev?: string }[],
): Violation[] {
  const held = new Map(app.map((document) => [document._id, document._rev]));
  return journal.flatMap(({ _id, _rev }) => {
    if (!held.has(_id)) return [{ rule, what: _id, why: 'in the journal, not in the databases' }];
    const rev = held.get(_id);
    return rev === undefined || _rev === undefined || rev === _rev
      ? []
      : [{ rule, what: _id, why: 'another revision than the journal composed' }];
  });
}

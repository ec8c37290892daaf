import type { JournalRow } from '../fiscal/journal-copy.ts';

/**
 * What the copy of a till's journal says must exist, in a few numbers: enough for the hourly comparison C-42 without reading the journal
 * again. A plain value, kept as `till-ledger:<till>`.
 */
export interface TillLedger {
  /** Drive → its documents. */
  readonly drives: Record<string, DriveLedger>;
  /** Documents that the journal says were made and nobody has yet seen in a database, by id. */
  readonly expected: Record<string, Expected>;
  /** Sales that reached the gateway and have no outcome there: they lie in the till's tray. By the receipt's key. */
  readonly open: Record<string, { readonly at: number }>;
}

export interface DriveLedger {
  readonly from: number;
  readonly to: number;
  /** Numbers between that no row has told of, with the time of the row that showed the hole, epoch ms. */
  readonly holes: Record<string, number>;
  /** Documents that the operator has not confirmed, with their time, epoch ms. */
  readonly undelivered: Record<string, number>;
  /** Refused by the operator for good: they lie among the gateway's dead letters. */
  readonly refused: readonly number[];
}

export interface Expected {
  readonly at: number;
  readonly fn: string | null;
  readonly fd: number | null;
  /** Where it must lie. */
  readonly database: string;
}

export const EMPTY_LEDGER: TillLedger = { drives: {}, expected: {}, open: {} };

/** The code of rows about documents that the gateway found in its drive and that no receipt of its own made. */
export const FOUND_IN_DRIVE = 'FOUND_IN_DRIVE';
const OFD_REFUSED = 'OFD_REFUSED';

export const documentCount = ({ from, to, holes }: DriveLedger): number => to - from + 1 - Object.keys(holes).length;
/** Does the journal's copy tell of this document? */
export const knows = ({ drives }: TillLedger, fn: string, fd: number): boolean => {
  const drive = drives[fn];
  return drive !== undefined && fd >= drive.from && fd <= drive.to && !Object.hasOwn(drive.holes, String(fd));
};

const without = <T>(record: Record<string, T>, key: string): Record<string, T> => {
  const { [key]: _, ...rest } = record;
  return rest;
};

/** The document has been made. Told twice, it is known once, and its delivery is not forgotten. */
function made(drive: DriveLedger | undefined, fd: number, at: number): DriveLedger {
  if (!drive) return { from: fd, to: fd, holes: {}, undelivered: { [fd]: at }, refused: [] };
  const hole = Object.hasOwn(drive.holes, String(fd));
  if (fd >= drive.from && fd <= drive.to && !hole) return drive;
  const holes = { ...without(drive.holes, String(fd)) };
  for (let missing = drive.to + 1; missing < fd; missing += 1) holes[missing] = at;
  for (let missing = fd + 1; missing < drive.from; missing += 1) holes[missing] = at;
  const undelivered = { ...drive.undelivered, [fd]: at };
  return { ...drive, from: Math.min(drive.from, fd), to: Math.max(drive.to, fd), holes, undelivered };
}

const delivered = (drive: DriveLedger, fd: number): DriveLedger => ({
  ...drive,
  undelivered: without(drive.undelivered, String(fd)),
  refused: drive.refused.filter((one) => one !== fd),
});
const refused = (drive: DriveLedger, fd: number): DriveLedger => ({
  ...drive,
  undelivered: without(drive.undelivered, String(fd)),
  refused: drive.refused.includes(fd) ? drive.refused : [...drive.refused, fd],
});

/** The ledger after a row. `database`: where the facts of the row lie, `null` where it carries none. Any row may come twice. */
export function noteRow(ledger: TillLedger, row: JournalRow, database: string | null): TillLedger {
  const fn = row.fn ?? row.event?.fn ?? row.result?.fn ?? null;
  const fd = row.fd ?? row.event?.fd ?? row.result?.fd ?? null;
  return tray(expecting(documents(ledger, row, fn, fd), row, { fn, fd, database }), row);
}

function documents(ledger: TillLedger, row: JournalRow, fn: string | null, fd: number | null): TillLedger {
  if (fn === null || fd === null) return ledger;
  const { code, delivered: held } = row.details as { code?: unknown; delivered?: unknown };
  let drive = made(ledger.drives[fn], fd, row.at);
  if (row.kind === 'delivered' || (row.kind === 'alert' && code === FOUND_IN_DRIVE && held === true))
    drive = delivered(drive, fd);
  else if (row.kind === 'alert' && code === OFD_REFUSED) drive = refused(drive, fd);
  return { ...ledger, drives: { ...ledger.drives, [fn]: drive } };
}

function expecting(
  ledger: TillLedger,
  row: JournalRow,
  { fn, fd, database }: { fn: string | null; fd: number | null; database: string | null },
): TillLedger {
  if (database === null) return ledger;
  const ids = [row.result?._id, row.result?.sale, row.event?._id, row.cash?._id].filter((id) => id !== undefined);
  if (ids.length === 0) return ledger;
  const expected = { ...ledger.expected };
  for (const id of ids) expected[id] = { at: row.at, fn, fd, database };
  return { ...ledger, expected };
}

function tray(ledger: TillLedger, { kind, key, at, sale }: JournalRow): TillLedger {
  if (key === null) return ledger;
  // Without a sale: another program's receipt, or one sent again after its body aged out at the gateway.
  if (kind === 'receipt-stored') return sale === null ? ledger : { ...ledger, open: { ...ledger.open, [key]: { at } } };
  const over = kind === 'receipt-registered' || kind === 'receipt-voided' || kind === 'key-forbidden';
  return over && Object.hasOwn(ledger.open, key) ? { ...ledger, open: without(ledger.open, key) } : ledger;
}

/** The ledger without what was found in its database. */
export function seen(ledger: TillLedger, ids: ReadonlySet<string>): TillLedger {
  return { ...ledger, expected: Object.fromEntries(Object.entries(ledger.expected).filter(([id]) => !ids.has(id))) };
}

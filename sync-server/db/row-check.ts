import { parseDatabaseName, salesDatabaseOf, type MonthState } from '../../design/databases.ts';
import { DOCUMENTS, isDocumentType, type DocumentEntry } from '../../design/documents/registry.ts';
import { signaturesOf } from '../../design/documents/signatures.ts';
import type { Sale } from '../../design/documents/facts.ts';
import { soldWithinLimits } from '../../design/pricing/sold-within-limits.ts';
import { tombstone } from '../../design/documents/tombstone.ts';
import type { ErrorCode } from '../../design/errors.ts';
import { attachmentFault } from './attachment-check.ts';
import { typeOfId } from '../../design/ids.ts';
import { HLC_MAX_AHEAD, parseHlc } from '../../design/time/hlc.ts';
import type { StaffJudge } from '../people/staff.directory.ts';

/** What is known about the writer and its shop when a row of `_bulk_docs` is judged. */
export interface RowContext extends StaffJudge {
  readonly database: string;
  readonly device: { readonly number: number; readonly store: string; readonly till: string | null };
  readonly timeZone: string;
  /** Server time, epoch ms. */
  readonly now: number;
  /** Shop of the device that bore a number at an instant (epoch ms, by its own clock), `null` where none is known. */
  storeOfDevice(number: number, at: number): string | null;
  /** Shop of a till, `null` where no such till is known. */
  storeOfTill(pos: string): string | null;
  /** What the server does with a month database (design/databases.ts). */
  monthState(database: string): MonthState;
}

export type Judgement =
  | { readonly refuse: ErrorCode; readonly why: string }
  /** Stored; `flags` are the oddities that a person should look at. Empty for what is no fact. */
  | { readonly refuse: null; readonly fact: boolean; readonly flags: readonly string[] };

const REVISION = /^[1-9]\d{0,8}-[0-9a-zA-Z]{1,64}$/;
const META = new Set(['_id', '_rev', '_revisions', '_deleted', '_attachments']);
const refuse = (code: ErrorCode, why: string): Judgement => ({ refuse: code, why });

/**
 * The structural check of one row (design §5): facts are refused only for a wrong shop or device, a malformed body, a second revision
 * or a deletion. Anything else about a fact is money that must not be lost: it is stored and flagged.
 */
export function judgeRow(doc: Readonly<Record<string, unknown>>, newEdits: boolean, context: RowContext): Judgement {
  const id = doc['_id'];
  if (typeof id !== 'string' || id.length > 256 || !id.isWellFormed()) return refuse('DOCUMENT_MALFORMED', 'no usable _id');
  if (id.startsWith('_')) return refuse('DOCUMENT_NOT_WRITABLE', 'ids with an underscore are the server’s');
  const name = parseDatabaseName(context.database);
  const type = typeOfId(id);
  const entry: DocumentEntry | null = isDocumentType(type) ? DOCUMENTS[type] : null;
  if (!name || !entry || entry.database !== name.kind) return refuse('DOCUMENT_MALFORMED', 'no type of this database in the id');
  if (!entry.deviceWrites) return refuse('DOCUMENT_NOT_WRITABLE', `devices do not write ${type}`);
  const meta = metaFault(doc, newEdits) ?? attachmentFault(doc['_attachments'], entry.attachments ?? null);
  if (meta !== null) return refuse('DOCUMENT_MALFORMED', meta);
  if (entry.immutable && doc['_deleted'] !== undefined) return refuse('DOCUMENT_IMMUTABLE', 'a fact is never deleted');
  if (entry.immutable && typeof doc['_rev'] === 'string' && !doc['_rev'].startsWith('1-')) {
    return refuse('DOCUMENT_IMMUTABLE', 'a fact has one revision');
  }
  const store = doc['store'];
  if ((entry.immutable || store !== undefined) && store !== name.store) return refuse('DOCUMENT_WRONG_STORE', 'another shop');
  if (doc['_deleted'] === true) {
    return judgeDeletion(doc, entry);
  }
  return entry.immutable ? judgeFact(doc, type, entry, context) : judgeShape(doc, entry);
}

function judgeDeletion(doc: Readonly<Record<string, unknown>>, entry: DocumentEntry): Judgement {
  const body = Object.fromEntries(Object.entries(doc).filter(([field]) => !META.has(field)));
  if (!tombstone.safeParse(body).success || '_attachments' in doc)
    return refuse('DOCUMENT_MALFORMED', 'a deletion carries no body');
  // An order holds payments: it is cancelled. What a merge has replaced goes all the same.
  if (entry.merge === 'order' && doc['merged'] !== true)
    return refuse('DOCUMENT_NOT_WRITABLE', 'an order is cancelled, never deleted');
  return { refuse: null, fact: false, flags: [] };
}

/** CouchDB's own fields: PouchDB refuses the whole batch for one unknown underscore field, so it is this row that is refused. */
function metaFault(doc: Readonly<Record<string, unknown>>, newEdits: boolean): string | null {
  for (const field of Object.keys(doc))
    if (field.startsWith('_') && !META.has(field)) return `${field.slice(0, 32)} is not taken`;
  const { _rev: rev, _revisions: revisions, _deleted: deleted } = doc;
  if (deleted !== undefined && typeof deleted !== 'boolean') return '_deleted is not a boolean';
  if (rev === undefined ? !newEdits : typeof rev !== 'string' || !REVISION.test(rev)) return 'no usable _rev';
  if (revisions === undefined) return null;
  const { start, ids } = revisions as { start?: unknown; ids?: unknown };
  if (typeof rev !== 'string' || !Number.isInteger(start) || !Array.isArray(ids)) return 'no usable _revisions';
  const agree = ids.length > 0 && ids.length <= Number(start) && `${Number(start)}-${String(ids[0])}` === rev;
  return agree && ids.every((one) => typeof one === 'string' && /^[0-9a-zA-Z]{1,64}$/.test(one)) ? null : 'no usable _revisions';
}

function bodyOf(doc: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { _revisions: _, _deleted: __, _attachments: ___, ...body } = doc;
  return body;
}

function judgeShape(doc: Readonly<Record<string, unknown>>, entry: DocumentEntry): Judgement {
  const result = entry.shape.safeParse(bodyOf(doc));
  if (result.success) return { refuse: null, fact: false, flags: [] };
  return refuse('DOCUMENT_MALFORMED', faultOf(result.error.issues));
}

const faultOf = (issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string =>
  issues
    .slice(0, 3)
    .map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`)
    .join('; ')
    .slice(0, 300);

function judgeFact(doc: Readonly<Record<string, unknown>>, type: string, entry: DocumentEntry, context: RowContext): Judgement {
  const stamp = typeof doc['hlc'] === 'string' ? parseHlc(doc['hlc']) : null;
  if (doc['type'] !== type || !stamp || !Number.isInteger(doc['schema']) || Number(doc['schema']) < 1) {
    return refuse('DOCUMENT_MALFORMED', 'type, schema or hlc');
  }
  const otherDevice = stamp.device === 0 ? context.device.store : context.storeOfDevice(stamp.device, stamp.wall);
  if (otherDevice !== null && otherDevice !== context.device.store)
    return refuse('DOCUMENT_WRONG_STORE', 'a device of another shop');
  const pos = typeof doc['pos'] === 'string' ? doc['pos'] : null;
  const tillStore = pos === null ? null : context.storeOfTill(pos);
  if (tillStore !== null && tillStore !== context.device.store) return refuse('DOCUMENT_WRONG_STORE', 'a till of another shop');

  const flags: string[] = [];
  if (doc['schema'] === entry.schema) {
    const result = entry.shape.safeParse(bodyOf(doc));
    if (!result.success) return refuse('DOCUMENT_MALFORMED', faultOf(result.error.issues));
    if (!sumsAgree(doc, type)) flags.push('SUMS_DIFFER');
    if (type === 'sale' && !(doc as unknown as Sale).lines.every(soldWithinLimits)) flags.push('DISCOUNT_OVER_LIMIT');
    if (signaturesOf(doc).some(({ by, role }) => ![role, 'administrator'].includes(context.roleOf(by) ?? '')))
      flags.push('SIGNATURE_UNFOUNDED');
  } else {
    flags.push('SCHEMA_OTHER');
  }
  if (otherDevice === null) flags.push('DEVICE_UNKNOWN');
  if (pos !== null && tillStore === null) flags.push('TILL_UNKNOWN');
  if (stamp.wall - context.now > HLC_MAX_AHEAD) flags.push('CLOCK_AHEAD');
  const named = salesDatabaseOf(doc as Parameters<typeof salesDatabaseOf>[0], context.timeZone);
  if (named !== context.database) flags.push(context.monthState(named) === 'wrong' ? 'CLOCK_WRONG' : 'MONTH_OTHER');
  if (context.monthState(context.database) === 'late') flags.push('MONTH_LATE');
  if (typeof doc['by'] === 'string') {
    const may = context.mayWrite(doc['by'], type);
    if (may === null) flags.push('STAFF_UNKNOWN');
    if (may === false) flags.push('ROLE_NOT_ALLOWED');
  }
  return { refuse: null, fact: true, flags };
}

/** A receipt whose lines or payments do not add up to its total, kopecks. */
function sumsAgree(doc: Readonly<Record<string, unknown>>, type: string): boolean {
  if (type !== 'sale' && type !== 'refund' && type !== 'correction') return true;
  const sum = (rows: unknown): number => (rows as { amount: number }[]).reduce((total, row) => total + row.amount, 0);
  return sum(doc['lines']) === doc['total'] && sum(doc['payments']) === doc['total'];
}

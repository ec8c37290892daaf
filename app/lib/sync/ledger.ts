import { isErrorCode, type ErrorCode } from '$design/errors.ts';
import type { LocalStore } from '../storage/local-store.ts';

/** A revision that the server refused. It stays here, is shown, and is offered again: refusal must never lose money (design §5). */
export interface Refusal {
  readonly database: string;
  readonly id: string;
  readonly rev: string;
  readonly code: ErrorCode;
  readonly at: number;
  readonly tries: number;
}

/** A row of `_bulk_docs` that was not taken. */
export interface RefusedRow {
  readonly id: string;
  readonly error: string;
  readonly reason?: string;
  readonly code?: string;
}

/** The server names its code in the row or at the head of the reason; CouchDB's validator only in the reason. */
export function codeOfRow(row: RefusedRow): ErrorCode {
  if (isErrorCode(row.code)) return row.code;
  const word = /[A-Z][A-Z_]{3,}/.exec(row.reason ?? '')?.[0];
  return isErrorCode(word) ? word : 'DOCUMENT_MALFORMED';
}

const same = (a: Pick<Refusal, 'database' | 'id' | 'rev'>, b: Pick<Refusal, 'database' | 'id' | 'rev'>): boolean =>
  a.database === b.database && a.id === b.id && a.rev === b.rev;

/** The list with this refusal noted: a repeat counts its tries and keeps the first moment. */
export function noteRefusal(list: readonly Refusal[], refusal: Omit<Refusal, 'tries'>): Refusal[] {
  const before = list.find((entry) => same(entry, refusal));
  const entry = before ? { ...before, code: refusal.code, tries: before.tries + 1 } : { ...refusal, tries: 1 };
  return [...list.filter((other) => !same(other, refusal)), entry];
}

/** The list without what the server holds by now. */
export const withoutRefusals = (list: readonly Refusal[], database: string, accepted: ReadonlySet<string>): Refusal[] =>
  list.filter((entry) => entry.database !== database || !accepted.has(entry.id));

const KEY = 'refusals';

/** The ledger kept on the device. */
export class Ledger {
  private readonly store: LocalStore;
  constructor(store: LocalStore) {
    this.store = store;
  }
  list(): Refusal[] {
    return this.store.read<Refusal[]>(KEY) ?? [];
  }
  of(database: string): Refusal[] {
    return this.list().filter((entry) => entry.database === database);
  }
  refuse(refusal: Omit<Refusal, 'tries'>): void {
    this.store.write(KEY, noteRefusal(this.list(), refusal));
  }
  accept(database: string, ids: ReadonlySet<string>): void {
    const list = this.list();
    const rest = withoutRefusals(list, database, ids);
    if (rest.length !== list.length) this.store.write(KEY, rest);
  }
}

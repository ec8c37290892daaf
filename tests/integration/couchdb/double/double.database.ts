import { EventEmitter } from 'node:events';
import { Script } from 'node:vm';
import type { Validator } from '../../../../design/couch/validate.ts';
import { CouchError, couchErrorOf } from './couch-error.ts';

type Pouch = PouchDB.Database;
export type Doc = Record<string, unknown> & { _id: string; _rev?: string; _deleted?: boolean };

export interface BulkRow {
  readonly ok?: true;
  readonly id?: string;
  readonly rev?: string;
  readonly error?: string;
  readonly reason?: string;
}

/** One database of the double: PouchDB for the documents, CouchDB's manners for the rest. */
export class DoubleDatabase extends EventEmitter {
  readonly name: string;
  readonly pouch: Pouch;
  readonly local = new Map<string, Doc>();
  security: object = { members: { roles: ['_admin'] }, admins: { roles: ['_admin'] } };

  constructor(name: string, pouch: Pouch) {
    super();
    this.setMaxListeners(0);
    this.name = name;
    this.pouch = pouch;
  }

  /**
   * `_bulk_docs`: a row a document with `newEdits`, the failures alone without (and then with their revision). Like CouchDB's, the
   * validators see the parent revision of a replicated document, never "another first revision".
   */
  async bulk(docs: readonly Doc[], newEdits: boolean): Promise<BulkRow[]> {
    const refused = await Promise.all(docs.map((doc) => this.refusal(doc, newEdits)));
    const good = docs.filter((_, i) => refused[i] === null);
    const rows = (await this.pouch.bulkDocs(good as PouchDB.Core.PutDocument<object>[], { new_edits: newEdits })) as {
      id?: string;
      rev?: string;
      error?: unknown;
    }[];
    if (good.length > 0) this.emit('change');
    let next = 0;
    const answer = docs.map((doc, i): BulkRow | null => {
      const error = refused[i];
      if (error) return { ...this.failure(doc, newEdits), error: error.error, reason: error.reason };
      if (!newEdits) return null;
      const row = rows[next++]!;
      if (!row.error) return { ok: true, id: row.id!, rev: row.rev! };
      const { error: word, reason } = couchErrorOf(row);
      return { ...this.failure(doc, newEdits), error: word, reason };
    });
    return answer.filter((row) => row !== null);
  }

  private failure(doc: Doc, newEdits: boolean): { id: string; rev?: string } {
    return { id: doc._id, ...(newEdits || doc._rev === undefined ? {} : { rev: doc._rev }) };
  }

  /** Runs every `validate_doc_update` of the database. */
  private async refusal(doc: Doc, newEdits: boolean): Promise<CouchError | null> {
    const validators = await this.validators();
    if (validators.length === 0) return null;
    const old = await this.parentOf(doc, newEdits);
    for (const validate of validators) {
      try {
        validate(doc, old, { db: this.name, name: 'admin', roles: ['_admin'] });
      } catch (thrown) {
        const { forbidden, unauthorized } = thrown as { forbidden?: string; unauthorized?: string };
        return forbidden === undefined
          ? new CouchError(401, 'unauthorized', String(unauthorized))
          : new CouchError(403, 'forbidden', forbidden);
      }
    }
    return null;
  }

  private async parentOf(doc: Doc, newEdits: boolean): Promise<object | null> {
    const { start, ids } = (doc['_revisions'] ?? { start: 1, ids: [] }) as { start: number; ids: string[] };
    const rev = newEdits ? doc._rev : ids[1] && `${start - 1}-${ids[1]}`;
    if (rev === undefined) return null;
    return this.pouch.get(doc._id, { rev }).catch(() => null);
  }

  private async validators(): Promise<Validator[]> {
    const range = { startkey: '_design/', endkey: '_design0', include_docs: true };
    const { rows } = await this.pouch.allDocs<{ validate_doc_update?: string }>(range);
    return rows.flatMap(({ doc }) =>
      doc?.validate_doc_update ? [new Script(`(${doc.validate_doc_update})`).runInThisContext() as Validator] : [],
    );
  }
}

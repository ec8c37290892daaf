import type { Conflict } from '$design/documents/conflict.ts';
import { upgrade } from '$design/documents/upgrade.ts';
import { DomainError } from '$design/errors.ts';
import { editFields, latestStampOf, stampAfter, type Hand } from '$design/merge/edit.ts';
import type { Leaf, Resolution } from '$design/merge/resolve.ts';
import type { MergeOfNotes } from '$design/merge/rules.ts';
import type { Stamped } from '$design/merge/merge.ts';
import { sha256 } from '../search/sha256.ts';
import { IdTaken, type Databases } from './databases.ts';
import type { FactDocument } from './database.types.ts';
import type { Stamps } from './device-clock.ts';

/** Who sits at this device. */
export type Person = Pick<Hand, 'by' | 'pos'>;
type Held<T> = T & { readonly _rev: string };

/** Times that an edit is begun anew because another tab or the replication came first. */
const MOST_TRIES = 20;

/**
 * Documents that people change: clients, prescriptions, orders, notes. Everything that writes one goes through here, so that each edit
 * bears its stamps and outdoes what it replaces, and nobody edits a version that hides another one.
 */
export class Documents {
  private readonly databases: Databases;
  private readonly stamps: Stamps;

  constructor(databases: Databases, stamps: Stamps) {
    this.databases = databases;
    this.stamps = stamps;
  }

  /** What the document says with all its versions brought together, in today's schema; `null` where missing, deleted or erased. */
  async read<T extends object>(database: string, id: string): Promise<Held<T> | null> {
    return (await this.look<T>(database, id)).doc;
  }

  /** Writes a new document under a stamp of this device; another one where the id is taken. */
  async create<T extends FactDocument>(database: string, compose: (hlc: string) => T): Promise<Held<T>> {
    for (let attempt = 1; ; attempt += 1) {
      const doc = compose(await this.stamps.next());
      try {
        return { ...doc, _rev: await this.databases.create(database, doc) };
      } catch (error) {
        if (!(error instanceof IdTaken) || attempt >= MOST_TRIES) throw error;
      }
    }
  }

  /**
   * Changes what is there: `change` (of `design/merge/edit.ts`) may run more than once, and answers the same document for "nothing to do".
   * @throws DomainError NOT_FOUND, DOCUMENT_NEWER (this program is older than the document), DOCUMENT_CONFLICT (others write all the time)
   */
  async edit<T extends object>(
    database: string,
    id: string,
    who: Person,
    change: (doc: Held<T>, hand: Hand) => T,
  ): Promise<Held<T>> {
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      await this.bringTogether(database, id);
      const { doc, newer } = await this.look<T>(database, id);
      if (doc === null) throw new DomainError('NOT_FOUND');
      if (newer) throw new DomainError('DOCUMENT_NEWER');
      const next = change(doc, { ...who, hlc: await this.stampFor(doc) });
      if (next === doc) return doc;
      const written = await this.write(database, { ...next, _id: id, _rev: doc._rev });
      if (written !== null) return { ...next, _rev: written };
    }
    throw new DomainError('DOCUMENT_CONFLICT');
  }

  /** Changes fields of a document that merges field by field. */
  editFields<T extends Stamped>(database: string, id: string, who: Person, patch: Partial<T>): Promise<Held<T>> {
    return this.edit<T>(database, id, who, (doc, hand) => editFields<T>(doc, patch, hand));
  }

  /**
   * Deletes every version. `erase`: personal data, for good; a version that somebody edits meanwhile goes, too. Otherwise such an edit
   * brings the document back. What is not there is no error.
   */
  async remove(database: string, id: string, who: Person, { erase = false } = {}): Promise<void> {
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      const live = (await this.databases.leaves(database, id)).filter((leaf) => leaf._deleted !== true);
      if (live.length === 0) return;
      // The stamps say what was seen of the document when it was deleted: more than that must not go with it.
      const { doc } = await this.look<{ stamps?: unknown }>(database, id);
      const stamps = doc?.stamps ?? {};
      for (const leaf of live) {
        const hlc = await this.stampFor(leaf);
        const { _rev } = leaf;
        await this.write(database, { _id: id, _rev, _deleted: true, ...who, hlc, stamps, ...(erase ? { erased: true } : {}) });
      }
    }
    throw new DomainError('DOCUMENT_CONFLICT');
  }

  /** A person looked at a conflict and takes another value than the one that stands: a new edit, and the record is seen. */
  async choose(database: string, record: Conflict, field: string, value: number, who: Person): Promise<void> {
    const said = record.differences.find((difference) => difference.field === field)?.values[value];
    if (!said) throw new DomainError('NOT_FOUND');
    await this.editFields<Stamped>(database, record.document, who, { [field]: said.value });
    await this.seen(database, record._id, who);
  }

  async seen(database: string, record: string, who: Person): Promise<void> {
    await this.editFields<Conflict>(database, record, who, { status: 'seen' });
  }

  /**
   * Before an edit: several versions become one just as the server would do it, record for people included, down to the revisions. An edit
   * upon one of several would hide from the resolver what had been contested.
   */
  private async bringTogether(database: string, id: string): Promise<void> {
    const { leaves, resolution } = await this.resolution(database, id);
    if (resolution.kind === 'settled' || resolution.kind === 'left') return;
    const { recordOf, writesOf } = await merging();
    const record = await recordOf({ id, database, leaves }, resolution, sha256);
    const writes = await writesOf(id, resolution, sha256);
    await this.databases.adopt(database, [...(record ? [record] : []), ...writes] as unknown as FactDocument[]);
  }

  private async resolution(database: string, id: string): Promise<{ leaves: readonly Leaf[]; resolution: Resolution }> {
    const leaves = await this.databases.leaves(database, id);
    if (leaves.every((leaf, _, { length }) => length === 1 && leaf._deleted !== true))
      return { leaves, resolution: { kind: 'settled' } };
    const { mergeKindOf, resolve } = await merging();
    const live = leaves.filter((leaf) => leaf._deleted !== true).length;
    return { leaves, resolution: resolve(leaves, live > 1 && mergeKindOf(id) === 'note' ? await yjs() : notLoaded) };
  }

  private async look<T extends object>(database: string, id: string): Promise<{ doc: Held<T> | null; newer: boolean }> {
    const { resolution } = await this.resolution(database, id);
    if (resolution.kind === 'erased' || resolution.kind === 'deleted') return { doc: null, newer: false };
    if (resolution.kind === 'merged') {
      return { doc: { ...resolution.body, _rev: resolution.winner } as unknown as Held<T>, newer: false };
    }
    const winner = await this.databases.get<Held<T> & { type?: unknown; schema?: unknown }>(database, id);
    if (winner === null) return { doc: null, newer: false };
    const { doc, newer } = upgrade(winner);
    return { doc, newer: newer || (resolution.kind === 'left' && resolution.why === 'schema-newer') };
  }

  private async stampFor(doc: object): Promise<string> {
    const latest = latestStampOf(doc);
    if (latest !== '') await this.stamps.observe(latest);
    return stampAfter(await this.stamps.next(), doc);
  }

  /** The new revision, `null` where another one came first. */
  private async write(database: string, doc: object): Promise<string | null> {
    try {
      return await this.databases.create(database, doc as FactDocument);
    } catch (error) {
      if (error instanceof IdTaken) return null;
      throw error;
    }
  }
}

/** Most documents have one version: what brings several together, and checks the outcome's shape, comes where there are several. */
const merging = () => import('./merging.ts');

/** Yjs comes only where versions of a note are to be brought together. */
const yjs = async (): Promise<MergeOfNotes> => (await import('$design/merge/note.ts')).mergeNotes;
const notLoaded: MergeOfNotes = () => {
  throw new Error('one version needs no merge');
};

import type { Pouch } from '../engine/pouch.pool.ts';
import { badRequest, CouchError, couchErrorOf, notFound } from './couch-error.ts';
import { checkRev } from './documents.ts';
import { isTrue } from './request.ts';

export interface Attachment {
  readonly content_type: string;
  readonly digest: string;
  readonly revpos?: number;
  readonly length?: number;
  readonly stub?: boolean;
  /** Base64. */
  readonly data?: string;
}

export interface ReadDocument {
  readonly _id: string;
  readonly _rev: string;
  readonly _deleted?: boolean;
  _attachments?: Record<string, Attachment>;
  [field: string]: unknown;
}

export interface ReadOptions {
  readonly rev?: string;
  readonly revs?: boolean;
  readonly revsInfo?: boolean;
  readonly conflicts?: boolean;
  readonly deletedConflicts?: boolean;
  readonly localSeq?: boolean;
  readonly attachments?: boolean;
  /** Bodies of attachments that came after these revisions; the others as stubs. */
  readonly attsSince?: readonly string[] | null;
  readonly latest?: boolean;
}

export interface DocumentQuery extends ReadOptions {
  readonly openRevs: 'all' | readonly string[] | null;
  /** Something beside the document itself is asked for. */
  readonly meta: boolean;
}

/** The query of `GET /{db}/{doc}`. Parameters that are not known mean nothing. @throws CouchError */
export function readOptions(query: URLSearchParams): DocumentQuery {
  const all = isTrue(query, 'meta');
  const rev = query.get('rev');
  if (rev !== null) checkRev(rev);
  const [revs, revsInfo] = [isTrue(query, 'revs'), all || isTrue(query, 'revs_info')];
  const [conflicts, deletedConflicts] = [all || isTrue(query, 'conflicts'), all || isTrue(query, 'deleted_conflicts')];
  const localSeq = isTrue(query, 'local_seq');
  const attsSince = revisionList(query.get('atts_since'));
  return {
    ...(rev === null ? {} : { rev }),
    revs,
    revsInfo,
    conflicts,
    deletedConflicts,
    localSeq,
    latest: isTrue(query, 'latest'),
    attachments: isTrue(query, 'attachments') || attsSince !== null,
    attsSince,
    openRevs: query.get('open_revs') === 'all' ? 'all' : revisionList(query.get('open_revs')),
    meta: revs || revsInfo || conflicts || deletedConflicts || localSeq,
  };
}

function revisionList(text: string | null): string[] | null {
  if (text === null) return null;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw badRequest('invalid UTF-8 JSON');
  }
  // What CouchDB says to a value that is no list.
  if (!Array.isArray(list)) throw new CouchError(500, 'unknown_error', 'function_clause');
  for (const rev of list) checkRev(rev);
  return list as string[];
}

type Tree = readonly { readonly pos: number; readonly ids: Branch }[];
type Branch = readonly [string, { readonly status?: string; readonly deleted?: boolean }, readonly Branch[]];
interface WithTree {
  _getRevisionTree(id: string, callback: (error: unknown, tree: Tree) => void): void;
}

async function treeOf(pouch: Pouch, id: string): Promise<Tree> {
  const { promise, resolve, reject } = Promise.withResolvers<Tree>();
  (pouch as unknown as WithTree)._getRevisionTree(id, (error, tree) => (error ? reject(error) : resolve(tree)));
  try {
    return await promise;
  } catch (error) {
    throw couchErrorOf(error);
  }
}

interface Leaf {
  readonly rev: string;
  readonly deleted: boolean;
}

/** Leaves of a document's revision tree. @throws CouchError not_found */
export async function leavesOf(pouch: Pouch, id: string): Promise<Leaf[]> {
  const leaves: Leaf[] = [];
  const walk = (pos: number, [hash, { deleted }, children]: Branch): void => {
    if (children.length === 0) leaves.push({ rev: `${pos}-${hash}`, deleted: deleted === true });
    for (const child of children) walk(pos + 1, child);
  };
  for (const { pos, ids } of await treeOf(pouch, id)) walk(pos, ids);
  return leaves;
}

/** @throws CouchError not_found (`missing` or `deleted`) */
export async function readDocument(pouch: Pouch, id: string, options: ReadOptions): Promise<ReadDocument> {
  // `latest` means what grew out of the revision; without a revision it means nothing.
  const asked = {
    ...(options.rev === undefined ? {} : { rev: options.rev }),
    revs: options.revs === true,
    revs_info: options.revsInfo === true,
    conflicts: options.conflicts === true,
    latest: options.latest === true,
    attachments: options.attachments === true,
  };
  let doc: ReadDocument;
  try {
    doc = (await pouch.get(id, asked)) as unknown as ReadDocument;
  } catch (error) {
    throw couchErrorOf(error);
  }
  if (options.deletedConflicts) await addDeletedConflicts(pouch, doc);
  if (options.localSeq) await addLocalSeq(pouch, doc);
  if (options.attsSince) await stubOlder(pouch, doc, options.attsSince);
  return doc;
}

async function addDeletedConflicts(pouch: Pouch, doc: ReadDocument): Promise<void> {
  const dead = (await leavesOf(pouch, doc._id)).filter(({ rev, deleted }) => deleted && rev !== doc._rev);
  if (dead.length > 0) doc['_deleted_conflicts'] = dead.map(({ rev }) => rev);
}

async function addLocalSeq(pouch: Pouch, doc: ReadDocument): Promise<void> {
  const { results } = await pouch.changes({ doc_ids: [doc._id] });
  if (results[0]) doc['_local_seq'] = results[0].seq;
}

/** The newest of the revisions that lies in this document's history decides which attachments its reader has already. */
async function stubOlder(pouch: Pouch, doc: ReadDocument, since: readonly string[]): Promise<void> {
  const { _revisions } = (await pouch.get(doc._id, { rev: doc._rev, revs: true })) as {
    _revisions?: { start: number; ids: string[] };
  };
  const known = (_revisions?.ids ?? []).map((hash, i) => `${_revisions!.start - i}-${hash}`);
  const have = Math.max(0, ...since.filter((rev) => known.includes(rev)).map((rev) => Number.parseInt(rev, 10)));
  for (const [name, { data, ...about }] of Object.entries(doc._attachments ?? {})) {
    if ((about.revpos ?? 0) > have || data === undefined) continue;
    doc._attachments![name] = { ...about, length: Buffer.byteLength(data, 'base64'), stub: true };
  }
}

export type OpenRevision = { readonly ok: ReadDocument } | { readonly missing: string };

/** What `open_revs` answers. @throws CouchError not_found where the document is not there and all leaves are asked for */
export async function openRevisions(
  pouch: Pouch,
  id: string,
  revs: 'all' | readonly string[],
  options: ReadOptions,
): Promise<OpenRevision[]> {
  const wanted = revs === 'all' ? (await leavesOf(pouch, id)).map(({ rev }) => rev) : [...new Set(revs)];
  const seen = new Set<string>();
  const rows: OpenRevision[] = [];
  for (const rev of wanted) {
    const row = await readRevision(pouch, id, rev, options);
    if ('ok' in row && seen.has(row.ok._rev)) continue; // `latest` leads from two revisions to the same leaf
    if ('ok' in row) seen.add(row.ok._rev);
    rows.push(row);
  }
  return rows;
}

async function readRevision(pouch: Pouch, id: string, rev: string, options: ReadOptions): Promise<OpenRevision> {
  const { revs = false, latest = false, attachments = false, attsSince = null } = options;
  try {
    return { ok: await readDocument(pouch, id, { rev, revs, latest, attachments, attsSince }) };
  } catch (error) {
    if (error instanceof CouchError && error.status === notFound().status) return { missing: rev };
    throw error;
  }
}

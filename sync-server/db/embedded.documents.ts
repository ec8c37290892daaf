import { pageSizes, type Use } from './embedded.changes.ts';
import type { BulkGetQuery, DocumentQuery, RowText, StoredAttachment } from './replication.ts';

type Pouch = PouchDB.Database;
export interface Wanted {
  readonly id: string;
  readonly rev?: string;
}
interface Stub {
  readonly content_type: string;
  readonly digest: string;
  readonly revpos?: number;
  readonly length?: number;
  readonly data?: string;
}

/** `_bulk_get` of an embedded database in pages, missing revisions left out. */
export async function* embeddedBulkGet(use: Use, wanted: readonly Wanted[], query: BulkGetQuery): AsyncGenerator<RowText, void> {
  const pages = pageSizes();
  for (let from = 0; from < wanted.length;) {
    const page = wanted.slice(from, from + pages.next(wanted.length - from));
    from += page.length;
    let bytes = 0;
    for (const text of await use((pouch) => readPage(pouch, page, query))) {
      bytes += text.length;
      yield text;
    }
    pages.read(bytes);
  }
}

async function readPage(pouch: Pouch, page: readonly Wanted[], query: BulkGetQuery): Promise<string[]> {
  const rows = await firstRevisions(pouch, page, query);
  const rest = page.filter((w) => !rows.has(keyOf(w)));
  if (rest.length > 0) {
    const options = { docs: [...rest], ...query } as unknown as PouchDB.Core.BulkGetOptions;
    const { results } = await pouch.bulkGet(options);
    results.forEach(({ id, docs }, i) => {
      const found = docs.filter((doc) => 'ok' in doc);
      if (found.length > 0) rows.set(`${i}`, JSON.stringify({ id, docs: found }));
    });
  }
  return [...rows.values()];
}

const keyOf = (wanted: Wanted): string => `${wanted.id}\n${wanted.rev ?? ''}`;

/**
 * Facts have one revision, so its history is known without walking the tree: one range read answers hundreds of them, where PouchDB's
 * own `bulkGet` opens each document's tree apart.
 */
async function firstRevisions(pouch: Pouch, page: readonly Wanted[], query: BulkGetQuery): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  const first = page.filter((w) => w.rev?.startsWith('1-') === true);
  if (first.length === 0) return rows;
  const keys = first.map((w) => w.id);
  const answer = await pouch.allDocs({ keys, include_docs: true, attachments: query.attachments });
  answer.rows.forEach((row, i) => {
    const rev = first[i]!.rev!;
    if (!('doc' in row) || !row.doc || row.value.rev !== rev || row.value.deleted) return;
    const doc = query.revs ? { ...row.doc, _revisions: { start: 1, ids: [rev.slice(2)] } } : row.doc;
    rows.set(keyOf(first[i]!), JSON.stringify({ id: row.id, docs: [{ ok: doc }] }));
  });
  return rows;
}

/** GET of a document. @throws PouchDB's 404 */
export async function embeddedDocument(pouch: Pouch, id: string, query: DocumentQuery): Promise<object> {
  const { openRevs, attsSince, ...options } = query;
  if (openRevs !== undefined) {
    const answers = (await pouch.get(id, { ...options, open_revs: openRevs as 'all' })) as object[];
    return attsSince === undefined ? answers : answers.map((one) => ('ok' in one ? { ok: since(one.ok, attsSince) } : one));
  }
  if (attsSince === undefined) return pouch.get(id, options);
  return since(await pouch.get(id, { ...options, attachments: true }), attsSince) as object;
}

/** Attachments that came after the newest of these revisions stay inline, the others become stubs. */
function since(doc: unknown, known: readonly string[]): unknown {
  const { _attachments: attachments, ...rest } = doc as { _attachments?: Record<string, Stub> };
  if (!attachments) return doc;
  const newest = Math.max(0, ...known.map((rev) => Number.parseInt(rev, 10)));
  const seen = Object.entries(attachments).map(([name, one]): [string, object] => {
    if ((one.revpos ?? 0) > newest) return [name, one];
    const { data, ...stub } = one;
    return [name, { ...stub, stub: true, length: one.length ?? Buffer.byteLength(data ?? '', 'base64') }];
  });
  return { ...rest, _attachments: Object.fromEntries(seen) };
}

/** @throws PouchDB's 404 */
export async function embeddedAttachment(pouch: Pouch, id: string, name: string, rev: string | null): Promise<StoredAttachment> {
  const options = rev === null ? {} : { rev };
  const doc = (await pouch.get(id, options)) as { _rev: string; _attachments?: Record<string, Stub> };
  const stub = Object.hasOwn(doc._attachments ?? {}, name) ? doc._attachments![name]! : null;
  if (!stub) throw Object.assign(new Error('missing'), { status: 404 });
  const body = (await pouch.getAttachment(id, name, { rev: doc._rev })) as unknown as Uint8Array;
  return { contentType: stub.content_type, length: body.length, digest: stub.digest, body: [body] };
}

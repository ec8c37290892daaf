import type { ChangesEnd, ChangesQuery, RowText } from './replication.ts';

/** Runs work on the open database; it may be closed between two of them. */
export type Use = <T>(work: (pouch: PouchDB.Database) => Promise<T>) => Promise<T>;

/** Bytes of one read from LevelDB beyond which the next one takes fewer documents. */
const PAGE_BYTES = 1 << 20;
const FIRST_PAGE = 4;
const LARGEST_PAGE = 256;
const LARGEST_LIGHT_PAGE = 1_000;

/**
 * How many documents to read at once: few at first, because one may measure 8 MB, more while they prove small. PouchDB answers whole
 * pages only, so this is what bounds the memory of an answer.
 */
export function pageSizes(): { next(left: number): number; read(bytes: number): void } {
  let size = FIRST_PAGE;
  return {
    next: (left) => Math.min(size, left),
    read(bytes) {
      size = bytes > PAGE_BYTES ? Math.max(1, size >> 2) : Math.min(LARGEST_PAGE, size * 2);
    },
  };
}

/** `_changes` of an embedded database in pages; the database may be closed in between. */
export async function* embeddedChanges(use: Use, query: ChangesQuery): AsyncGenerator<RowText, ChangesEnd> {
  if (query.descending) return yield* descending(use, query);
  const pages = pageSizes();
  let since = query.since;
  let left = query.limit;
  for (;;) {
    const limit = query.includeDocs ? pages.next(left) : Math.min(left, LARGEST_LIGHT_PAGE);
    const from = since;
    const { results, last_seq: last } = await use((pouch) => pouch.changes({ ...optionsOf(query), since: from, limit }));
    let bytes = 0;
    for (const row of results) {
      const text = JSON.stringify(row);
      bytes += text.length;
      yield text;
    }
    pages.read(bytes);
    since = last;
    left -= results.length;
    if (results.length < limit) return { last_seq: since, pending: 0 };
    if (left > 0) continue;
    const { update_seq: end } = await use((pouch) => pouch.info());
    return { last_seq: since, pending: Math.max(0, Number(end) - Number(since)) };
  }
}

/** From the newest back: PouchDB cannot go on from a sequence here, so the rows come first and the documents one by one. */
async function* descending(use: Use, query: ChangesQuery): AsyncGenerator<RowText, ChangesEnd> {
  const light = {
    ...optionsOf({ ...query, includeDocs: false, conflicts: false, attachments: false }),
    since: query.since,
    descending: true,
    ...(query.limit === Infinity ? {} : { limit: query.limit }),
  };
  const { results, last_seq: last } = await use((pouch) => pouch.changes(light));
  for (const row of results) {
    if (!query.includeDocs) {
      yield JSON.stringify(row);
      continue;
    }
    const options = { rev: row.changes[0]!.rev, conflicts: query.conflicts, attachments: query.attachments };
    yield JSON.stringify({ ...row, doc: await use((pouch) => pouch.get(row.id, options)) });
  }
  return { last_seq: last, pending: 0 };
}

const optionsOf = (query: ChangesQuery): PouchDB.Core.ChangesOptions => ({
  include_docs: query.includeDocs,
  ...(query.conflicts ? { conflicts: true } : {}),
  ...(query.attachments ? { attachments: true } : {}),
  ...(query.allLeaves ? { style: 'all_docs' as const } : {}),
});

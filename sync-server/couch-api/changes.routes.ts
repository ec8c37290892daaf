import type { Pouch } from '../engine/pouch.pool.ts';
import { CouchError, couchErrorOf } from './couch-error.ts';
import { changesFilter, type ChangesFilter } from './changes.filter.ts';
import { changesAsked, type ChangesAsked } from './changes.query.ts';
import type { InDatabase } from './database.routes.ts';
import type { CouchReply } from './reply.ts';
import type { Json } from './request.ts';

interface Change {
  readonly seq: number;
  readonly id: string;
}

interface Page {
  readonly results: readonly Change[];
  readonly last_seq: number;
}

/** Rows that are read and written at a time. */
const PAGE = 500;

/** `_changes`, all feeds. */
export async function changesRoute(inside: InDatabase): Promise<void> {
  const { db, request, reply, server } = inside;
  const asked = await changesAsked(request);
  const filter = await db.use((pouch) => changesFilter(pouch, asked, server.sandbox));
  const since = asked.since === 'now' ? await db.use(sequenceOf) : asked.since;
  const first = await db.use((pouch) => pageOf(pouch, asked, filter, since, asked.limit)); // an error is still an answer
  const feed = feedWriter(reply, asked);
  feed.begin();
  const { last, left } = await writeRest(inside, asked, filter, feed, first, asked.limit);
  if (asked.feed === 'normal') return feed.end(last, await pendingOf(inside, asked, filter, last, left));
  await follow(inside, asked, filter, feed, last, left);
}

const sequenceOf = async (pouch: Pouch): Promise<number> => Number((await pouch.info()).update_seq);

async function pageOf(
  pouch: Pouch,
  asked: ChangesAsked,
  { docIds, passes }: ChangesFilter,
  since: number,
  limit: number,
): Promise<Page> {
  const options = {
    since,
    include_docs: asked.includeDocs,
    conflicts: asked.conflicts,
    attachments: asked.attachments && asked.includeDocs,
    descending: asked.descending,
    ...(asked.descending && limit === Infinity ? {} : { limit: asked.descending ? limit : Math.min(limit, PAGE) }),
    ...(asked.allLeaves ? { style: 'all_docs' as const } : {}),
    ...(docIds === null ? {} : { doc_ids: [...docIds] }),
    ...(passes === null ? {} : { filter: (doc: Json) => passes(doc) }),
  };
  try {
    return (await pouch.changes(options)) as unknown as Page;
  } catch (error) {
    throw couchErrorOf(error);
  }
}

/** Writes pages until there is no more or the limit is reached. */
async function writeRest(
  { db, reply }: InDatabase,
  asked: ChangesAsked,
  filter: ChangesFilter,
  feed: FeedWriter,
  first: Page,
  limit: number,
): Promise<{ last: number; left: number }> {
  let page = first;
  let left = limit;
  for (;;) {
    for (const change of page.results) await feed.row(change);
    left -= page.results.length;
    const full = page.results.length >= PAGE && !asked.descending;
    if (!full || left <= 0 || reply.gone) return { last: page.last_seq, left };
    const { last_seq: from } = page;
    page = await db.use((pouch) => pageOf(pouch, asked, filter, from, left));
  }
}

/** Up to so many sequences ahead the changes are counted; further on a page would cost a walk through the whole database. */
const COUNTED = 1_000;

/** How many changes come after the last one answered; where there are many, how many at most. */
async function pendingOf(
  { db }: InDatabase,
  asked: ChangesAsked,
  filter: ChangesFilter,
  last: number,
  left: number,
): Promise<number> {
  if (left > 0 || asked.descending) return 0;
  const ahead = (await db.use(sequenceOf)) - last;
  if (ahead > COUNTED) return ahead;
  const bare = { ...asked, includeDocs: false, conflicts: false, attachments: false };
  let [pending, from] = [0, last];
  for (;;) {
    const since = from;
    const page = await db.use((pouch) => pageOf(pouch, bare, filter, since, Infinity));
    pending += page.results.length;
    if (page.results.length < PAGE) return pending;
    from = page.last_seq;
  }
}

/** Waits for changes and writes them: until the first ones (long poll), else until the limit, the timeout or the reader's end. */
async function follow(
  inside: InDatabase,
  asked: ChangesAsked,
  filter: ChangesFilter,
  feed: FeedWriter,
  from: number,
  limit: number,
): Promise<void> {
  const { db, reply, server } = inside;
  const waiting = createWaiting(reply, server.closing, asked);
  const stop = db.watch(waiting.changed);
  const beat = asked.heartbeat === null ? null : setInterval(() => void feed.beat(), asked.heartbeat);
  let [last, left] = [from, limit];
  const done = (): boolean => left <= 0 || (asked.feed === 'longpoll' && feed.rows() > 0);
  try {
    while (!done() && (await waiting.next())) {
      const since = last;
      const page = await db.use((pouch) => pageOf(pouch, asked, filter, since, left));
      ({ last, left } = await writeRest(inside, asked, filter, feed, page, left));
    }
  } catch (error) {
    // The database was removed: CouchDB ends the feed.
    if (!(error instanceof CouchError) || error.status !== 404) throw error;
  } finally {
    stop();
    waiting.stop();
    if (beat !== null) clearInterval(beat);
  }
  if (!reply.gone) feed.end(last, 0);
}

interface Waiting {
  readonly changed: () => void;
  /** `true`: something changed since the last call; `false`: it is time to end. */
  next(): Promise<boolean>;
  stop(): void;
}

function createWaiting(reply: CouchReply, closing: AbortSignal, { heartbeat, timeout }: ChangesAsked): Waiting {
  // A change may have come between the first look and this moment.
  let dirty = true;
  let over = closing.aborted || reply.gone;
  let wake = (): void => undefined;
  const changed = (): void => {
    dirty = true;
    wake();
  };
  const finish = (): void => {
    over = true;
    wake();
  };
  reply.raw.once('close', finish);
  closing.addEventListener('abort', finish, { once: true });
  return {
    changed,
    async next() {
      let timer: NodeJS.Timeout | undefined;
      if (!dirty && !over) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          // With a heartbeat CouchDB waits for ever.
          if (heartbeat === null) timer = setTimeout(finish, timeout);
        });
        clearTimeout(timer);
      }
      if (over) return false;
      dirty = false;
      return true;
    },
    stop() {
      reply.raw.off('close', finish);
      closing.removeEventListener('abort', finish);
    },
  };
}

interface FeedWriter {
  begin(): void;
  row(change: Change): Promise<void>;
  beat(): Promise<void>;
  rows(): number;
  end(last: number, pending: number): void;
}

/** The four ways of writing the same rows. */
function feedWriter(reply: CouchReply, { feed }: ChangesAsked): FeedWriter {
  const whole = feed === 'normal' || feed === 'longpoll';
  const events = feed === 'eventsource';
  let rows = 0;
  const textOf = (change: Change): string => {
    const text = JSON.stringify(change);
    if (events) return `data: ${text}\nid: ${JSON.stringify(change.seq)}\n\n`;
    return whole ? `${rows === 0 ? '' : ',\r\n'}${text}` : `${text}\n`;
  };
  return {
    begin() {
      reply.start(200, { 'content-type': events ? 'text/event-stream' : 'application/json' });
      if (whole) void reply.write('{"results":[\n');
      else reply.raw.flushHeaders();
    },
    async row(change) {
      const text = textOf(change);
      rows += 1;
      await reply.write(text);
    },
    beat: () => reply.write(events ? 'event: heartbeat\ndata: \n\n' : '\n'),
    rows: () => rows,
    end(last, pending) {
      if (whole) void reply.write(`\n],\n"last_seq":${JSON.stringify(last)},"pending":${pending}}\n`);
      else if (!events) void reply.write(`${JSON.stringify({ last_seq: last, pending })}\n`);
      reply.end();
    },
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest } from './couch-error.ts';
import type { DoubleDatabase } from './double.database.ts';
import { packSequence, unpackSequence } from './sequences.ts';

interface Answer {
  readonly results: readonly object[];
  readonly last_seq: string;
  readonly pending: number;
}

const flag = (query: URLSearchParams, name: string): boolean => query.get(name) === 'true';

/** `_changes`: rows in the order of their sequences (`q=1`), each with an opaque one; `pending` is what is left behind the last row. */
async function read(db: DoubleDatabase, query: URLSearchParams, since: number): Promise<Answer> {
  const descending = flag(query, 'descending');
  const limit = query.has('limit') ? Math.max(1, Number(query.get('limit'))) : Infinity;
  const { results } = await db.pouch.changes({
    since: descending ? 0 : since,
    descending,
    include_docs: flag(query, 'include_docs'),
    conflicts: flag(query, 'conflicts'),
    attachments: flag(query, 'attachments'),
    ...(query.get('style') === 'all_docs' ? { style: 'all_docs' as const } : {}),
  });
  const page = results.slice(0, limit);
  const end = results.length > page.length ? Number(page.at(-1)!.seq) : Number((await db.pouch.info()).update_seq);
  return {
    results: page.map((row) => ({ ...row, seq: packSequence(Number(row.seq), 'changes') })),
    last_seq: packSequence(end, 'changes'),
    pending: results.length - page.length,
  };
}

const HEAD = '{"results":[\n';
const write = ({ results, last_seq: last, pending }: Answer): string =>
  `${results.map((row) => JSON.stringify(row)).join(',\n')}\n],\n"last_seq":"${last}","pending":${pending}}\n`;

/** Answers as CouchDB does: the head of the answer at once, newlines as heartbeats, the rows and the end when there is something. */
export async function answerChanges(db: DoubleDatabase, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { searchParams: query } = new URL(request.url!, 'http://double');
  const text = query.get('since') ?? '0';
  const since = text === 'now' ? Number((await db.pouch.info()).update_seq) : unpackSequence(text);
  if (since === null) throw badRequest(`Malformed sequence supplied in 'since' parameter.`);
  if (query.get('feed') !== 'longpoll') {
    const answer = await read(db, query, since);
    response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
    response.write(HEAD);
    response.end(write(answer));
    return;
  }
  const changed = new Promise<void>((resolve) => db.once('change', resolve));
  response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
  response.write(HEAD);
  let answer = await read(db, query, since);
  if (answer.results.length === 0) {
    await waiting(query, changed, response);
    if (response.destroyed) return;
    answer = await read(db, query, since);
  }
  response.end(write(answer));
}

async function waiting(query: URLSearchParams, changed: Promise<void>, response: ServerResponse): Promise<void> {
  const heartbeat = query.get('heartbeat');
  const every = heartbeat === 'true' ? 60_000 : Number(heartbeat);
  const beat = heartbeat === null ? undefined : setInterval(() => response.write('\n'), every);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    // CouchDB forgets the timeout where there is a heartbeat.
    if (!beat) timer = setTimeout(resolve, Math.min(60_000, Number(query.get('timeout') ?? 60_000)));
    response.once('close', () => resolve());
  });
  await Promise.race([changed, timeout]);
  clearInterval(beat);
  clearTimeout(timer);
}

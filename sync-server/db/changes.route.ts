import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../design/errors.ts';
import type { Engine, Seq } from '../engine/engine.ts';
import { HEARTBEAT, sendStream } from './answer-stream.ts';
import { parseChangesQuery, type ChangesRequest } from './changes.query.ts';
import type { ChangesEnd, ChangesQuery, ReplicationStore, RowText } from './replication.ts';

export interface ChangesDeps {
  readonly engine: Engine;
  readonly store: Pick<ReplicationStore, 'info' | 'changes'>;
  /** Aborted when the server closes: open long polls answer what they have. */
  readonly closing: AbortSignal;
}

/** `_changes`, normal and long poll. A long poll waits for the engine's own word that the database changed. */
export async function answerChanges(
  name: string,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: ChangesDeps,
): Promise<FastifyReply> {
  const { query: asked, fromNow, wait } = parseChangesQuery(request.query);
  const since = fromNow ? (await deps.store.info(name)).seq : asked.since;
  if (deps.engine.kind === 'embedded' && typeof since !== 'number') throw new DomainError('QUERY_INVALID', { since });
  const query = { ...asked, since };
  if (!wait) return sendStream(reply, changesText(deps.store.changes(name, query)));

  // Listening begins before the first look: a change in between must not be missed.
  const changed = watched(deps.engine, name);
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const rows = deps.store.changes(name, query);
  const first = await rows.next().catch((error: unknown) => {
    changed.stop();
    throw error;
  });
  if (!first.done) {
    changed.stop();
    return sendStream(reply, changesText(resumed(first.value, rows)));
  }
  const waiting = longPoll({ name, query, wait, end: first.value, changed, gone: gone.signal }, deps);
  return sendStream(reply, waiting, { atOnce: true });
}

/** The answer as CouchDB writes it: a row a line. */
async function* changesText(rows: AsyncGenerator<RowText, ChangesEnd>): AsyncGenerator<RowText> {
  yield '{"results":[';
  let comma = '\n';
  for (;;) {
    const next = await rows.next();
    if (next.done) {
      yield `\n],\n"last_seq":${JSON.stringify(next.value.last_seq)},"pending":${next.value.pending}}\n`;
      return;
    }
    yield comma;
    yield next.value;
    comma = ',\n';
  }
}

async function* resumed(first: RowText, rest: AsyncGenerator<RowText, ChangesEnd>): AsyncGenerator<RowText, ChangesEnd> {
  yield first;
  return yield* rest;
}

interface Watched {
  /** Resolves at the first word of a change since `look`, or since the beginning. */
  readonly next: () => Promise<void>;
  /** Called before each look at the database, so that a change during the look is not missed. */
  look(): void;
  stop(): void;
}

function watched(engine: Engine, name: string): Watched {
  let news = Promise.withResolvers<void>();
  const stop = engine.watch((changedName) => {
    if (changedName === name) news.resolve();
  });
  return { next: () => news.promise, look: () => void (news = Promise.withResolvers()), stop };
}

/** @fastify/compress looks at ten bytes before it passes on any. */
const OPENING = HEARTBEAT.repeat(10);

interface Waiting {
  readonly name: string;
  readonly query: ChangesQuery;
  readonly wait: NonNullable<ChangesRequest['wait']>;
  /** What the first look found: nothing, up to here. */
  readonly end: ChangesEnd;
  readonly changed: Watched;
  readonly gone: AbortSignal;
}

async function* longPoll(waiting: Waiting, deps: ChangesDeps): AsyncGenerator<RowText> {
  const { changed, wait, gone } = waiting;
  const timers: NodeJS.Timeout[] = [];
  const ended = new AbortController();
  try {
    let over = false;
    let beat = Promise.withResolvers<void>();
    const end = new Promise<void>((resolve) => {
      const finish = (): void => {
        over = true;
        resolve();
      };
      timers.push(setTimeout(finish, wait.timeout));
      for (const signal of [gone, deps.closing]) signal.addEventListener('abort', finish, { once: true, signal: ended.signal });
      if (gone.aborted || deps.closing.aborted) finish();
    });
    if (wait.heartbeat !== null) {
      timers.push(
        setInterval(() => {
          beat.resolve();
          beat = Promise.withResolvers();
        }, wait.heartbeat),
      );
    }
    // The headers go out with this: the device sees that it is waited for.
    yield OPENING;
    let last = waiting.end;
    while (!over) {
      const what = await Promise.race([
        end.then(() => 'end'),
        changed.next().then(() => 'change'),
        beat.promise.then(() => 'beat'),
      ]);
      if (what === 'beat' && !over) yield HEARTBEAT;
      if (what !== 'change') continue;
      changed.look();
      const rows = deps.store.changes(waiting.name, waiting.query);
      const first = await rows.next();
      if (!first.done) {
        yield* changesText(resumed(first.value, rows));
        return;
      }
      // The word came late, of what the device has already: it goes on waiting.
      last = first.value;
    }
    if (gone.aborted) return;
    yield* deps.closing.aborted ? nothing(last.last_seq) : changesText(deps.store.changes(waiting.name, waiting.query));
  } finally {
    for (const timer of timers) clearTimeout(timer);
    ended.abort();
    changed.stop();
  }
}

async function* nothing(since: Seq): AsyncGenerator<RowText> {
  yield await Promise.resolve(JSON.stringify({ results: [], last_seq: since, pending: 0 }));
}

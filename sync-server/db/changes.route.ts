import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../design/errors.ts';
import type { Engine, Seq } from '../engine/engine.ts';
import { parseChangesQuery } from './changes.query.ts';
import type { ChangesAnswer, ReplicationStore } from './replication.ts';

export interface ChangesDeps {
  readonly engine: Engine;
  readonly store: ReplicationStore;
  /** Aborted when the server closes: open long polls answer what they have. */
  readonly closing: AbortSignal;
}

/** `_changes`, normal and long poll. A long poll waits for the engine's own word that the database changed. */
export async function answerChanges(
  name: string,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: ChangesDeps,
): Promise<unknown> {
  const { query: asked, fromNow, wait } = parseChangesQuery(request.query);
  const since = fromNow ? (await deps.store.info(name)).seq : asked.since;
  if (deps.engine.kind === 'embedded' && typeof since !== 'number') throw new DomainError('QUERY_INVALID', { since });
  const query = { ...asked, since };
  if (!wait) return deps.store.changes(name, query);

  const changed = watched(deps.engine, name);
  try {
    const now = await deps.store.changes(name, query);
    if (now.results.length > 0) return now;
    reply.hijack();
    await longPoll(reply, changed.next, wait, () => deps.store.changes(name, query), deps.closing, now.last_seq);
    return reply;
  } finally {
    changed.stop();
  }
}

/** Listens from now on, so that a change between the first look and the waiting is not missed. */
function watched(engine: Engine, name: string): { next: Promise<void>; stop: () => void } {
  let stop = (): void => undefined;
  const next = new Promise<void>((resolve) => {
    stop = engine.watch((changedName) => {
      if (changedName === name) resolve();
    });
  });
  return { next, stop };
}

async function longPoll(
  reply: FastifyReply,
  changed: Promise<void>,
  wait: { readonly timeout: number; readonly heartbeat: number | null },
  read: () => Promise<ChangesAnswer>,
  closing: AbortSignal,
  since: Seq,
): Promise<void> {
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  raw.flushHeaders();
  const beat = wait.heartbeat === null ? null : setInterval(() => raw.write('\n'), wait.heartbeat);
  let timer: NodeJS.Timeout | undefined;
  try {
    await Promise.race([
      changed,
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, wait.timeout);
        raw.once('close', () => resolve());
        closing.addEventListener('abort', () => resolve(), { once: true });
      }),
    ]);
    if (raw.destroyed) return;
    const answer = closing.aborted ? { results: [], last_seq: since } : await read();
    raw.end(JSON.stringify(answer));
  } catch {
    // Half an answer must look broken, not complete: PouchDB would take it for "nothing new".
    raw.destroy();
  } finally {
    clearTimeout(timer);
    if (beat) clearInterval(beat);
  }
}

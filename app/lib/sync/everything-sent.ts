import { isServersOwn } from '$design/documents/server-types.ts';
import { MINUTE } from '$design/time/clock.ts';
import type { LocalDatabase, OpenRemote } from '../storage/database.types.ts';
import type { Databases } from '../storage/databases.ts';
import { Lane } from './lane.ts';
import type { ServerClient } from './server.client.ts';

const ASKED = 500;

export interface Missing {
  readonly id: string;
  readonly rev: string;
}
export type SentAnswer =
  /** `documents`: how many revisions of this device the server was asked for. */
  | { readonly sent: true; readonly documents: number }
  | { readonly sent: false; readonly documents: number; readonly missing: readonly Missing[] };

/**
 * Does the server hold every leaf revision of this database? Asked by `_revs_diff` for all of them, from the beginning, whatever was
 * acknowledged before: a note can be wrong, the server's own answer cannot (design §5).
 * @throws where the server does not answer: then nothing is known, which is not "sent"
 */
export async function everythingSent(local: LocalDatabase, remote: LocalDatabase): Promise<SentAnswer> {
  const { results } = await local.changes({ since: 0, style: 'all_docs', return_docs: true });
  const asked = results.flatMap((row) => (isServersOwn(row.id) ? [] : row.changes.map(({ rev }) => ({ id: row.id, rev }))));
  const missing: Missing[] = [];
  for (let from = 0; from < asked.length; from += ASKED) {
    const some: Record<string, string[]> = {};
    for (const { id, rev } of asked.slice(from, from + ASKED)) (some[id] ??= []).push(rev);
    const answer = await remote.revsDiff(some);
    for (const [id, { missing: revs }] of Object.entries(answer)) for (const rev of revs ?? []) missing.push({ id, rev });
  }
  const documents = asked.length;
  return missing.length === 0 ? { sent: true, documents } : { sent: false, documents, missing };
}

/** The same for a database by its name, for whoever is about to part with it (an old month, this device). */
export function createSentCheck(deps: {
  readonly client: ServerClient;
  readonly openRemote: OpenRemote;
  readonly databases: Databases;
}): (database: string, signal?: AbortSignal) => Promise<SentAnswer> {
  return (database, signal = AbortSignal.timeout(2 * MINUTE)) => {
    const lane = new Lane(deps.client, deps.openRemote, () => undefined);
    lane.begin(signal);
    return lane.run(database, (remote) => everythingSent(deps.databases.open(database), remote));
  };
}

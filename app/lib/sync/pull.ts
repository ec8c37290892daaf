import type { LocalDatabase } from '../storage/database.types.ts';

/** A document as it came from the server. */
export interface PulledDocument {
  readonly _id: string;
  readonly _rev: string;
}

export interface PullDeps {
  readonly local: LocalDatabase;
  readonly remote: LocalDatabase;
  /** Big for databases of few large documents (the catalogue's shards), so that round trips do not count. */
  readonly batch: number;
  /** Asks to stop at once; what is stored here stays, and the checkpoint makes the next pull go on there. */
  readonly signal: AbortSignal;
  /** After each batch that is stored here. */
  readonly onDocuments: (docs: readonly PulledDocument[]) => void;
}

/**
 * One-shot replication from the server. Its checkpoint makes an interrupted pull go on where it stopped.
 * @throws where it was asked to stop before the end
 */
export async function pullDatabase(deps: PullDeps): Promise<void> {
  deps.signal.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  const running = deps.local.replicate.from(deps.remote, { batch_size: deps.batch, batches_limit: 2 });
  // A cancelled replication resolves as complete (or never): it must not pass for one, so the stop is told before the cancelling.
  const stop = () => {
    stopped.reject(deps.signal.reason);
    running.cancel();
  };
  deps.signal.addEventListener('abort', stop, { once: true });
  void running.on('change', (info) => deps.onDocuments(info.docs));
  try {
    await Promise.race([running, stopped.promise]);
    deps.signal.throwIfAborted();
  } finally {
    deps.signal.removeEventListener('abort', stop);
    void Promise.resolve(running).catch(() => null);
  }
}

/**
 * Fetches these documents before a pull comes to them, in their very revisions: the pull then finds them here. What the server does not
 * show is left to the pull.
 */
export async function pullSome(
  local: LocalDatabase,
  remote: LocalDatabase,
  ids: readonly string[],
  onDocuments: (docs: readonly PulledDocument[]) => void,
): Promise<void> {
  if (ids.length === 0) return;
  const { results } = await remote.bulkGet({ docs: ids.map((id) => ({ id })), revs: true });
  const docs = results.flatMap((row) =>
    row.docs.flatMap((doc) => ('ok' in doc ? [doc.ok as typeof doc.ok & PulledDocument] : [])),
  );
  await local.bulkDocs(docs, { new_edits: false });
  onDocuments(docs);
}

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
  /** Asks to stop: the batch on its way is still stored and noted, so that nothing is fetched twice. */
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
  const running = deps.local.replicate.from(deps.remote, { batch_size: deps.batch, batches_limit: 2 });
  let isCut = false;
  void running.on('change', (info) => {
    deps.onDocuments(info.docs);
    if (!deps.signal.aborted) return;
    isCut = true;
    running.cancel();
  });
  await running;
  // A cancelled replication resolves as complete: it must not pass for one.
  if (isCut) deps.signal.throwIfAborted();
}

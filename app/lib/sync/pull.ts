import type { LocalDatabase } from '../storage/database.types.ts';

export interface PullDeps {
  readonly local: LocalDatabase;
  readonly remote: LocalDatabase;
  /** Big for databases of few large documents (the catalogue's shards), so that round trips do not count. */
  readonly batch: number;
  readonly signal: AbortSignal;
  /** After each batch that is stored here. */
  readonly onDocuments: (docs: readonly { _id: string; _rev: string }[]) => void;
}

/** One-shot replication from the server. Its checkpoint makes an interrupted pull go on where it stopped. */
export async function pullDatabase(deps: PullDeps): Promise<{ read: number }> {
  deps.signal.throwIfAborted();
  const running = deps.local.replicate.from(deps.remote, { batch_size: deps.batch, batches_limit: 2 });
  const stop = () => running.cancel();
  deps.signal.addEventListener('abort', stop, { once: true });
  void running.on('change', (info) => deps.onDocuments(info.docs));
  try {
    const result = await running;
    // A cancelled replication resolves as complete: it must not pass for one.
    deps.signal.throwIfAborted();
    return { read: result.docs_read };
  } finally {
    deps.signal.removeEventListener('abort', stop);
  }
}

/**
 * Something changed in a database of this device: `local` = written here, `pulled` = came from the server, `dropped` = the database is
 * no more (an old month that the server and its backup hold).
 */
export interface DataChange {
  readonly database: string;
  readonly origin: 'local' | 'pulled' | 'dropped';
  readonly ids: readonly string[];
}

export interface ChangeHub {
  emit(change: DataChange): void;
  /** Hears this tab and the others. Returns the unsubscriber. */
  on(listener: (change: DataChange) => void): () => void;
  close(): void;
}

/** One voice for all tabs of a device. `channel` is a BroadcastChannel, absent in tests of a single tab. */
export function createChangeHub(channel?: BroadcastChannel): ChangeHub {
  const listeners = new Set<(change: DataChange) => void>();
  const tell = (change: DataChange) => {
    for (const listener of [...listeners]) listener(change);
  };
  if (channel) channel.onmessage = (event: MessageEvent<DataChange>) => tell(event.data);
  return {
    emit(change) {
      tell(change);
      channel?.postMessage(change);
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      listeners.clear();
      channel?.close();
    },
  };
}

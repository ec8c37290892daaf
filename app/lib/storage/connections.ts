/**
 * PouchDB shuts its IndexedDB connection after any aborted transaction (a full disk) and so does the browser when a person clears its
 * data; PouchDB's object then answers `InvalidStateError` for ever (offline.md A.8). Whoever holds such objects hears of it here.
 */
type Listener = (indexedDbName: string) => void;

const listeners = new Set<Listener>();
let patched = false;

const tell = (name: string): void => {
  for (const listener of listeners) listener(name);
};

/** Calls back with the IndexedDB name of every connection of this page that was closed or proved to be. */
export function onConnectionClosed(listener: Listener): void {
  listeners.add(listener);
  if (patched) return;
  patched = true;
  const prototype = IDBDatabase.prototype;
  const close = Reflect.get<IDBDatabase, 'close'>(prototype, 'close');
  prototype.close = function (this: IDBDatabase) {
    close.call(this);
    tell(this.name);
  };
  const transaction = Reflect.get<IDBDatabase, 'transaction'>(prototype, 'transaction');
  prototype.transaction = function (this: IDBDatabase, ...args) {
    try {
      return transaction.apply(this, args);
    } catch (error) {
      if ((error as Error).name === 'InvalidStateError') tell(this.name);
      throw error;
    }
  };
}

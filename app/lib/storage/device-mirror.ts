import type { Mirror } from './local-store.ts';

const DATABASE = 'optics-device';
const STORE = 'facts';
/** Who this device is, to the server, to the gateway and to the lease of the till; and the carts that a customer comes back for. */
const KEYS: readonly string[] = ['device', 'gateway-token', 'gateway-url', 'holder', 'cart', 'parked'];

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });

/** A request that succeeded is not on the disk yet; a transaction that completed is. */
const completed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB'));
  });

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

/** A copy of the device's identity in IndexedDB, written through to the disk: a browser killed at any moment is the same one after. */
export function createDeviceMirror(): { mirror: Mirror; restore(storage: Storage): Promise<void>; settled(): Promise<void> } {
  let opened: Promise<IDBDatabase> | null = null;
  const database = () => (opened ??= open());
  let last: Promise<unknown> = Promise.resolve();
  return {
    mirror(key, text) {
      if (!KEYS.includes(key)) return;
      last = database().then((db) => {
        const transaction = db.transaction(STORE, 'readwrite', { durability: 'strict' });
        const store = transaction.objectStore(STORE);
        if (text === null) store.delete(key);
        else store.put(text, key);
        return completed(transaction);
      });
      last.catch(() => null);
    },
    /** Resolves when what was last written is on the disk; rejects where it could not be. */
    async settled() {
      await last;
    },
    /** Before anything reads the device's identity. */
    async restore(storage) {
      const db = await database();
      for (const key of KEYS) {
        const text: unknown = await done(db.transaction(STORE, 'readonly').objectStore(STORE).get(key));
        if (typeof text === 'string' && storage.getItem(`optics.${key}`) !== text) storage.setItem(`optics.${key}`, text);
      }
    },
  };
}

import type { Mirror } from './local-store.ts';

const DATABASE = 'optics-device';
const STORE = 'facts';
/** Who this device is, to the server, to the gateway and to the lease of the till. */
const KEYS: readonly string[] = ['device', 'gateway-token', 'holder'];

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

/** A copy of the device's identity in IndexedDB, written through to the disk: a browser killed at any moment is the same one after. */
export function createDeviceMirror(): { mirror: Mirror; restore(storage: Storage): Promise<void> } {
  let opened: Promise<IDBDatabase> | null = null;
  const database = () => (opened ??= open());
  return {
    mirror(key, text) {
      if (!KEYS.includes(key)) return;
      void database()
        .then((db) => {
          const store = db.transaction(STORE, 'readwrite', { durability: 'strict' }).objectStore(STORE);
          const request: IDBRequest = text === null ? store.delete(key) : store.put(text, key);
          return done(request);
        })
        .catch(() => null);
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

import type { KeptPhoto, PhotoStore } from './photo-box.ts';

const DATABASE = 'optics-photos';
const PHOTOS = 'photos';

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });

/** Pictures in a database of their own: none of them is a document, and none goes the way of documents. */
export function createPhotoStore(factory: IDBFactory = indexedDB): PhotoStore {
  let opened: Promise<IDBDatabase> | null = null;
  const open = (): Promise<IDBDatabase> => {
    opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = factory.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(PHOTOS, { keyPath: 'digest' });
      request.onsuccess = () => {
        request.result.onclose = () => (opened = null);
        resolve(request.result);
      };
      request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
    }).catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  };
  const read = async <T>(ask: (photos: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    asked(ask((await open()).transaction(PHOTOS).objectStore(PHOTOS)));
  const write = async (change: (photos: IDBObjectStore) => void): Promise<void> => {
    const transaction = (await open()).transaction(PHOTOS, 'readwrite', { durability: 'strict' });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB'));
    });
    change(transaction.objectStore(PHOTOS));
    await done;
  };
  return {
    put: (photo) => write((photos) => photos.put(photo)),
    digests: () => read((photos) => photos.getAllKeys() as IDBRequest<string[]>),
    get: async (digest) => (await read((photos) => photos.get(digest) as IDBRequest<KeptPhoto | undefined>)) ?? null,
    remove: (digest) => write((photos) => photos.delete(digest)),
  };
}

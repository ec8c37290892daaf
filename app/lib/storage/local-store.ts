/** Small facts of a device that must be there before any database opens: tokens, clock, marks. A JSON value a key. */
export interface LocalStore {
  read<T>(key: string): T | null;
  write(key: string, value: unknown): void;
  remove(key: string): void;
}

const PREFIX = 'optics.';

/** Keeps a key's text where a killed browser does not lose it. */
export type Mirror = (key: string, text: string | null) => void;

/**
 * Over `localStorage` or anything of its shape. A value that cannot be read counts as absent. Chromium writes `localStorage` to disk
 * seconds late: a browser that is killed forgets them, so what must not be forgotten goes to `mirror` too.
 */
export function createLocalStore(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  mirror: Mirror = () => undefined,
): LocalStore {
  return {
    read<T>(key: string) {
      try {
        const text = storage.getItem(PREFIX + key);
        return text === null ? null : (JSON.parse(text) as T);
      } catch {
        return null;
      }
    },
    write(key, value) {
      const text = JSON.stringify(value);
      storage.setItem(PREFIX + key, text);
      mirror(key, text);
    },
    remove(key) {
      storage.removeItem(PREFIX + key);
      mirror(key, null);
    },
  };
}

/** For tests, and where a browser refuses `localStorage`. */
export function createMemoryStore(): LocalStore {
  const map = new Map<string, string>();
  return createLocalStore({
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  });
}

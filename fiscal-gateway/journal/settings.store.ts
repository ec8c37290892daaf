import type { Journal } from './journal.ts';

export type SettingsStore = ReturnType<typeof createSettingsStore>;

/** Small facts of the program itself in `meta`, as JSON: what was set at runtime, what must survive a restart. Writers are called inside `journal.commit`. */
export function createSettingsStore(journal: Journal) {
  const { db } = journal;
  const get = db.prepare('SELECT value FROM meta WHERE key = ?');
  const put = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value');
  /** Texts as read or written here; one of them is asked with every receipt. Read anew after a work was undone. */
  let texts = { undone: journal.undone, known: new Map<string, string | null>() };
  function text(key: string): string | null {
    if (texts.undone !== journal.undone) texts = { undone: journal.undone, known: new Map() };
    let value = texts.known.get(key);
    if (value === undefined) {
      const found = get.get(key)?.['value'];
      value = typeof found === 'string' ? found : null;
      texts.known.set(key, value);
    }
    return value;
  }

  return {
    /** `null` where it was never written. The caller knows the shape: it is the only one that writes this key. */
    read<T>(key: string): T | null {
      const value = text(key);
      return value === null ? null : (JSON.parse(value) as T);
    },
    write(key: string, value: unknown) {
      const written = JSON.stringify(value);
      put.run(key, written);
      texts.known.set(key, written);
    },
  };
}

import type { Pouch } from '../engine/pouch.pool.ts';
import type { CouchDatabase } from './database.ts';
import { ADMIN_ONLY, type Security } from './security.ts';

/** What CouchDB keeps in a database's header. */
export interface Settings {
  readonly security: Security;
  readonly revsLimit: number;
  readonly purgedInfosLimit: number;
}

const DEFAULTS: Settings = { security: ADMIN_ONLY, revsLimit: 1_000, purgedInfosLimit: 1_000 };
/** A `_local` document: it never replicates and goes with the database. `_local_docs` does not show it. */
export const SETTINGS_ID = '_local/optics-settings';

export async function readSettings(pouch: Pouch): Promise<Settings> {
  try {
    const { settings } = await pouch.get<{ settings: Partial<Settings> }>(SETTINGS_ID);
    return { ...DEFAULTS, ...settings };
  } catch (error) {
    if ((error as { status?: number }).status === 404) return DEFAULTS;
    throw error;
  }
}

export function writeSettings(database: CouchDatabase, change: Partial<Settings>): Promise<void> {
  return database.writeLocal(async (pouch) => {
    const settings = { ...(await readSettings(pouch)), ...change };
    const before = await pouch.get(SETTINGS_ID).catch(() => null);
    await pouch.put({ _id: SETTINGS_ID, ...(before ? { _rev: before._rev } : {}), settings });
  });
}

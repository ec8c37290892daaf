import type { StorageModel } from '../app.model.ts';
import { MINUTE } from '$design/time/clock.ts';
import type { Databases } from './databases.ts';
import { indexedDbName } from './pouch.ts';

/** Nine tenths of the quota used: someone should make room before a sale cannot be written. */
const FULL = 0.9;
const MEASURE = 5 * MINUTE;

/** What the browser promises for our data: persistence, room, and that nothing has gone. */
export class StorageStore implements StorageModel {
  state = $state<StorageModel['state']>('ok');
  persisted = $state(false);
  used = $state<number | null>(null);
  quota = $state<number | null>(null);
  private timer: ReturnType<typeof setInterval> | null = null;

  /**
   * Before any database opens: names that this device has held and the browser no longer has. Opening would create them empty, and
   * nobody would notice.
   */
  async vanished(databases: Databases): Promise<string[]> {
    if (typeof indexedDB.databases !== 'function') return [];
    const held = (await indexedDB.databases()).map((db) => db.name);
    const gone = databases.known().filter((name) => !held.includes(indexedDbName(name)));
    if (gone.length > 0) this.state = 'vanished';
    return gone;
  }

  async watch(): Promise<void> {
    const { storage } = navigator;
    if (!storage) return;
    this.persisted = (await storage.persisted()) || (await storage.persist());
    await this.measure();
    this.timer ??= setInterval(() => void this.measure().catch(() => null), MEASURE);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  async measure(): Promise<void> {
    const { usage = null, quota = null } = await navigator.storage.estimate();
    this.used = usage;
    this.quota = quota;
    const full = usage !== null && quota !== null && usage > quota * FULL;
    if (this.state !== 'vanished') this.state = full ? 'full' : 'ok';
  }
}

import type { StorageModel } from '../app.model.ts';
import { MINUTE } from '$design/time/clock.ts';
import type { Databases } from './databases.ts';
import { indexedDbName } from './pouch.ts';

/** Shares of the quota in use: from the first on someone should make room, at the second a sale may not be written any more. */
const LOW = 0.8;
const FULL = 0.95;
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
    if (!navigator.storage) return;
    await this.measure();
    this.timer ??= setInterval(() => void this.measure().catch(() => null), MEASURE);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  /** A write found no room, whatever the browser's estimate says (the disk itself may be full). */
  noteFull(): void {
    if (this.state !== 'vanished') this.state = 'full';
  }

  /** Is there room for a sale? Where the browser does not say, the write itself will tell. */
  async hasRoom(): Promise<boolean> {
    await this.measure().catch(() => null);
    return this.state !== 'full';
  }

  async measure(): Promise<void> {
    const { storage } = navigator;
    // Chromium grants it once the app is installed or used often: asked again until it does.
    this.persisted ||= (await storage.persisted()) || (await storage.persist());
    const { usage = null, quota = null } = await storage.estimate();
    this.used = usage;
    this.quota = quota;
    if (this.state === 'vanished') return;
    const share = usage !== null && quota ? usage / quota : 0;
    this.state = share >= FULL ? 'full' : share >= LOW ? 'low' : 'ok';
  }
}

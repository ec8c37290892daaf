import type { SyncModel } from '../app.model.ts';
import type { SyncSnapshot } from './sync-engine.ts';

const FIRST: SyncSnapshot = { state: 'checking', unsent: 0, refusals: [], lastSync: null, online: false, since: 0 };

/** What the status bar tells of the replication. The leader tab sets it, the others hear it over a channel. */
export class SyncStore implements SyncModel {
  private snapshot = $state.raw<SyncSnapshot>(FIRST);

  get state() {
    return this.snapshot.state;
  }
  get unsent() {
    return this.snapshot.unsent;
  }
  get refused() {
    return this.snapshot.refusals.length;
  }
  get refusals() {
    return this.snapshot.refusals;
  }
  get lastSync() {
    return this.snapshot.lastSync;
  }
  get online() {
    return this.snapshot.online;
  }
  get since() {
    return this.snapshot.since;
  }

  set(snapshot: SyncSnapshot): void {
    this.snapshot = snapshot;
  }
}

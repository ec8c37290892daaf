import type { DocumentSent, RefusedDocument, SyncModel } from '../app.model.ts';
import type { Databases } from '../storage/databases.ts';
import type { RefusalKey } from './ledger.ts';
import type { ServerClient } from './server.client.ts';
import type { SyncSnapshot } from './sync.snapshot.ts';

const FIRST: SyncSnapshot = {
  state: 'checking',
  unsent: 0,
  refused: 0,
  refusals: [],
  lastSync: null,
  online: false,
  since: 0,
  why: null,
  retryAt: null,
  loading: null,
  handingIn: null,
  databases: [],
};

export interface SyncStoreDeps {
  readonly databases: Databases;
  readonly client: ServerClient;
  /** Hands the wish to the leader's loop, which may be another tab's. `null`: all. */
  readonly offer: (keys: readonly RefusalKey[] | null) => void;
  readonly now: () => number;
}

/** What the screens tell of the replication. The leader tab sets it, the others hear it over a channel. */
export class SyncStore implements SyncModel {
  clockAhead = $state(0);
  private snapshot = $state.raw<SyncSnapshot>(FIRST);
  private readonly deps: SyncStoreDeps;

  constructor(deps: SyncStoreDeps) {
    this.deps = deps;
  }

  get state() {
    return this.snapshot.state;
  }
  get unsent() {
    return this.snapshot.unsent;
  }
  get refused() {
    return this.snapshot.refused;
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
  get why() {
    return this.snapshot.why;
  }
  get retryAt() {
    return this.snapshot.retryAt;
  }
  get loading() {
    return this.snapshot.loading;
  }
  get handingIn() {
    return this.snapshot.handingIn;
  }
  get databases() {
    return this.snapshot.databases;
  }

  set(snapshot: SyncSnapshot): void {
    this.snapshot = snapshot;
  }

  // What a person asks for once in a while comes with the exchange: the till's first load has no room for it.
  refusals(): Promise<RefusedDocument[]> {
    return import('./exchange.ts').then((piece) => piece.refusedDocuments(this.deps.databases));
  }

  offerAgain(keys: readonly RefusalKey[] | null): void {
    this.deps.offer(keys);
  }

  exportRefusals(): Promise<string> {
    return import('./exchange.ts').then((piece) => piece.exportRefusals(this.deps.databases, this.deps.now()));
  }

  checkSent(): Promise<readonly DocumentSent[]> {
    return import('./exchange.ts').then((piece) => piece.reportSent(this.deps.client, this.deps.databases));
  }
}

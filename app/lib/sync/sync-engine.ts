import { createActor, fromPromise } from 'xstate';
import { parseDatabaseName } from '$design/databases.ts';
import { replicationMachine, ReplicationFailure } from '$design/machines/replication.machine.ts';
import type { ChangeHub } from '../storage/change-hub.ts';
import type { LocalDatabase, OpenRemote } from '../storage/database.types.ts';
import type { Databases } from '../storage/databases.ts';
import type { LocalStore } from '../storage/local-store.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { openEventStream, type EventStream } from './event-stream.ts';
import { Ledger, type Refusal } from './ledger.ts';
import { PushCheckpoints } from './push-checkpoints.ts';
import { pullDatabase, type PulledDocument } from './pull.ts';
import { pushDatabase } from './push.ts';
import { RemoteSequences } from './remote-sequences.ts';
import { ServerError, type RemoteSeq, type ServerClient, type Session } from './server.client.ts';

export interface SyncSnapshot {
  readonly state: 'checking' | 'synced' | 'sending' | 'waiting' | 'refused' | 'login' | 'revoked';
  readonly unsent: number;
  readonly refusals: readonly Refusal[];
  readonly lastSync: number | null;
  readonly online: boolean;
  readonly since: number;
}

export interface SyncDeps {
  readonly client: ServerClient;
  readonly openRemote: OpenRemote;
  readonly databases: Databases;
  readonly hub: ChangeHub;
  readonly store: LocalStore;
  readonly now: () => number;
  readonly timeZone: () => string;
  /** The device's token: what a kill left undone, before a session; a change where it is old, after one. */
  readonly tokens?: { settle(): Promise<void>; rotate(now: number): Promise<void> };
  /** A session was answered: time, gateway and scopes may have changed. `sentAt` and `receivedAt` are local epoch ms. */
  readonly onSession: (session: Session, sentAt: number, receivedAt: number) => void;
  readonly onSnapshot: (snapshot: SyncSnapshot) => void;
  /** Documents as they came, before anybody reads them back from the database. */
  readonly onPulled: (database: string, docs: readonly PulledDocument[]) => void;
}

const TICK = 30_000;
/** A session is asked for again at least so often: the clock, the device's rights, a new month. */
const SESSION_AGE = 60_000;
/** Pulled side by side, before everything else. */
const FIRST: readonly string[] = ['store', 'catalog'];
const BATCHES: Readonly<Record<string, number>> = { catalog: 50, store: 200, chain: 200, sales: 300 };

const failure = (error: unknown): ReplicationFailure => {
  const status = error instanceof ServerError ? error.status : ((error as { status?: number } | null)?.status ?? null);
  const revoked = error instanceof ServerError && error.code === 'DEVICE_REVOKED';
  return new ReplicationFailure(status === 401 || revoked ? 'login' : 'waiting', error);
};

/** The sync loop of the leader tab: machine, feed and tick. Framework-free, so that it runs against a server in a test as it does here. */
export class SyncEngine {
  private readonly deps: SyncDeps;
  private readonly ledger: Ledger;
  private readonly acknowledged: Acknowledgements;
  private readonly sequences: RemoteSequences;
  private readonly remotes = new Map<string, LocalDatabase>();
  private readonly counts = new Map<string, number>();
  private readonly checkpoints: PushCheckpoints;
  private readonly actor;
  private readonly stops: (() => void)[] = [];
  private feed: EventStream | null = null;
  private feedOpen = false;
  private pulling: Promise<void> = Promise.resolve();
  private readonly over = new AbortController();
  private device = 0;
  /** Local epoch ms. */
  private sessionAt = 0;
  private online = false;
  private revoked = false;
  private since: number;
  private lastSync: number | null;

  constructor(deps: SyncDeps) {
    this.deps = deps;
    this.ledger = new Ledger(deps.store);
    this.acknowledged = new Acknowledgements(deps.store);
    this.sequences = new RemoteSequences();
    this.checkpoints = new PushCheckpoints(this.acknowledged);
    this.since = deps.now();
    this.lastSync = deps.store.read<number>('last-sync');
    const step = (run: (signal: AbortSignal) => Promise<void>) =>
      fromPromise<void>(async ({ signal }) => {
        try {
          await run(signal);
        } catch (error) {
          throw failure(error);
        }
      });
    this.actor = createActor(
      replicationMachine.provide({
        actors: {
          checkSession: step(() => this.checkSession()),
          pushSales: step((signal) => this.push('sales', signal)),
          pushStore: step((signal) => this.push('store', signal)),
          pull: step((signal) => this.pull(signal)),
        },
      }),
    );
  }

  start(): void {
    this.actor.subscribe(() => this.publish());
    this.stops.push(
      this.deps.hub.on((change) => {
        if (change.origin === 'local') void this.noteLocal(change.database);
      }),
    );
    const timer = setInterval(() => this.tick(), TICK);
    this.stops.push(() => clearInterval(timer));
    this.actor.start();
    // Counted first: whatever the server answers, what is shown as unsent is true from the first moment.
    void this.countAll().then(() => {
      if (!this.over.signal.aborted) this.actor.send({ type: 'ONLINE' });
    });
    this.feed = openEventStream({
      connect: (signal) => this.deps.client.feed(signal),
      onOpen: () => {
        this.feedOpen = true;
        this.actor.send({ type: 'ONLINE' });
      },
      onLost: () => {
        const was = this.feedOpen;
        this.feedOpen = false;
        // The connection broke: ask at once, so that the screen tells the truth about the network.
        if (was) this.actor.send({ type: 'ONLINE' });
      },
      onEvent: ({ event, data }) => this.hear(event, data),
    });
  }

  stop(): void {
    this.over.abort();
    this.feed?.close();
    for (const stop of this.stops.splice(0)) stop();
    this.actor.stop();
  }

  /** The device was paired anew, or the browser says that the network is back. */
  nudge(type: 'PAIRED' | 'ONLINE'): void {
    this.feed?.nudge();
    this.actor.send({ type });
  }

  private hear(event: string, data: string): void {
    const body = JSON.parse(data) as Record<string, RemoteSeq>;
    const news =
      event === 'databases' ? Object.entries(body) : event === 'change' ? [[String(body['name']), body['seq']!] as const] : [];
    let behind = false;
    for (const [name, seq] of news) behind = this.sequences.hear(name, seq) || behind;
    if (behind) this.actor.send({ type: 'REMOTE' });
  }

  private tick(): void {
    const behind = this.sequences.behind(this.deps.now(), this.deps.timeZone()).length > 0;
    const stale = Date.now() - this.sessionAt > SESSION_AGE;
    if (!this.feedOpen || behind || stale || this.unsent() > 0) this.actor.send({ type: 'REMOTE' });
    else this.inStep();
  }

  private inStep(): void {
    this.lastSync = this.deps.now();
    this.deps.store.write('last-sync', this.lastSync);
    this.publish();
  }

  private async noteLocal(database: string): Promise<void> {
    await this.count(database);
    if (!this.over.signal.aborted) this.actor.send({ type: 'LOCAL' });
  }

  private async checkSession(): Promise<void> {
    const sentAt = Date.now();
    try {
      await this.deps.tokens?.settle();
      const session = await this.deps.client.session();
      this.device = session.device;
      this.sessionAt = sentAt;
      this.sequences.allow(session.databases);
      this.deps.onSession(session, sentAt, Date.now());
      this.setOnline(true);
      this.revoked = false;
      await this.deps.tokens?.rotate(session.time).catch(() => null);
    } catch (error) {
      this.revoked = error instanceof ServerError && error.code === 'DEVICE_REVOKED';
      this.setOnline(error instanceof ServerError && error.status !== null && error.status < 500);
      throw error;
    }
  }

  private setOnline(online: boolean): void {
    if (online === this.online) return;
    this.online = online;
    this.since = this.deps.now();
    if (online) this.feed?.nudge();
  }

  private remote(name: string): LocalDatabase {
    let remote = this.remotes.get(name);
    if (!remote) {
      remote = this.deps.openRemote(this.deps.client.databaseUrl(name), (input, init) =>
        // Requests end with the engine or by their own time limit: a batch on its way is worth keeping when a step is interrupted.
        this.deps.client.requestWith(this.over.signal)(input, init),
      );
      this.remotes.set(name, remote);
    }
    return remote;
  }

  private async push(kind: 'sales' | 'store', signal: AbortSignal): Promise<void> {
    const known = this.deps.databases.known();
    const names = this.sequences.mayPush().filter((name) => parseDatabaseName(name)?.kind === kind && known.includes(name));
    for (const database of names) {
      const local = this.deps.databases.open(database);
      await this.checkpoints.verify(database, local, this.remote(database), this.device);
      await this.count(database);
      if ((this.counts.get(database) ?? 0) === 0) continue;
      await pushDatabase({
        database,
        local,
        remote: this.remote(database),
        acknowledged: this.acknowledged,
        ledger: this.ledger,
        now: this.deps.now,
        signal,
        onProgress: () => void this.count(database),
      });
      await this.count(database);
      await this.checkpoints.plant(database, this.remote(database), this.device);
    }
  }

  /**
   * Everything that is behind, the most needed first; people and catalogue side by side, because a new till waits for both. A pull that
   * was broken off stores its last batch before the next one begins.
   */
  private async pull(signal: AbortSignal): Promise<void> {
    const before = this.pulling;
    const done = Promise.withResolvers<void>();
    this.pulling = done.promise;
    try {
      await before;
      for (;;) {
        const behind = this.sequences.behind(this.deps.now(), this.deps.timeZone());
        if (behind.length === 0) break;
        const first = behind.filter(({ name }) => FIRST.includes(parseDatabaseName(name)?.kind ?? ''));
        const ends = await Promise.allSettled(
          (first.length > 0 ? first : behind.slice(0, 1)).map((next) => this.pullOne(next, signal)),
        );
        for (const end of ends) if (end.status === 'rejected') throw end.reason;
      }
    } finally {
      done.resolve();
    }
    for (const name of this.sequences.mayPush().filter((name) => this.counts.get(name) === 0)) {
      await this.checkpoints.plant(name, this.remote(name), this.device);
    }
    this.inStep();
  }

  private async pullOne({ name, seq }: { name: string; seq: RemoteSeq }, signal: AbortSignal): Promise<void> {
    const kind = parseDatabaseName(name)?.kind ?? '';
    await pullDatabase({
      local: this.deps.databases.open(name),
      remote: this.remote(name),
      batch: BATCHES[kind] ?? 100,
      signal: AbortSignal.any([signal, this.over.signal]),
      onDocuments: (docs) => {
        for (const doc of docs) this.acknowledged.note(name, doc._id, doc._rev);
        this.deps.onPulled(name, docs);
        this.deps.hub.emit({ database: name, origin: 'pulled', ids: docs.map((doc) => doc._id) });
      },
    });
    this.sequences.pulled(name, seq);
    if (kind === 'sales' || kind === 'store') await this.count(name);
  }

  private async countAll(): Promise<void> {
    const names = this.deps.databases.known().filter((name) => ['sales', 'store'].includes(parseDatabaseName(name)?.kind ?? ''));
    for (const name of names) {
      const { update_seq } = await this.deps.databases.open(name).info();
      this.acknowledged.limit(name, Number(update_seq));
      await this.count(name);
    }
  }

  private async count(database: string): Promise<void> {
    if (!['sales', 'store'].includes(parseDatabaseName(database)?.kind ?? '')) return;
    const { list } = await this.acknowledged.candidates(database, this.deps.databases.open(database));
    this.counts.set(database, list.length);
    this.publish();
  }

  private unsent(): number {
    return [...this.counts.values()].reduce((a, b) => a + b, 0);
  }

  private publish(): void {
    this.deps.onSnapshot({
      state: this.stateWord(),
      unsent: this.unsent(),
      refusals: this.ledger.list(),
      lastSync: this.lastSync,
      online: this.online,
      since: this.since,
    });
  }

  private stateWord(): SyncSnapshot['state'] {
    const machine = this.actor.getSnapshot();
    if (machine.matches('login')) return this.revoked ? 'revoked' : 'login';
    if (machine.matches('waiting')) return 'waiting';
    if (this.ledger.list().length > 0) return 'refused';
    if (this.unsent() > 0) return 'sending';
    return this.lastSync === null ? 'checking' : 'synced';
  }
}

import { createActor, fromPromise, type SnapshotFrom } from 'xstate';
import type { ErrorCode } from '$design/errors.ts';
import { replicationMachine } from '$design/machines/replication.machine.ts';
import { MINUTE, SECOND } from '$design/time/clock.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { openEventStream, type EventStream } from './event-stream.ts';
import { FirstLoad } from './first-load.ts';
import { Lane } from './lane.ts';
import { countRefusals, Ledger, LEDGER, type RefusalKey } from './ledger.ts';
import type { PulledDocument } from './pull.ts';
import { PullRound } from './pull-round.ts';
import { PushCheckpoints } from './push-checkpoints.ts';
import { PushRound, type Noted } from './push-round.ts';
import { RemoteSequences } from './remote-sequences.ts';
import { roundFailure } from './round-failure.ts';
import { ServerError } from './server-error.ts';
import type { RemoteSeq } from './server.client.ts';
import type { SyncDeps } from './sync-deps.ts';
import { SHOWN_REFUSALS, type SyncState } from './sync.snapshot.ts';
import { realLoopTimers } from './timers.ts';
import { isWritten, Unsent } from './unsent.ts';

export type { SyncSnapshot } from './sync.snapshot.ts';

/** A session is asked for again at least so often (the clock, C-06); in between the feed tells what changes. */
const SESSION_AGE = 5 * MINUTE;
/** While the feed tells of everything, a session so young is not asked for again before a push: a sale is one round trip faster. */
const SESSION_FRESH = 10 * SECOND;

/** The sync loop of the leader tab: machine, feed and rounds. Framework-free, so that it runs against a server in a test as it does here. */
export class SyncEngine {
  private readonly deps: SyncDeps;
  private readonly ledger: Ledger;
  private readonly acknowledged: Acknowledgements;
  /** What lies in the quarantine of a revoked device: no word on what the shop's databases hold. */
  private readonly handed: Acknowledgements;
  private readonly unsent: Unsent;
  private readonly unhanded: Unsent;
  private readonly sequences = new RemoteSequences();
  private readonly checkpoints: PushCheckpoints;
  private readonly firstLoad = new FirstLoad();
  private readonly pushing: PushRound;
  private readonly handing: PushRound;
  private readonly pulling: PullRound;
  private readonly actor;
  private readonly troubles = new Map<string, ErrorCode>();
  private readonly stops: (() => void)[] = [];
  private readonly over = new AbortController();
  /** Databases with something new that a receipt under way keeps from being looked at. */
  private readonly awaited = new Set<string>();
  private feed: EventStream | null = null;
  private feedOpen = false;
  /** What is unsent here is known. */
  private counted = false;
  private device = 0;
  /** Local epoch ms. */
  private sessionAt = 0;
  private online = false;
  private revoked = false;
  private takesHandIn = false;
  /** What is to be handed in was counted: before that "0 left" would be a guess. */
  private handInCounted = false;
  private why: ErrorCode | null = null;
  private retryAt: number | null = null;
  private since: number;
  private lastSync: number | null;
  /** What the server was last told of refusals. */
  private told = '[]';

  constructor(deps: SyncDeps) {
    this.deps = deps;
    const { databases, store, now } = deps;
    this.ledger = new Ledger(() => databases.open(LEDGER));
    this.acknowledged = new Acknowledgements(store);
    this.handed = new Acknowledgements(store, 'handed');
    this.unsent = new Unsent(databases, this.acknowledged);
    this.unhanded = new Unsent(databases, this.handed);
    this.checkpoints = new PushCheckpoints(this.acknowledged);
    this.since = now();
    this.lastSync = store.read<number>('last-sync');
    const alive = () => this.alive();
    const lane = (handsIn = false) => new Lane(deps.client, deps.openRemote, alive, handsIn);
    const moved = () => {
      alive();
      this.publish();
    };
    const { ledger } = this;
    const onTrouble = (name: string, code: ErrorCode | null) => this.trouble(name, code);
    const rehome = deps.rehome ?? (() => Promise.resolve(false));
    const shared = { databases, ledger, now, onProgress: moved, onTrouble, rehome };
    this.pushing = new PushRound({ ...shared, lane: lane(), acknowledged: this.acknowledged, unsent: this.unsent });
    this.handing = new PushRound({ ...shared, lane: lane(true), acknowledged: this.handed, unsent: this.unhanded });
    this.pulling = new PullRound({
      lane: lane(),
      databases,
      sequences: this.sequences,
      firstLoad: this.firstLoad,
      now,
      timeZone: deps.timeZone,
      onTrouble,
      onDocuments: (name, docs) => this.take(name, docs),
      onEnded: async (name) => void (isWritten(name) && (await this.count(name))),
    });
    const step = (run: (signal: AbortSignal) => Promise<void>) =>
      fromPromise<void>(async ({ signal }) => {
        try {
          await run(signal);
        } catch (error) {
          if (!signal.aborted) {
            this.why = error instanceof ServerError ? error.code : 'INTERNAL';
            // A push that nobody answers is no server that is busy; the next round asks for the session first.
            if (error instanceof ServerError && error.status === null) this.setOnline(false);
            if (error instanceof ServerError && error.code === 'DEVICE_REVOKED') this.switchedOff(error);
          }
          throw roundFailure(error);
        }
      });
    const noted = () => this.noted();
    this.actor = createActor(
      replicationMachine.provide({
        actors: {
          checkSession: step(() => this.checkSession()),
          pushSales: step((signal) => this.pushing.run('sales', this.sequences.mayPush(), signal, noted())),
          pushStore: step((signal) => this.pushing.run('store', this.sequences.mayPush(), signal, noted())),
          pull: step((signal) => this.pull(signal)),
          handIn: step((signal) => this.handIn(signal)),
        },
        guards: { hasWork: () => this.hasWork() },
        actions: { inStep: () => this.inStep() },
      }),
      { input: { random: deps.random }, clock: (deps.timers ?? realLoopTimers).pause },
    );
  }

  start(): void {
    this.actor.subscribe((snapshot) => this.onState(snapshot));
    this.stops.push(
      this.deps.hub.on((change) => {
        if (change.origin === 'dropped') this.forget(change.database);
        else if (change.origin === 'local' && isWritten(change.database)) void this.noteLocal(change.database);
      }),
    );
    this.actor.start();
    // Counted first: whatever the server answers, what is shown as unsent and refused is true from the first moment.
    void this.ledger
      .load()
      .catch((error: unknown) => console.error('ledger', error))
      .then(() => this.unsent.countAll(this.ledger, this.deps.now()))
      // A database that cannot be read (yet) must not keep the others from being sent.
      .catch((error: unknown) => void (this.over.signal.aborted || console.error('unsent', error)))
      .then(() => {
        if (this.over.signal.aborted) return;
        this.counted = true;
        this.publish();
        this.actor.send({ type: 'ONLINE' });
        this.listen();
      });
  }

  private listen(): void {
    this.feed = openEventStream({
      timers: this.deps.timers ?? realLoopTimers,
      connect: (signal) => this.deps.client.feed(signal),
      delay: (attempt) => Math.min(10_000, 500 * 2 ** attempt) * (0.5 + this.deps.random() / 2),
      onOpen: () => {
        this.feedOpen = true;
        this.actor.send({ type: 'ONLINE' });
      },
      onLost: () => {
        const was = this.feedOpen;
        this.feedOpen = false;
        if (!was) return;
        // The connection broke: ask at once, so that the screen tells the truth about the network.
        this.sessionAt = 0;
        this.actor.send({ type: 'REMOTE' });
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

  /** From outside: paired anew, the browser's word on the network, a person looks at it, this PC's clock was changed. */
  nudge(type: 'PAIRED' | 'ONLINE' | 'VISIBLE' | 'CLOCK'): void {
    this.feed?.nudge();
    if (type !== 'VISIBLE') this.sessionAt = 0;
    if (type === 'PAIRED') {
      this.checkpoints.forget();
      this.pushing.forget();
      for (const name of this.unhanded.names()) {
        this.handed.forget(name);
        this.unhanded.forget(name);
      }
    }
    this.actor.send({ type });
  }

  /** Offers refused revisions again, now; `null`: all of them. */
  offerAgain(keys: readonly RefusalKey[] | null): void {
    this.ledger.want(keys ?? this.ledger.list());
    this.pushing.forget();
    this.actor.send({ type: 'LOCAL' });
  }

  private hear(event: string, data: string): void {
    let body: Record<string, RemoteSeq>;
    try {
      body = JSON.parse(data) as Record<string, RemoteSeq>;
    } catch {
      return;
    }
    if (event === 'server') {
      const instance = String(body['instance']);
      this.sequences.isAnother(instance);
      this.checkpoints.hear(instance);
    }
    // Rights or the till of this device were changed: the session tells which.
    if (event === 'session') this.sessionAt = 0;
    const news =
      event === 'databases' ? Object.entries(body) : event === 'change' ? [[String(body['name']), body['seq']!] as const] : [];
    let behind = event === 'session';
    for (const [name, seq] of news) {
      if (!this.sequences.names().includes(name)) this.sessionAt = 0;
      behind = this.sequences.hear(name, seq) || behind;
    }
    if (behind) this.actor.send({ type: 'REMOTE' });
  }

  private hasWork(): boolean {
    const isStale = Math.abs(Date.now() - this.sessionAt) > SESSION_AGE;
    const isBehind = this.sequences.behind(this.deps.now(), this.deps.timeZone()).length > 0;
    return !this.feedOpen || isBehind || isStale || this.unsent.allDue > 0;
  }

  private inStep(): void {
    this.lastSync = this.deps.now();
    this.deps.store.write('last-sync', this.lastSync);
    this.publish();
  }

  private async noteLocal(database: string): Promise<void> {
    if (this.deps.handsFree) {
      // The sale and its outcome come within a breath of each other: one look, and one way to the server, for both.
      if (this.awaited.has(database)) return;
      this.awaited.add(database);
      await this.deps.handsFree();
      this.awaited.delete(database);
    }
    if (this.revoked) await this.unhanded.count(database, this.ledger, this.deps.now());
    await this.count(database);
    if (!this.over.signal.aborted) this.actor.send({ type: 'LOCAL' });
  }

  /** The database is no more on this device: nothing of it is unsent. */
  private forget(database: string): void {
    for (const acknowledged of [this.acknowledged, this.handed]) acknowledged.forget(database);
    for (const unsent of [this.unsent, this.unhanded]) unsent.forget(database);
    this.trouble(database, null);
    this.publish();
  }

  private async count(database: string): Promise<void> {
    await this.unsent.count(database, this.ledger, this.deps.now());
    this.publish();
  }

  private async checkSession(): Promise<void> {
    const sentAt = Date.now();
    if (this.feedOpen && this.online && Math.abs(sentAt - this.sessionAt) < SESSION_FRESH) return;
    try {
      await this.deps.tokens?.settle();
      const heard = this.sequences.told;
      const session = await this.deps.client.session();
      this.device = session.device;
      this.sessionAt = sentAt;
      this.checkpoints.hear(session.instance);
      this.sequences.allow(session.databases, heard);
      this.deps.onSession(session, sentAt, Date.now());
      this.setOnline(true);
      this.revoked = false;
      await this.deps.tokens?.rotate(session.time).catch(() => null);
    } catch (error) {
      this.sessionAt = 0;
      const known = error instanceof ServerError ? error : null;
      this.revoked = known?.code === 'DEVICE_REVOKED' || (this.revoked && known?.status === null);
      this.setOnline(known !== null && known.status !== null && known.status < 500);
      throw error;
    }
  }

  /** By the administrator: said in answer to whatever was asked. */
  private switchedOff({ details }: ServerError): void {
    this.revoked = true;
    this.takesHandIn = details['handIn'] === true;
    this.sessionAt = 0;
  }

  private setOnline(online: boolean): void {
    if (online === this.online) return;
    this.online = online;
    this.since = this.deps.now();
    if (online) this.feed?.nudge();
  }

  private async pull(signal: AbortSignal): Promise<void> {
    await this.pulling.run(signal);
    await this.noteAtServer(signal);
    this.inStep();
    this.tellRefusals();
  }

  /** The server is asked once more who it is: the feed may not have told yet that it was restored since the round began. */
  private async noteAtServer(signal: AbortSignal): Promise<void> {
    const due = this.sequences.mayPush().filter((name) => this.unsent.of(name) === 0 && this.checkpoints.isDue(name));
    if (due.length === 0) return;
    const session = await this.deps.client.session().catch(() => null);
    if (session && !this.checkpoints.hear(session.instance)) await this.pushing.plant(due, signal, this.noted());
  }

  private take(name: string, docs: readonly PulledDocument[]): void {
    if (isWritten(name)) for (const doc of docs) this.acknowledged.note(name, doc._id, doc._rev);
    this.deps.onPulled(name, docs);
    this.deps.hub.emit({ database: name, origin: 'pulled', ids: docs.map((doc) => doc._id) });
    this.alive();
    this.publish();
  }

  /** Into the quarantine (the contract stands in the server's quarantine module): the same push to the same names, noted apart. */
  private async handIn(signal: AbortSignal): Promise<void> {
    await this.unhanded.countAll(this.ledger, this.deps.now());
    this.handInCounted = true;
    this.publish();
    if (!this.takesHandIn) return;
    const names = this.unhanded.names();
    await this.handing.run('sales', names, signal, null);
    await this.handing.run('store', names, signal, null);
  }

  /** How many and why, so that the back office sees them; a failure is repeated with the next round. */
  private tellRefusals(): void {
    const refusals = countRefusals(this.ledger.list());
    const text = JSON.stringify(refusals);
    if (text === this.told) return;
    this.told = text;
    this.deps.client.reportRefusals({ refusals }).catch(() => {
      this.told = '';
    });
  }

  /** Something moved: what runs is not stalled. */
  private alive(): void {
    if (!this.over.signal.aborted) this.actor.send({ type: 'PROGRESS' });
  }

  private noted(): Noted {
    return { checkpoints: this.checkpoints, device: this.device };
  }

  private trouble(name: string, code: ErrorCode | null): void {
    if (code === null) this.troubles.delete(name);
    else this.troubles.set(name, code);
  }

  private onState(snapshot: SnapshotFrom<typeof replicationMachine>): void {
    const isWaiting = snapshot.matches('waiting');
    if (!isWaiting) this.retryAt = null;
    else this.retryAt ??= this.deps.now() + snapshot.context.wait;
    if (snapshot.matches('resting')) this.why = null;
    this.publish();
  }

  private publish(): void {
    // Before everything is counted "0 unsent" would be a guess.
    if (this.over.signal.aborted || !this.counted) return;
    const refusals = this.ledger.list();
    const kept = this.sequences.kept(this.deps.now(), this.deps.timeZone()).map(({ name }) => name);
    this.deps.onSnapshot({
      state: this.stateWord(),
      unsent: this.unsent.all,
      refused: refusals.length,
      refusals: refusals.slice(0, SHOWN_REFUSALS),
      lastSync: this.lastSync,
      online: this.online,
      since: this.since,
      why: this.retryAt === null ? null : this.why,
      retryAt: this.retryAt,
      loading: this.firstLoad.all(),
      handingIn: this.revoked && this.takesHandIn && this.handInCounted ? this.unhanded.all : null,
      databases: [...new Set([...kept, ...this.unsent.names()])].map((name) => ({
        name,
        unsent: this.unsent.of(name),
        refused: refusals.filter((refusal) => refusal.database === name).length,
        behind: kept.includes(name) && this.sequences.isBehind(name),
        loading: this.firstLoad.of(name),
        trouble: this.troubles.get(name) ?? null,
      })),
    });
  }

  private stateWord(): SyncState {
    const machine = this.actor.getSnapshot();
    if (this.revoked || machine.matches('revoked')) return 'revoked';
    if (machine.matches('login')) return 'login';
    if (machine.matches('waiting')) return 'waiting';
    if (machine.matches({ running: { watch: 'slow' } })) return 'slow';
    if (this.firstLoad.all() !== null) return 'loading';
    if (this.ledger.size > 0) return 'refused';
    if (this.unsent.all > 0) return 'sending';
    return this.lastSync === null ? 'checking' : 'synced';
  }
}

import type { Months } from '../months/months.ts';
import type { HomeMap } from '../months/home-map.ts';
import type { RefusalKey } from './ledger.ts';
import { lead, SyncChannel, type LeadOptions } from './leader.ts';
import type { Session } from './server.client.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncEngine } from './sync-engine.ts';
import type { SyncSnapshot } from './sync.snapshot.ts';

/** ms until a part of the exchange that could not be fetched is asked for again. */
const AGAIN = 5_000;

export interface ExchangeDeps extends Omit<SyncDeps, 'openRemote' | 'onSnapshot' | 'rehome' | 'timers' | 'timeZone'> {
  readonly homes: HomeMap;
  readonly place: () => { readonly store: string; readonly timeZone: string };
  /** The state of the loop, whichever tab runs it. */
  readonly onTold: (snapshot: SyncSnapshot) => void;
}

/**
 * The device's exchange with the server: one tab leads and runs the loop, the others hear its state. The loop itself comes after the first
 * paint: a sale waits for nothing of it.
 */
export class DeviceExchange {
  private readonly deps: ExchangeDeps;
  private readonly channel: SyncChannel;
  private readonly leaders = new BroadcastChannel('optics-leader');
  private engine: SyncEngine | null = null;
  private session: Session | null = null;
  private snapshot: SyncSnapshot | null = null;

  constructor(deps: ExchangeDeps) {
    this.deps = deps;
    this.channel = new SyncChannel(deps.onTold, (keys) => this.engine?.offerAgain(keys));
  }

  /** Wants to lead from now on; returns what ends it. `onVisible` calls back when this tab is looked at (again). */
  join(document: Pick<LeadOptions, 'isVisible' | 'onVisible'>): () => void {
    return lead({ ...document, start: () => this.start(), locks: navigator.locks, channel: this.leaders });
  }

  nudge(type: Parameters<SyncEngine['nudge']>[0]): void {
    this.engine?.nudge(type);
  }

  /** Offers refused revisions again; `null`: all of them. */
  offer(keys: readonly RefusalKey[] | null): void {
    if (this.engine) this.engine.offerAgain(keys);
    else this.channel.offer(keys);
  }

  close(): void {
    this.channel.close();
    this.leaders.close();
  }

  private start(): () => void {
    let over = false;
    const begin = (): void =>
      void this.begin(() => over).catch(() => {
        if (!over) setTimeout(begin, AGAIN);
      });
    begin();
    return () => {
      over = true;
      this.engine?.stop();
      this.engine = null;
      this.channel.forget();
    };
  }

  private async begin(isOver: () => boolean): Promise<void> {
    const piece = await import('./exchange.ts');
    if (isOver()) return;
    const { deps } = this;
    const { openRemote } = piece;
    const { client, databases, homes, store, place, now, onSession, onTold } = deps;
    const months: Months = piece.createMonths({
      ...{ client, openRemote, databases, homes, store, place, now },
      refused: (name) => this.snapshot?.databases.find((one) => one.name === name)?.refused ?? 0,
    });
    this.engine = new piece.SyncEngine({
      ...deps,
      openRemote,
      timeZone: () => place().timeZone,
      rehome: (name) => months.rehome(name),
      onSession: (session, sentAt, receivedAt) => {
        this.session = session;
        onSession(session, sentAt, receivedAt);
      },
      onSnapshot: (told) => {
        this.snapshot = told;
        onTold(told);
        this.channel.tell(told);
        if (told.state === 'synced' && this.session) void months.tidy(this.session).catch(() => null);
      },
    });
    this.engine.start();
  }
}

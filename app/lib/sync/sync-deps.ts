import type { ChangeHub } from '../storage/change-hub.ts';
import type { OpenRemote } from '../storage/database.types.ts';
import type { Databases } from '../storage/databases.ts';
import type { LocalStore } from '../storage/local-store.ts';
import type { PulledDocument } from './pull.ts';
import type { ServerClient, Session } from './server.client.ts';
import type { SyncSnapshot } from './sync.snapshot.ts';
import type { LoopTimers } from './timers.ts';

/** What the loop is given by the page, or by a test in its place. */
export interface SyncDeps {
  readonly client: ServerClient;
  readonly openRemote: OpenRemote;
  readonly databases: Databases;
  readonly hub: ChangeHub;
  readonly store: LocalStore;
  readonly now: () => number;
  /** 0 … 1. */
  readonly random: () => number;
  readonly timeZone: () => string;
  /** The device's token: what a kill left undone, before a session; a change where it is old, after one. */
  readonly tokens?: { settle(): Promise<void>; rotate(now: number): Promise<void> };
  /** A session was answered: time, gateway and scopes may have changed. `sentAt` and `receivedAt` are local epoch ms. */
  readonly onSession: (session: Session, sentAt: number, receivedAt: number) => void;
  readonly onSnapshot: (snapshot: SyncSnapshot) => void;
  /** Documents as they came, before anybody reads them back from the database. */
  readonly onPulled: (database: string, docs: readonly PulledDocument[]) => void;
  /**
   * The server opens no such month (CLOCK_WRONG): whoever looks after months may put its facts elsewhere. `true` where it did and there
   * is something to push now.
   */
  readonly rehome?: (database: string, signal: AbortSignal) => Promise<boolean>;
  /** Resolves when no receipt is just being registered here, or after a second of one: the customer comes before the exchange. */
  readonly handsFree?: () => Promise<void>;
  readonly timers?: LoopTimers;
}

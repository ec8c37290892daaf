import type { ErrorCode } from '$design/errors.ts';
import type { Loading } from './first-load.ts';
import type { Refusal } from './ledger.ts';

/**
 * `checking`: nothing is known yet · `loading`: the first load runs · `waiting`: the server does not answer as it should · `slow`: it
 * answers, and nothing has moved for some seconds · `refused`: it refuses documents · `login`: the device must be paired again ·
 * `revoked`: the administrator switched it off.
 */
export type SyncState = 'checking' | 'loading' | 'synced' | 'sending' | 'waiting' | 'slow' | 'refused' | 'login' | 'revoked';

export interface DatabaseSnapshot {
  readonly name: string;
  /** Documents that the server has not acknowledged. */
  readonly unsent: number;
  readonly refused: number;
  /** The server has news that are not here yet. */
  readonly behind: boolean;
  /** A first load that is not complete. */
  readonly loading: Loading | null;
  /** Why the server does not take or give this database. */
  readonly trouble: ErrorCode | null;
}

/** What the leader's loop tells to all tabs. Small: it is sent with every change. */
export interface SyncSnapshot {
  readonly state: SyncState;
  readonly unsent: number;
  readonly refused: number;
  /** The oldest refusals, at most `SHOWN_REFUSALS` of them. */
  readonly refusals: readonly Refusal[];
  readonly lastSync: number | null;
  readonly online: boolean;
  /** Since when `online` holds. */
  readonly since: number;
  /** `waiting`: why, and when the next try comes (server-corrected epoch ms). */
  readonly why: ErrorCode | null;
  readonly retryAt: number | null;
  readonly loading: Loading | null;
  /** `revoked`: documents that are not in the quarantine yet; `null` where the server takes none. */
  readonly handingIn: number | null;
  readonly databases: readonly DatabaseSnapshot[];
}

export const SHOWN_REFUSALS = 20;

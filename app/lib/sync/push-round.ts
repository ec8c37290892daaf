import { parseDatabaseName } from '$design/databases.ts';
import type { ErrorCode } from '$design/errors.ts';
import { MINUTE } from '$design/time/clock.ts';
import type { Databases } from '../storage/databases.ts';
import type { Acknowledgements } from './acknowledgements.ts';
import type { Lane } from './lane.ts';
import type { Ledger } from './ledger.ts';
import { pushDatabase } from './push.ts';
import type { PushCheckpoints } from './push-checkpoints.ts';
import { PushSize } from './push-size.ts';
import { isOfOneDatabase, isStumble, type ServerError } from './server-error.ts';
import type { Unsent } from './unsent.ts';

/** Databases that the session does not name (a month long past, another shop's) are asked about so often, ms. */
const UNLISTED_EVERY = MINUTE;

export interface PushRoundDeps {
  readonly lane: Lane;
  readonly databases: Databases;
  readonly acknowledged: Acknowledgements;
  readonly ledger: Ledger;
  readonly unsent: Unsent;
  readonly now: () => number;
  readonly onProgress: () => void;
  /** Why a database could not be handed in, `null` where it could. */
  readonly onTrouble: (database: string, code: ErrorCode | null) => void;
  /** The server opens no such month: its facts are to be put elsewhere. `true` where there is something more to push now. */
  readonly rehome: (database: string, signal: AbortSignal) => Promise<boolean>;
}

/** Where the server keeps how far this device has handed in. */
export interface Noted {
  readonly checkpoints: PushCheckpoints;
  readonly device: number;
}

/** Pushes all databases of a kind, one after another and never two pushes at once. One that cannot be handed in holds up no other. */
export class PushRound {
  private readonly deps: PushRoundDeps;
  private readonly sizes = new Map<string, PushSize>();
  private turn: Promise<unknown> = Promise.resolve();
  private unlistedAt = -Infinity;

  constructor(deps: PushRoundDeps) {
    this.deps = deps;
  }

  /** Ask about unlisted databases at once with the next push. */
  forget(): void {
    this.unlistedAt = -Infinity;
  }

  /** @param allowed names that the session lets this device push to */
  run(kind: 'sales' | 'store', allowed: readonly string[], signal: AbortSignal, noted: Noted | null): Promise<void> {
    return this.inTurn(() => this.pushAll(this.names(kind, allowed), signal, noted));
  }

  /** Notes how far databases are. Its failing is no failure of the round. */
  plant(names: readonly string[], signal: AbortSignal, { checkpoints, device }: Noted): Promise<void> {
    const { lane } = this.deps;
    return this.inTurn(async () => {
      lane.begin(signal);
      for (const name of names) {
        await lane.run(name, (remote) => checkpoints.plant(name, remote, device)).catch(() => null);
      }
    });
  }

  /** A step that was given up may still be writing its last note. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const next = this.turn.then(work, work);
    this.turn = next.catch(() => null);
    return next;
  }

  private names(kind: 'sales' | 'store', allowed: readonly string[]): string[] {
    const { unsent, now } = this.deps;
    const known = unsent.names().filter((name) => parseDatabaseName(name)?.kind === kind);
    const asksAll = Math.abs(now() - this.unlistedAt) >= UNLISTED_EVERY;
    if (asksAll && kind === 'sales') this.unlistedAt = now();
    return known.filter((name) => allowed.includes(name) || (asksAll && unsent.of(name) > 0));
  }

  private async pushAll(names: readonly string[], signal: AbortSignal, noted: Noted | null): Promise<void> {
    let stumble: ServerError | null = null;
    this.deps.lane.begin(signal);
    for (const name of names) {
      signal.throwIfAborted();
      try {
        await this.push(name, signal, noted);
        this.deps.onTrouble(name, null);
      } catch (error) {
        if (isOfOneDatabase(error)) await this.trouble(name, error.code, signal);
        else if (isStumble(error)) stumble ??= error;
        else throw error;
      }
    }
    if (stumble) throw stumble;
  }

  private async trouble(name: string, code: ErrorCode, signal: AbortSignal): Promise<void> {
    this.deps.onTrouble(name, code);
    if (code !== 'CLOCK_WRONG' || !(await this.deps.rehome(name, signal))) return;
    this.deps.onTrouble(name, null);
    // The month of its home may be one that was pushed already in this round.
    this.forget();
  }

  private async push(database: string, signal: AbortSignal, noted: Noted | null): Promise<void> {
    const { lane, databases, acknowledged, ledger, unsent, now, onProgress } = this.deps;
    const local = databases.open(database);
    await lane.run(database, async (remote) => {
      if (noted) await noted.checkpoints.verify(database, local, remote, noted.device);
      if ((await unsent.count(database, ledger, now())) === 0) return;
      let size = this.sizes.get(database);
      if (!size) this.sizes.set(database, (size = new PushSize()));
      const count = async () => {
        await unsent.count(database, ledger, now());
        onProgress();
      };
      await pushDatabase({
        ...{ database, local, remote, acknowledged, ledger, size, now, signal },
        onProgress: () => void count().catch(() => null),
      });
      // How far it came is noted after the pull (`plant`): news is worth more than a note.
      await count();
    });
  }
}

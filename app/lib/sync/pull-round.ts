import { parseDatabaseName } from '$design/databases.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { Databases } from '../storage/databases.ts';
import type { FirstLoad } from './first-load.ts';
import type { Lane } from './lane.ts';
import { pullDatabase, pullSome, type PulledDocument } from './pull.ts';
import type { RemoteSequences } from './remote-sequences.ts';
import { letGoOfLost } from './server-leaves.ts';
import { isOfOneDatabase, isStumble, type ServerError } from './server-error.ts';
import type { RemoteSeq } from './server.client.ts';

/** Pulled side by side, before everything else: people and catalogue, because a new till waits for both. */
const FIRST: readonly string[] = ['store', 'catalog'];
const BATCHES: Readonly<Record<string, number>> = { catalog: 50, store: 200, chain: 200, sales: 300 };
const kindOf = (name: string): string => parseDatabaseName(name)?.kind ?? '';

export interface PullRoundDeps {
  readonly lane: Lane;
  readonly databases: Databases;
  readonly sequences: RemoteSequences;
  readonly firstLoad: FirstLoad;
  readonly now: () => number;
  readonly timeZone: () => string;
  readonly onDocuments: (database: string, docs: readonly PulledDocument[]) => void;
  readonly onEnded: (database: string) => Promise<void>;
  readonly onTrouble: (database: string, code: ErrorCode | null) => void;
}

/** Pulls everything that is behind, the most needed first. A database that cannot be read holds up no other. */
export class PullRound {
  private readonly deps: PullRoundDeps;

  constructor(deps: PullRoundDeps) {
    this.deps = deps;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { sequences, lane, now, timeZone } = this.deps;
    lane.begin(signal);
    let stumble: ServerError | null = null;
    const failed = new Set<string>();
    await this.announce();
    for (;;) {
      const behind = sequences.behind(now(), timeZone()).filter(({ name }) => !failed.has(name));
      if (behind.length === 0) break;
      const first = behind.filter(({ name }) => FIRST.includes(kindOf(name)));
      const some = first.length > 0 ? first : behind.slice(0, 1);
      const ends = await Promise.allSettled(some.map((next) => this.pull(next, signal)));
      for (const [i, end] of ends.entries()) {
        if (end.status === 'fulfilled') continue;
        const error: unknown = end.reason;
        const { name } = some[i]!;
        failed.add(name);
        if (isOfOneDatabase(error)) this.deps.onTrouble(name, error.code);
        else if (isStumble(error)) stumble ??= error;
        else throw error;
      }
    }
    if (stumble) throw stumble;
  }

  /** What is to come is counted before the first of it arrives: the progress must not begin anew with each database. */
  private async announce(): Promise<void> {
    const { sequences, databases, firstLoad, now, timeZone } = this.deps;
    for (const { name } of sequences.behind(now(), timeZone())) {
      await firstLoad.begin(name, databases.open(name), sequences.countOf(name));
    }
  }

  private async pull({ name, seq }: { name: string; seq: RemoteSeq }, signal: AbortSignal): Promise<void> {
    const { lane, databases, sequences, firstLoad } = this.deps;
    const local = databases.open(name);
    await lane.run(name, async (remote) => {
      const pulled: PulledDocument[] = [];
      const take = (docs: readonly PulledDocument[]): void => {
        firstLoad.arrived(name, docs.length);
        for (const { _id, _rev } of docs) pulled.push({ _id, _rev });
        this.deps.onDocuments(name, docs);
      };
      if (!firstLoad.isWhole(name)) await pullSome(local, remote, sequences.firstOf(name), take);
      await pullDatabase({
        local,
        remote,
        signal,
        batch: BATCHES[kindOf(name)] ?? 100,
        onDocuments: take,
      });
      const uncovered = await letGoOfLost(name, pulled, local, remote);
      if (uncovered.length > 0) this.deps.onDocuments(name, uncovered);
    });
    sequences.pulled(name, seq);
    await firstLoad.ended(name, local);
    this.deps.onTrouble(name, null);
    await this.deps.onEnded(name);
  }
}

import type { DocumentSent, RefusedDocument, SyncModel } from '../app.model.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { Databases } from '../storage/databases.ts';
import { describeDocument } from './describe-document.ts';
import { LEDGER, readLedger, type RefusalKey } from './ledger.ts';
import { ServerError, type ServerClient } from './server.client.ts';
import type { SyncSnapshot } from './sync.snapshot.ts';
import { isWritten } from './unsent.ts';

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

  async refusals(): Promise<RefusedDocument[]> {
    const kept = await readLedger(this.deps.databases.open(LEDGER));
    const list = kept.map(({ refusal }) => refusal).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    return Promise.all(
      list.map(async (refusal) => ({
        ...refusal,
        ...describeDocument(refusal.id, await this.deps.databases.get(refusal.database, refusal.id).catch(() => null)),
      })),
    );
  }

  offerAgain(keys: readonly RefusalKey[] | null): void {
    this.deps.offer(keys);
  }

  async exportRefusals(): Promise<string> {
    const { databases, now } = this.deps;
    const documents = await Promise.all(
      (await readLedger(databases.open(LEDGER))).map(async ({ refusal }) => ({
        ...refusal,
        body: await databases
          .open(refusal.database)
          .get(refusal.id, { rev: refusal.rev })
          .catch(() => null),
      })),
    );
    return JSON.stringify({ format: 'optics-refusals-1', at: now(), documents }, null, 2);
  }

  async checkSent(): Promise<readonly DocumentSent[]> {
    const { createSentCheck, openRemote } = await import('./exchange.ts');
    const check = createSentCheck({ ...this.deps, openRemote });
    const names = this.deps.databases.known().filter(isWritten).sort().reverse();
    const answers: DocumentSent[] = [];
    for (const name of names) {
      try {
        const answer = await check(name);
        answers.push({ name, documents: answer.documents, missing: answer.sent ? 0 : answer.missing.length, error: null });
      } catch (error) {
        const code: ErrorCode = error instanceof ServerError ? error.code : 'SERVER_UNREACHABLE';
        answers.push({ name, documents: null, missing: null, error: code });
      }
    }
    return answers;
  }
}

import { openMonths, parseDatabaseName, shiftKeyOf, type MonthState } from '$design/databases.ts';
import { HOUR } from '$design/time/clock.ts';
import type { Content, FactDocument, LocalDatabase } from '../storage/database.types.ts';
import type { Databases } from '../storage/databases.ts';
import type { LocalStore } from '../storage/local-store.ts';
import type { HomeMap } from './home-map.ts';
import { mayDrop, type SentMark } from './may-drop.ts';

/** The server's answer to POST /api/homes. */
export interface HomesAnswer {
  readonly state: MonthState;
  readonly homes: Readonly<Record<string, string>>;
  readonly shiftless: string;
}

export interface MonthsDeps {
  readonly databases: Databases;
  readonly homes: HomeMap;
  readonly store: LocalStore;
  readonly place: () => { readonly store: string; readonly timeZone: string };
  /** The server's clock as far as known, epoch ms. */
  readonly now: () => number;
  readonly remote: (name: string) => LocalDatabase;
  readonly ask: (database: string, shifts: readonly string[]) => Promise<HomesAnswer>;
  /** Does the server hold every leaf revision of a database? Throws where it does not answer. */
  readonly everythingSent: (local: LocalDatabase, remote: LocalDatabase) => Promise<{ readonly sent: boolean }>;
  /** Documents of this database that the server has refused. */
  readonly refused: (database: string) => Promise<number> | number;
  /** Receipts of any till in it without result and void. */
  readonly openReceipts: (database: string) => Promise<number>;
}

/** What the loop knows after a session. */
export interface MonthsSession {
  readonly databases: readonly { readonly name: string }[];
  readonly backup?: { readonly verifiedAt: number } | null;
}

type Fact = FactDocument & Content & { readonly shift?: { fn: string; number: number } | null };

const LOOK = HOUR;
const ASKED = 500;
const markKey = (name: string): string => `month-sent.${name}`;

/**
 * The months of this device beside those that the session names: facts of a wrong clock are moved to the home that the server gives
 * them, and an older month is dropped when design §5 allows it.
 */
export class Months {
  private readonly deps: MonthsDeps;
  private looked = Number.NEGATIVE_INFINITY;

  constructor(deps: MonthsDeps) {
    this.deps = deps;
  }

  /**
   * The server opens no such month: CLOCK_WRONG. Moves its facts home; resolves with `true` where there is something to push now. The
   * wrong month is dropped when a later call finds nothing left to copy and the server holds all of it.
   * @throws where the server does not answer: everything stays as it is
   */
  async rehome(name: string): Promise<boolean> {
    const seq = await this.seqOf(name);
    const outcome = await this.moveHome(name);
    if (outcome === 'settled') await this.drop(name, seq);
    return outcome === 'copied';
  }

  /** When everything is in step, at most once an hour: what the server and its backup hold is let go. */
  async tidy(session: MonthsSession): Promise<void> {
    if (Math.abs(this.deps.now() - this.looked) < LOOK) return;
    this.looked = this.deps.now();
    await this.renew(session);
    const { store } = this.deps.place();
    for (const name of this.deps.databases.known()) {
      const parts = parseDatabaseName(name);
      if (parts?.kind !== 'sales' || parts.store !== store) continue;
      // What the server says of one month (CLOCK_WRONG: it waits for its home) is no word on the others.
      await this.dropOld(name, session.backup?.verifiedAt ?? null).catch(() => null);
    }
  }

  /** Homes of what belongs to no shift follow the months; those of a shift are sealed. */
  private async renew(session: MonthsSession): Promise<void> {
    const open = new Set(session.databases.map(({ name }) => name));
    for (const named of this.deps.homes.stale((home) => open.has(home))) {
      this.deps.homes.set(named, null, (await this.deps.ask(named, [])).shiftless);
    }
  }

  /** Copies the very revisions. The homes are noted first, so that what is written meanwhile goes there by itself. */
  private async moveHome(name: string): Promise<'copied' | 'waiting' | 'settled'> {
    const { databases, homes } = this.deps;
    const { rows } = await databases.open(name).allDocs({ include_docs: true });
    const facts = rows.flatMap(({ doc }) => (doc && !doc._id.startsWith('_design/') ? [doc as unknown as Fact] : []));
    if (facts.length === 0) return 'settled';
    const shifts = [...new Set(facts.map(shiftKeyOf).filter((shift) => shift !== null))];
    const answer = await this.deps.ask(name, shifts);
    // The month has come true meanwhile: it is pushed like any other.
    if (answer.state !== 'wrong') return 'copied';
    for (const [shift, home] of Object.entries(answer.homes)) homes.set(name, shift, home);
    if (homes.of(name, {}) === name) homes.set(name, null, answer.shiftless);

    const byHome = new Map<string, Fact[]>();
    for (const fact of facts) {
      const home = homes.of(name, fact);
      byHome.set(home, [...(byHome.get(home) ?? []), fact]);
    }
    let copied = false;
    for (const [home, docs] of byHome) copied = (await this.copy(name, home, docs)) || copied;
    if (copied) return 'copied';
    for (const [home, docs] of byHome) if (!(await this.holds(home, docs))) return 'waiting';
    return 'settled';
  }

  /** `true` where something was lacking at home. */
  private async copy(from: string, home: string, docs: readonly Fact[]): Promise<boolean> {
    if (home === from) return false;
    const { rows } = await this.deps.databases.open(home).allDocs({ keys: docs.map(({ _id }) => _id) });
    const lacking: Fact[] = [];
    for (const [i, doc] of docs.entries()) {
      const row = rows[i];
      if (row && !('error' in row) && row.value.rev === doc._rev) continue;
      // What belongs to no shift may have found a home before the month changed.
      if (shiftKeyOf(doc) === null && (await this.heldElsewhere(from, doc._id))) continue;
      lacking.push(doc);
    }
    await this.deps.databases.adopt(home, lacking);
    return lacking.length > 0;
  }

  private async heldElsewhere(from: string, id: string): Promise<boolean> {
    for (const name of this.deps.databases.known()) {
      if (name === from || parseDatabaseName(name)?.kind !== 'sales') continue;
      if ((await this.deps.databases.get(name, id)) !== null) return true;
    }
    return false;
  }

  private async holds(home: string, docs: readonly Fact[]): Promise<boolean> {
    const remote = this.deps.remote(home);
    for (let at = 0; at < docs.length; at += ASKED) {
      const asked = docs
        .slice(at, at + ASKED)
        .flatMap(({ _id, _rev }) => (_rev === undefined ? [] : [[_id, [_rev]] as [string, string[]]]));
      if (Object.keys(await remote.revsDiff(Object.fromEntries(asked))).length > 0) return false;
    }
    return true;
  }

  private async dropOld(name: string, verifiedAt: number | null): Promise<void> {
    const { databases, place, now, store } = this.deps;
    const { timeZone } = place();
    const month = parseDatabaseName(name)?.month;
    if (!month || month >= openMonths(now(), timeZone)[0]!) return;
    const local = databases.open(name);
    const seq = await this.seqOf(name);
    const sent = store.read<SentMark>(markKey(name));
    if (sent?.seq !== seq) {
      const { sent: isSent } = await this.deps.everythingSent(local, this.deps.remote(name));
      if (isSent) store.write(markKey(name), { seq, at: now() } satisfies SentMark);
      return;
    }
    const [open, refused] = [await this.deps.openReceipts(name), await this.deps.refused(name)];
    if (!mayDrop({ month, now: now(), timeZone, seq, sent, verifiedAt, open, refused })) return;
    // Asked once more: a server restored meanwhile may lack what it had.
    const { sent: isStillSent } = await this.deps.everythingSent(local, this.deps.remote(name));
    if (isStillSent) await this.drop(name, seq);
    else this.deps.store.remove(markKey(name));
  }

  private async seqOf(name: string): Promise<number> {
    return Number((await this.deps.databases.open(name).info()).update_seq);
  }

  /** What another tab has written since `seq`, while the server was asked, is looked at first. */
  private async drop(name: string, seq: number): Promise<void> {
    if ((await this.seqOf(name)) !== seq) return;
    await this.deps.databases.drop(name);
    this.deps.store.remove(markKey(name));
  }
}

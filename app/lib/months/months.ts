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
  /** How many documents the server is not known to hold. */
  readonly unsent: (database: string) => Promise<number>;
  /** Documents of this database that the server has refused. */
  readonly refused: (database: string) => Promise<number> | number;
  /** Receipts of any till in it without result and void. */
  readonly openReceipts: (database: string) => Promise<number>;
  /** The database is no more: its marks mean nothing. */
  readonly forget: (database: string) => void;
}

/** What the loop knows after a session. */
export interface MonthsSession {
  readonly databases: readonly { readonly name: string; readonly push: boolean }[];
  readonly backup?: { readonly verifiedAt: number } | null;
}

type Fact = FactDocument & Content & { readonly shift?: { fn: string; number: number } | null };

const LOOK = HOUR;
const ASKED = 500;
const markKey = (name: string): string => `month-sent.${name}`;

/**
 * The months of this device beside those that the session names: facts of a wrong clock are moved to the home that the server gives
 * them, older months are handed in where something of them is still unsent, and dropped when design §5 allows it.
 */
export class Months {
  private readonly deps: MonthsDeps;
  private readonly states = new Map<string, MonthState>();
  private looked = Number.NEGATIVE_INFINITY;

  constructor(deps: MonthsDeps) {
    this.deps = deps;
  }

  /** Months of this shop that are held here and that the session does not name. */
  private others(session: MonthsSession): string[] {
    const named = new Set(session.databases.filter(({ push }) => push).map(({ name }) => name));
    const { store } = this.deps.place();
    return this.deps.databases.known().filter((name) => {
      const parts = parseDatabaseName(name);
      return parts?.kind === 'sales' && parts.store === store && !named.has(name);
    });
  }

  /**
   * After a session and before pushing. Resolves with the databases that may be pushed besides those of the session.
   * @throws where the server does not answer: everything stays as it is
   */
  async beforePush(session: MonthsSession): Promise<string[]> {
    await this.renew(session);
    const late: string[] = [];
    for (const name of this.others(session)) {
      if ((await this.deps.unsent(name)) === 0) continue;
      if ((await this.state(name)) === 'wrong') await this.rehome(name);
      else late.push(name);
    }
    return late;
  }

  /** After a round in which everything was pushed: what is settled is let go. */
  async afterRound(session: MonthsSession): Promise<void> {
    const others = this.others(session);
    for (const name of others) {
      if (this.states.get(name) === 'wrong' && (await this.rehome(name))) await this.drop(name);
    }
    if (Math.abs(this.deps.now() - this.looked) < LOOK) return;
    this.looked = this.deps.now();
    for (const name of others)
      if (this.states.get(name) !== 'wrong') await this.dropOld(name, session.backup?.verifiedAt ?? null);
  }

  private async state(name: string): Promise<MonthState> {
    const known = this.states.get(name);
    if (known !== undefined) return known;
    const { state } = await this.deps.ask(name, []);
    this.states.set(name, state);
    return state;
  }

  /** Homes of what belongs to no shift follow the months; those of a shift are sealed. */
  private async renew(session: MonthsSession): Promise<void> {
    const open = new Set(session.databases.map(({ name }) => name));
    for (const named of this.deps.homes.stale((home) => open.has(home))) {
      this.deps.homes.set(named, null, (await this.deps.ask(named, [])).shiftless);
    }
  }

  /**
   * Copies what lies in a wrong month to its home, the very revisions. The homes are noted first, so that what is written meanwhile
   * goes there by itself. Resolves with `true` where nothing was left to copy and the server holds all of it.
   */
  private async rehome(name: string): Promise<boolean> {
    const { databases, homes } = this.deps;
    const { rows } = await databases.open(name).allDocs({ include_docs: true });
    const facts = rows.flatMap(({ doc }) => (doc && !doc._id.startsWith('_design/') ? [doc as unknown as Fact] : []));
    if (facts.length === 0) return true;
    const shifts = [...new Set(facts.map(shiftKeyOf).filter((shift) => shift !== null))];
    const answer = await this.deps.ask(name, shifts);
    if (answer.state !== 'wrong') {
      this.states.set(name, answer.state);
      return false;
    }
    for (const [shift, home] of Object.entries(answer.homes)) homes.set(name, shift, home);
    if (homes.of(name, {}) === name) homes.set(name, null, answer.shiftless);

    const byHome = new Map<string, Fact[]>();
    for (const fact of facts) {
      const home = homes.of(name, fact);
      byHome.set(home, [...(byHome.get(home) ?? []), fact]);
    }
    let settled = true;
    for (const [home, docs] of byHome) {
      const copied = await this.copy(name, home, docs);
      settled = settled && !copied && (await this.holds(home, docs));
    }
    return settled;
  }

  /** `true` where something was lacking at home. */
  private async copy(from: string, home: string, docs: readonly Fact[]): Promise<boolean> {
    if (home === from) return true;
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
    const seq = Number((await local.info()).update_seq);
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
    if (isStillSent) await this.drop(name);
    else this.deps.store.remove(markKey(name));
  }

  private async drop(name: string): Promise<void> {
    await this.deps.databases.drop(name);
    this.deps.forget(name);
    this.deps.store.remove(markKey(name));
    this.states.delete(name);
  }
}

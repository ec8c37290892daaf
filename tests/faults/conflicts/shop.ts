import { expect } from 'vitest';
import { canonicalJson } from '../../../design/canonical-json.ts';
import { CATALOG, CONTROL, storeDatabase } from '../../../design/databases.ts';
import type { Conflict } from '../../../design/documents/conflict.ts';
import type { Note } from '../../../design/documents/note.ts';
import type { Order, OrderEvent } from '../../../design/documents/order.ts';
import { addEvent, writeNote } from '../../../design/merge/edit.ts';
import type { Stamped } from '../../../design/merge/merge.ts';
import { openNote } from '../../../design/merge/note.ts';
import { recordsOf, startResolver } from '../../../sync-server/conflicts/resolver.ts';
import type { Database, Engine } from '../../../sync-server/engine/engine.ts';
import { silentLog } from '../../../sync-server/log.ts';
import { PeoplesLedger } from './ledger.ts';
import { KINDS, TABLETS, type Kind, type Step } from './story.ts';
import type { Tablet } from './tablet.ts';

const STORE = storeDatabase('demo-1');
const FIELDS: Readonly<Record<'client' | 'contact' | 'settings', readonly string[]>> = {
  client: ['name', 'phone'],
  contact: ['email', 'phone'],
  settings: ['name', 'address'],
};
const BORN = '1763683200000-0000-0000';

/** One shop's day: documents of its own on a world that is shared by all days. */
export class ShopDay {
  private readonly engine: Engine;
  private readonly tablets: readonly Tablet[];
  private readonly day: number;
  private readonly ledger = new PeoplesLedger(TABLETS);
  private edits = 0;

  constructor(engine: Engine, tablets: readonly Tablet[], day: number) {
    this.engine = engine;
    this.tablets = tablets;
    this.day = day;
  }

  idOf(kind: Kind): string {
    return kind === 'settings' ? `settings:chain-${this.day}` : `${kind}:day-${this.day}`;
  }
  private homeOf = (kind: Kind): string => (kind === 'settings' ? CATALOG : STORE);

  async open(): Promise<void> {
    const head = { schema: 1, hlc: BORN, by: null, pos: null };
    const born = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, BORN]));
    const note = openNote(null, 1);
    note.write('[0]');
    const shop = { ...head, store: 'demo-1' };
    await this.write(STORE, [
      {
        ...shop,
        type: 'client',
        name: 'Анна',
        phone: null,
        email: null,
        birth: null,
        consent: null,
        stamps: born(FIELDS.client),
      },
      { ...head, type: 'contact', sale: 'sale:1', email: null, phone: null, stamps: born(FIELDS.contact) },
      { ...shop, type: 'order', client: null, number: null, events: [] },
      { ...shop, type: 'note', subject: 'client:1', ...note.content() },
    ]);
    const company = { name: 'ООО «Оптика»', inn: '7707083893' };
    const settings = { name: 'Сеть', address: 'Москва', timeZone: 'Europe/Moscow', company, cashierMayCloseShift: false };
    await this.write(CATALOG, [{ ...head, type: 'settings', store: null, ...settings, stamps: born(FIELDS.settings) }]);
    for (const tablet of this.tablets) await tablet.pull();
  }

  private async write(
    name: string,
    docs: readonly { readonly type: string; readonly [field: string]: unknown }[],
  ): Promise<void> {
    const database = await this.engine.open(name);
    const results = await database.bulk(docs.map((doc) => ({ ...doc, _id: this.idOf(doc.type as Kind) })));
    expect(results.every(({ ok }) => ok)).toBe(true);
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'edit':
        return this.edit(step.who, step.kind, step.n);
      case 'delete':
        return this.delete(step.who, step.kind, step.erase);
      case 'push':
        return this.push(step.who);
      case 'pull':
        return this.pull(step.who);
      case 'sync':
        return this.sync(step.who);
      case 'storm': {
        await Promise.all([this.sync(step.who), ...(step.other === step.who ? [] : [this.sync(step.other)]), this.resolve()]);
        // Which of the two came first nobody knows.
        for (const one of [step.who, step.other]) this.ledger.pulled(one);
        return;
      }
      case 'resolve':
        return this.resolve();
      case 'kill':
        return this.resolve(dyingAfter(this.engine, step.after));
      case 'two servers':
        await Promise.all([this.resolve(), this.resolve()]);
        return;
    }
  }

  private async push(who: number): Promise<void> {
    this.ledger.pushed(who);
    await this.tablets[who]!.push();
  }
  private async pull(who: number): Promise<void> {
    await this.tablets[who]!.pull();
    this.ledger.pulled(who);
  }
  private async sync(who: number): Promise<void> {
    await this.push(who);
    await this.pull(who);
  }

  private async resolve(engine = this.engine): Promise<void> {
    const resolver = startResolver(engine, { log: silentLog });
    await resolver.settled();
    await resolver.stop();
  }

  private async edit(who: number, kind: Kind, n: number): Promise<void> {
    const { documents } = this.tablets[who]!;
    const [home, id, person] = [this.homeOf(kind), this.idOf(kind), { by: `staff:${who}`, pos: null }];
    if ((await documents.read(home, id)) === null) return;
    this.edits += 1;
    const mark = this.edits;
    if (kind === 'order') {
      const { events } = await documents.edit<Order>(home, id, person, (doc, hand) => addEvent(doc, orderEvent(n), mark, hand));
      const added = events.find(({ at }) => at === mark)!;
      return this.ledger.edited({ kind, who, field: added.id, value: added, stamp: added.id });
    }
    if (kind === 'note') {
      const { hlc } = await documents.edit<Note>(home, id, person, (doc, hand) => {
        const editor = openNote(doc.state, 1_000 * mark + who + 2);
        // Between two marks that somebody wrote, never within one.
        const gaps = [...editor.text().matchAll(/\[/g)].map(({ index }) => index);
        editor.replace(gaps[n % gaps.length] ?? 0, 0, `[${mark}]`);
        return writeNote(doc, editor.content(), hand);
      });
      return this.ledger.edited({ kind, who, field: `[${mark}]`, value: mark, stamp: hlc });
    }
    const field = FIELDS[kind][n % FIELDS[kind].length]!;
    const before = await documents.read<Stamped>(home, id);
    const doc = await documents.editFields<Stamped>(home, id, person, { [field]: `${mark}` });
    expect(doc.stamps[field]! > before!.stamps[field]!, 'an edit outdoes what it replaces, whatever the clocks say').toBe(true);
    this.ledger.edited({ kind, who, field, value: `${mark}`, stamp: doc.stamps[field]! });
  }

  private async delete(who: number, kind: 'client' | 'contact' | 'note', erase: boolean): Promise<void> {
    const { documents } = this.tablets[who]!;
    const doc = await documents.read<{ stamps?: Record<string, string> }>(STORE, this.idOf(kind));
    if (doc === null) return;
    this.ledger.deletions.push({ kind, erase: erase || kind === 'contact', seen: doc.stamps ?? {} });
    await documents.remove(STORE, this.idOf(kind), { by: `staff:${who}`, pos: null }, { erase });
  }

  /** Everybody comes back; after that all must be said and done. */
  async close(order: readonly number[]): Promise<void> {
    for (let round = 0; round < 2; round += 1) {
      for (const who of order) await this.sync(who);
      await this.resolve();
    }
    for (const who of order) await this.pull(who);
  }

  async verify(): Promise<void> {
    for (const kind of KINDS) await this.verifyKind(kind);
  }

  private async verifyKind(kind: Kind): Promise<void> {
    const [home, id] = [this.homeOf(kind), this.idOf(kind)];
    const server = await this.engine.open(home);
    const live = (await server.leaves(id)).filter((leaf) => leaf._deleted !== true);
    expect(live.length, `${id}: losers are gone`).toBeLessThanOrEqual(1);
    const doc = live[0] ?? null;
    for (const tablet of this.tablets) {
      const held = await tablet.live(home, id);
      expect(held.map(canonicalJson), `${id}: tablet ${tablet.number} as the server`).toEqual(live.map(canonicalJson));
      expect(await tablet.databases.get(home, id)).toEqual(doc);
    }
    const deletions = this.ledger.deletionsOf(kind);
    if (deletions.some(({ erase }) => erase)) expect(doc, `${id} was erased`).toBeNull();
    else if (deletions.length === 0) this.verifyWords(kind, doc);
    else if (kind !== 'note') this.verifySurvivors(kind, doc);
    this.verifyRecords(kind, await this.recordsEverywhere(kind));
  }

  /** Nobody deleted it: all that anybody said last stands, and no event or word is lost. */
  private verifyWords(kind: Kind, doc: object | null): void {
    const edits = this.ledger.of(kind);
    if (kind === 'note') for (const { field } of edits) expect((doc as Note).text).toContain(field);
    else if (kind === 'order') {
      const events = (doc as Order).events;
      expect(events).toHaveLength(edits.length);
      expect(events).toEqual(expect.arrayContaining(edits.map(({ value }) => value as OrderEvent)));
    } else expect(doc).toMatchObject(this.ledger.lastWords(kind));
  }

  /** Deleted by people who had not seen everything: what they had not seen brings it back, and what they had seen does not. */
  private verifySurvivors(kind: Kind, doc: object | null): void {
    const deletions = this.ledger.deletionsOf(kind);
    const unseen = this.ledger.of(kind).filter(({ field, stamp }) => deletions.every(({ seen }) => stamp > (seen[field] ?? '')));
    expect(doc !== null, `${kind}: ${unseen.length} edits unseen by those who deleted it`).toBe(unseen.length > 0);
    for (const { field, stamp } of unseen) expect((doc as Stamped).stamps[field]! >= stamp).toBe(true);
  }

  private async recordsEverywhere(kind: Kind): Promise<Conflict[]> {
    const records = await recordsOf(this.engine, this.homeOf(kind), this.idOf(kind));
    if (kind === 'settings')
      expect(await (await this.engine.open(CONTROL)).range({ keys: records.map(({ _id }) => _id) })).toEqual(records);
    else {
      for (const tablet of this.tablets) {
        const held = await tablet.databases.range(STORE, `conflict:${this.idOf(kind)}:`, `conflict:${this.idOf(kind)}:\ufff0`);
        expect(held.map(canonicalJson)).toEqual(records.map(canonicalJson));
      }
    }
    return records;
  }

  private verifyRecords(kind: Kind, records: readonly Conflict[]): void {
    const edits = this.ledger.of(kind);
    const deletions = this.ledger.deletionsOf(kind);
    if (kind === 'note' || deletions.some(({ erase }) => erase)) return expect(records).toEqual([]);
    for (const record of records)
      expect(record).toMatchObject({ status: 'open', left: null, document: this.idOf(kind), database: this.homeOf(kind) });
    if (kind === 'order') return;
    const differences = records.flatMap((record) => record.differences);
    for (const { values, chosen } of differences) {
      expect(values.length).toBeGreaterThan(1);
      expect(chosen, 'the later word stands').toBe(values.length - 1);
    }
    if (new Set(edits.map(({ who }) => who)).size < 2) expect(records).toEqual([]);
    if (deletions.length > 0) return;
    const told = new Set(differences.map(({ field }) => field));
    for (const field of this.ledger.contested(kind)) expect(told, `people are told of ${kind}.${field}`).toContain(field);
  }
}

function orderEvent(n: number): Parameters<typeof addEvent>[1] {
  const set = { prescription: 'prescription:1', lens: 'LENS-1' };
  const events = [
    { kind: 'details', set },
    { kind: 'confirm' },
    { kind: 'start' },
    { kind: 'cancel', reason: 'передумал' },
    { kind: 'payment', amount: 100_00, sale: null },
    { kind: 'reopen' },
  ] as const;
  return events[n]!;
}

/** The server's process is killed after so many writes: none after them happens. */
function dyingAfter(engine: Engine, writes: number): Engine {
  let left = writes;
  const mortal = <T>(write: () => Promise<T>): Promise<T> => (left-- > 0 ? write() : Promise.reject(new Error('killed')));
  return {
    ...engine,
    async open(name) {
      const database = await engine.open(name);
      const put: Database['put'] = (doc) => mortal(() => database.put(doc));
      const bulk: Database['bulk'] = (docs, options) => mortal(() => database.bulk(docs, options));
      return { ...database, put, bulk };
    },
  };
}

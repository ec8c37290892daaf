import { expect } from 'vitest';
import { parseDatabaseName, storeDatabase } from '../../../design/databases.ts';
import type { Order } from '../../../design/documents/order.ts';
import { HOUR } from '../../../design/time/clock.ts';
import { clientOf } from '../../factories/clients.ts';
import type { BackEnd, BackEndKind } from '../../integration/couchdb/back-ends.fixture.ts';
import { startFixture, type ServerFixture } from '../../integration/server/sync-server.fixture.ts';
import { pick, seeded } from '../seeded.ts';
import { Books } from './books.ts';
import { act, type Desk } from './day.ts';
import { randomPlan } from './faults.ts';
import { SPEED } from './test-timers.ts';
import { eventually, isAtRest, ledgerOf, startMember, type Member } from './member.ts';

/** Faults of one line in one run: enough to hit every step of a round, few enough that it heals. */
const MOST_FAULTS = 8;
const TICK = 25;
const BORN = '1763683200000-0000-0000';
const SHOP = 'demo-1';
const FACTS = ['sale', 'fiscal-result', 'sale-void'];
const isFact = (id: string): boolean => FACTS.includes(id.split(':')[0]!);

/** A server, a till and a tablet of one shop, a till of another one, and what people wrote on them through all runs. */
export class World {
  readonly fixture: ServerFixture;
  readonly members: readonly Member[];
  private readonly backEnd: BackEnd;
  private readonly books = new Books();
  private readonly shared = { client: 'client:shared', order: 'order:shared' };

  private stage = '';
  private readonly ticking: NodeJS.Timeout;

  private constructor(fixture: ServerFixture, members: readonly Member[], backEnd: BackEnd) {
    this.fixture = fixture;
    this.members = members;
    this.backEnd = backEnd;
    // The wall clock goes as fast as the devices' pauses.
    this.ticking = setInterval(() => fixture.clock.forward(TICK * SPEED), TICK);
  }

  static async start(kind: BackEndKind): Promise<World> {
    const backEnd = await kind.start();
    const bounds = { requestRate: { burst: 1e9, perSecond: 1e9 } };
    const fixture = await startFixture({ couchdb: backEnd.couchdb, bounds });
    const members = [];
    for (const till of ['POS-001', 'POS-001', 'POS-002']) members.push(await startMember(fixture, till));
    const world = new World(fixture, members, backEnd);
    const { client, order } = world.shared;
    const head = { schema: 1, hlc: BORN, by: null, pos: null, store: SHOP };
    await (
      await fixture.server.engine.open(storeDatabase(SHOP))
    ).bulk([
      clientOf('shared', { _id: client, hlc: BORN, stamps: { name: BORN } }),
      { ...head, _id: order, type: 'order', client: null, number: null, events: [] },
    ]);
    return world;
  }

  async end(): Promise<void> {
    clearInterval(this.ticking);
    for (const member of this.members) await member.end();
    await this.fixture.end();
    await this.backEnd.end();
  }

  /** How things stand, for whoever looks into a failure. */
  describe(): string {
    const members = this.members
      .map(({ device, line }) => {
        const { state, unsent, refused, why, databases = [], loading, refusals = [] } = device.state.snapshot ?? {};
        const ledger = refusals.map(({ id, code }) => `${id} ${code}`);
        const expected = [...(this.books.refused.get(device.device) ?? [])].map((one) => one.join(' '));
        const odd = databases.filter((one) => one.unsent > 0 || one.behind || one.trouble !== null);
        const now = JSON.stringify({ state, unsent, refused, why, loading, odd, ledger, expected });
        return `device ${device.device}: ${line.struck.join(' | ')}\n  ${now}\n  last: ${line.last.join(' | ')}`;
      })
      .join('\n');
    return `at: ${this.stage}\n${members}`;
  }

  /** Everybody works on a bad line of his own; then the lines heal, and all must be said and done. */
  async run(random: () => number): Promise<void> {
    const desk: Desk = { fixture: this.fixture, books: this.books, random, shared: this.shared };
    for (const { device, line } of this.members) {
      // A killed app forgets all but its databases and small notes.
      if (device.state.snapshot === null || random() < 0.3) {
        device.stop();
        device.state.snapshot = null;
      }
      // Its own numbers: how often a line is asked is a matter of luck, and must not change what people do.
      line.goBad(randomPlan(seeded(random() * 2 ** 32), 1 + Math.floor(random() * MOST_FAULTS)));
      if (random() < 0.3) line.feed = { kind: 'cut', after: Math.floor(random() * 6), inside: random() < 0.5 };
      else if (random() < 0.1) line.feed = { kind: 'buffered', bytes: 4_096 };
      if (line.feed && random() < 0.5) line.breakAll();
    }
    const deeds = 12 + Math.floor(random() * 24);
    for (let n = 0; n < deeds; n += 1) {
      if (n === Math.floor(deeds / 3)) for (const { device } of this.members) if (device.state.snapshot === null) device.start();
      await act(desk, pick(random, this.members));
    }
    this.stage = 'coming to rest';
    await Promise.all(this.members.map(({ device }) => device.until(isAtRest)));
    for (const { line, timers } of this.members) {
      const isHeldBack = line.feed?.kind === 'buffered';
      line.heal();
      if (isHeldBack) timers.losePatience();
    }
    await this.verify(desk);
  }

  private async verify(desk: Desk): Promise<void> {
    // Whatever a foreign answer has put into a ledger (a proxy that takes no document, however small) is due again.
    this.fixture.clock.forward(2 * HOUR);
    this.stage = 'proving that it lives';
    for (const member of this.members) await this.provesAlive(desk, member);
    this.stage = 'jobs';
    await this.fixture.server.jobs.settled();
    for (const member of this.members) await this.verifyMember(member);
    this.stage = 'server';
    await this.verifyServer();
  }

  /** Not stuck: a sale arrives without anybody's help, here and at the other device of the shop. */
  private async provesAlive({ books }: Desk, { device, seller }: Member): Promise<void> {
    const sold = await seller.sell({ settled: false });
    books.fact(device.shop, sold._id, sold._rev!);
    const refused = this.books.refused.get(device.device)?.size ?? 0;
    this.stage = `device ${device.device} with ${refused} refused sends ${sold._id}`;
    await device.until((s) => isAtRest(s) && s.refused === refused);
    for (const other of this.members.filter((one) => one.device.shop === device.shop)) {
      this.stage = `${sold._id} comes to device ${other.device.device}`;
      await eventually(other.device, async () => (await other.device.facts.find(sold._id)) !== null);
    }
  }

  private async verifyMember(member: Member): Promise<void> {
    const { device, traffic } = member;
    this.stage = `facts at device ${device.device}`;
    const expected = this.books.refused.get(device.device) ?? new Map<string, string>();
    const ledger = await ledgerOf(member);
    expect(new Map(ledger.map(({ database, id, code }) => [`${database} ${id}`, code]))).toEqual(expected);
    expect(device.state.snapshot).toMatchObject({ unsent: expected.size, state: expected.size > 0 ? 'refused' : 'synced' });
    expect(traffic.sentInVain, 'sent although the server had it').toEqual([]);

    const wanted = this.books.facts.get(device.shop) ?? new Map<string, string>();
    const held = async () => new Map((await this.factsAt(device)).filter(([id]) => wanted.has(id)));
    await eventually(device, async () => (await held()).size >= wanted.size);
    expect(await held()).toEqual(wanted);
    if (device.shop !== SHOP) return;
    const server = await this.fixture.server.engine.open(storeDatabase(SHOP));
    for (const id of Object.values(this.shared)) {
      this.stage = `${id} at device ${device.device}`;
      const leaves = async () =>
        (await device.databases.leaves(storeDatabase(SHOP), id)).filter((leaf) => leaf._deleted !== true);
      const winner = (await server.get(id))!;
      await eventually(device, async () => {
        const live = await leaves();
        return live.length === 1 && live[0]!._rev === winner._rev;
      });
    }
  }

  /** Facts of a device that it has in a month of this time; a wrong month keeps its copies until it is let go. */
  private async factsAt({ databases, shop }: Member['device']): Promise<[string, string][]> {
    const rows: [string, string][] = [];
    for (const name of databases.known()) {
      const parts = parseDatabaseName(name);
      if (parts?.kind !== 'sales' || parts.store !== shop) continue;
      const { rows: found } = await databases.open(name).allDocs();
      for (const { id, value } of found) if (isFact(id)) rows.push([id, value.rev]);
    }
    return rows;
  }

  /** Every fact exactly once with the very revision, none that nobody wrote; every edit and event is in what became of its document. */
  private async verifyServer(): Promise<void> {
    const { engine } = this.fixture.server;
    const found = new Map<string, string[]>();
    for (const name of await engine.list()) {
      const parts = parseDatabaseName(name);
      if (parts?.kind !== 'sales') continue;
      for (const { _id, _rev } of await (await engine.open(name)).range({})) {
        if (isFact(_id)) found.set(_id, [...(found.get(_id) ?? []), `${parts.store} ${_rev}`]);
      }
    }
    const wanted = [...this.books.facts].flatMap(([shop, facts]) =>
      [...facts].map(([id, rev]) => [id, [`${shop} ${rev}`]] as const),
    );
    expect(found).toEqual(new Map(wanted));

    const stores = new Map<string, Record<string, unknown>>();
    for (const shop of ['demo-1', 'demo-2']) {
      for (const doc of await (await engine.open(storeDatabase(shop))).range({})) stores.set(doc._id, doc);
    }
    for (const [key, { value }] of this.books.fields) {
      const [id, field] = key.split(' ') as [string, string];
      expect(stores.get(id)?.[field], key).toEqual(value);
    }
    for (const [id, events] of this.books.events) {
      const ids = (stores.get(id) as unknown as Order).events.map((event) => event.id);
      expect(ids.sort()).toEqual([...events].sort());
    }
    const shared = await (await engine.open(storeDatabase(SHOP))).leaves(this.shared.order);
    expect(shared.filter((leaf) => leaf._deleted !== true)).toHaveLength(1);
  }
}

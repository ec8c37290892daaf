import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sale } from '../../../design/documents/facts.ts';
import { makeSale } from '../../factories/receipts.ts';
import { startFixture, type ServerFixture } from '../../integration/server/sync-server.fixture.ts';
import { SEED, seeded, SOAK } from '../seeded.ts';
import { FAULTS, onlyAt, type Fault } from './faults.ts';
import { eventually, isAtRest, ledgerOf, startMember, type Member } from './member.ts';

const DOCUMENTS = 25;
const SALES = 'sales-demo-1-202611';
/** Places that `npm test` tries of each way; `npm run soak` tries every fault at every request. */
const SAMPLE = 8;

let fixture: ServerFixture;
let member: Member;
let number: number;
beforeEach(async () => {
  number = 0;
  fixture = await startFixture({ bounds: { requestRate: { burst: 1e9, perSecond: 1e9 } } });
  member = await startMember(fixture, 'POS-001');
  member.device.start();
  await member.device.until((s) => isAtRest(s) && s.lastSync !== null);
});
afterEach(async () => {
  await member.end();
  await fixture.end();
});

const sales = (device: number): Sale[] =>
  Array.from({ length: DOCUMENTS }, () => makeSale({ at: fixture.clock.now() + (number += 1), device }));

interface Way {
  readonly name: string;
  /** Lays the documents down where they begin; answers their ids and revisions. */
  readonly lay: () => Promise<Map<string, string>>;
  /** Of those ids, what has arrived. */
  readonly arrived: (ids: readonly string[]) => Promise<Map<string, string>>;
}

const ways: readonly Way[] = [
  {
    name: 'push',
    async lay() {
      const laid = new Map<string, string>();
      for (const sale of sales(member.device.device)) {
        const { _id, _rev } = await member.device.facts.write(() => Promise.resolve<Sale>(sale));
        laid.set(_id, _rev!);
      }
      return laid;
    },
    async arrived(ids) {
      const rows = await (await fixture.server.engine.open(SALES)).range({ keys: ids });
      return new Map(rows.map(({ _id, _rev }) => [_id, _rev]));
    },
  },
  {
    name: 'pull',
    async lay() {
      const rows = await (await fixture.server.engine.open(SALES)).bulk(sales(99).map((sale) => ({ ...sale })));
      return new Map(rows.map(({ id, rev }) => [id, rev!]));
    },
    async arrived(ids) {
      const { rows } = await member.device.databases.open(SALES).allDocs({ keys: [...ids] });
      return new Map(rows.flatMap((row) => ('error' in row ? [] : [[row.id, row.value.rev] as const])));
    },
  },
];

/** One start of the app with something to do, with a fault at one request. Answers how many requests it took. */
async function once(way: Way, at: number, fault: Fault): Promise<number> {
  const { device, line, traffic } = member;
  device.stop();
  device.state.snapshot = null;
  const laid = await way.lay();
  line.goBad(onlyAt(at, fault));
  device.start();
  const ids = [...laid.keys()];
  await eventually(device, async () => (await way.arrived(ids)).size === DOCUMENTS);
  await device.until(isAtRest);
  const where = `${way.name}, ${fault} at request ${at}: ${line.struck.join()}`;
  expect(await way.arrived(ids), where).toEqual(laid);
  expect(await ledgerOf(member), where).toEqual([]);
  expect(traffic.sentInVain, where).toEqual([]);
  const { count } = line;
  line.heal();
  return count;
}

describe.each(ways)(`a $name of ${DOCUMENTS} documents with one fault (seed ${SEED})`, (way) => {
  const seldom = seeded(SEED);
  const kinds: readonly (readonly Fault[])[] = SOAK ? FAULTS.map((fault) => [fault]) : [FAULTS];

  it.each(kinds.map((faults) => ({ faults, name: faults.length === 1 ? faults[0]! : 'any fault' })))(
    '$name at any request: everything arrives once, nothing is refused',
    async ({ faults }) => {
      const requests = await once(way, 0, faults[0]!);
      expect(requests).toBeGreaterThan(5);
      const all = faults.flatMap((fault) => Array.from({ length: requests }, (_, n) => ({ fault, at: n + 1 })));
      const tried = SOAK ? all : Array.from({ length: SAMPLE }, () => all[Math.floor(seldom() * all.length)]!);
      for (const { fault, at } of tried) await once(way, at, fault);
      expect(tried.length).toBeGreaterThan(0);
    },
    SOAK ? 600_000 : 600_000,
  );
});

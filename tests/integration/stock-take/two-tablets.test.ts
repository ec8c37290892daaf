import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StockMovement } from '../../../design/documents/facts.ts';
import { movementOf, type BalanceFact } from '../../../design/folds/movement.ts';
import { SHEET_LINES } from '../../../design/stock-take/limits.ts';
import { formatHlc } from '../../../design/time/hlc.ts';
import { MINUTE } from '../../../design/time/clock.ts';
import { makeResult, makeSale } from '../../factories/receipts.ts';
import { NOON, startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { startCounter, type Counter } from './counting.fixture.ts';

const SALES = 'sales-demo-1-202611';
const STORE = 'store-demo-1';
let fixture: ServerFixture;
let tablets: Counter[] = [];

beforeEach(async () => {
  fixture = await startFixture({ bounds: { requestRate: { burst: 1e9, perSecond: 1e9 } } });
  tablets = [await startCounter(fixture), await startCounter(fixture)];
});
afterEach(async () => {
  for (const tablet of tablets) await tablet.end();
  await fixture.end();
});

const DRAFT = { name: 'Весь магазин', place: 'floor', scope: { kind: 'all' }, blind: true } as const;
const received = (sku: string, qty: number): StockMovement => {
  const hlc = formatHlc({ wall: NOON - MINUTE, counter: qty, device: 1 });
  return {
    ...{ _id: `stock-movement:${hlc}`, type: 'stock-movement', schema: 1, hlc, by: 'staff:1', pos: null, store: 'demo-1', sku },
    ...{ qty, from: 'supplier', to: 'floor', at: NOON - MINUTE, because: 'поставка' },
  };
};
const onServer = async (...docs: object[]) => {
  const bodies = docs.map((doc) => ({ ...doc, _rev: '1-a' })) as unknown as { _id: string; _rev: string }[];
  await (await fixture.server.engine.open(SALES)).bulk(bodies, { newEdits: false });
};
const PATIENCE = { timeout: 120_000, interval: 50 };
/** What the server holds and a tablet does not (yet), or in another version. */
async function missingAt({ device }: Counter): Promise<string[]> {
  const missing: string[] = [];
  for (const name of [STORE, SALES]) {
    const held = new Map((await device.databases.open(name).allDocs()).rows.map(({ id, value }) => [id, value.rev]));
    for (const { _id, _rev } of await (await fixture.server.engine.open(name)).range({}))
      if (/^(stock-|sale|fiscal-result)/.test(_id) && held.get(_id) !== _rev) missing.push(`${_id} ${_rev}`);
  }
  return missing;
}
/** What the one hands in the other fetches, and what the server makes of it. */
async function together(): Promise<void> {
  for (const tablet of tablets) tablet.online();
  const apartYet = async (): Promise<string[]> => {
    await Promise.all(tablets.map((tablet) => tablet.inStep()));
    await fixture.server.jobs.settled();
    return (await Promise.all(tablets.map(missingAt))).flat();
  };
  await expect.poll(apartYet, PATIENCE).toEqual([]);
}
const apart = (): void => tablets.forEach((tablet) => tablet.offline());
const zoneOf = ({ desk }: Counter, name: string): string => desk.current!.zones.find(({ doc }) => doc.name === name)!.key;
const differences = ({ desk }: Counter) =>
  Object.fromEntries((desk.current?.lines ?? []).map(({ sku, counted, difference }) => [sku, [counted, difference]]));

it('two tablets count apart while the shop sells: both come to the same, a zone that both counted is settled by a person, the books are put right once (issue 7 item 6)', async () => {
  const [one, other] = tablets as [Counter, Counter];
  await onServer(received('A', 10), received('B', 5), received('C', 3));
  fixture.clock.forward(10 * MINUTE);
  await one.desk.open();
  const begun = (await one.desk.begin({ ...DRAFT, zones: ['Витрина', 'Стойка'] })) as { id: string };
  await together();
  await other.desk.open();
  await expect.poll(() => other.desk.takes.map(({ _id }) => _id)).toEqual([begun.id]);
  await Promise.all([one.desk.show(begun.id), other.desk.show(begun.id)]);
  apart();

  // 8 of A are in the showcase (one is missing), B is all there, C was never booked wrong.
  fixture.clock.forward(MINUTE);
  for (let n = 0; n < 8; n += 1) expect(await one.desk.scan(zoneOf(one, 'Витрина'), 'A', 1)).toMatchObject({ kind: 'counted' });
  const wrong = await one.desk.scan(zoneOf(one, 'Витрина'), 'A', 1);
  if (!('line' in wrong)) throw new Error(wrong.kind);
  expect(await one.desk.undo(zoneOf(one, 'Витрина'), wrong.line)).toBeNull();
  await one.desk.scan(zoneOf(one, 'Стойка'), 'B', 5);
  await other.desk.scan(zoneOf(other, 'Стойка'), 'B', 5);
  await other.desk.scan(zoneOf(other, 'Стойка'), '4600000000017', 3);
  // One A was sold before the count by a till that told it only now, two after it.
  const before = makeSale({ at: fixture.clock.now() - MINUTE, counter: 1, lines: [{ sku: 'A' }] });
  fixture.clock.forward(5 * MINUTE);
  const after = makeSale({ at: fixture.clock.now(), counter: 2, lines: [{ sku: 'A', qty: 2 }] });
  await onServer(before, makeResult(before), after, makeResult(after));

  await together();
  await expect.poll(() => differences(one)).toEqual({ A: [8, -1], B: [10, 5], C: [null, -3] });
  await expect.poll(() => differences(other)).toEqual(differences(one));
  expect(one.desk.current!.lines![0]!.since).toEqual({ sold: 2 });
  expect(one.desk.current!.obstacles.filter(({ blocks }) => blocks)).toEqual([{ kind: 'contested', count: 1, blocks: true }]);
  // Nobody signs what is not settled.
  await one.desk.finish();
  expect(await one.desk.approve('x')).toBeNull();
  expect(one.desk.current!.state).toBe('review');

  const counter = one.desk.current!.zones.find(({ doc }) => doc.name === 'Стойка')!;
  await one.desk.rule(counter.doc, other.device.device);
  await one.desk.assign('4600000000017', 'C');
  await together();
  for (const desk of [one, other]) await expect.poll(() => differences(desk)).toEqual({ A: [8, -1], B: [5, 0], C: [3, 0] });

  // Both sign, neither knowing of the other.
  apart();
  await one.desk.approve('x');
  await other.desk.approve('x');
  await together();
  const take = () => one.desk.current!;
  await expect.poll(() => take().state).toBe('posted');
  expect(take().take.posted).toMatchObject({ facts: 1 });
  const facts = (await (
    await fixture.server.engine.open(SALES)
  ).range({ startkey: 'a', endkey: 'z' })) as unknown as BalanceFact[];
  expect(movementOf(facts).stock['floor']).toEqual({ A: 6_000, B: 5_000, C: 3_000 });
});

it('5,000 pieces as fast as a scanner can: none is dropped, none is told before it is durable, a killed browser loses none (issue 7 item 6)', async () => {
  const [tablet] = tablets as [Counter];
  await tablet.desk.open();
  const begun = (await tablet.desk.begin({ ...DRAFT, zones: ['Витрина'] })) as { id: string };
  await tablet.desk.show(begun.id);
  const zone = zoneOf(tablet, 'Витрина');
  const scans: ReturnType<typeof tablet.desk.scan>[] = [];
  for (let n = 0; n < 5_000; n += 1) scans.push(tablet.desk.scan(zone, `A${n % 700}`, 1));
  await scans[0];
  // At the very first word there is something in the database.
  expect(await tablet.device.databases.ids(STORE, 'stock-sheet:', 'stock-sheet:\ufff0')).not.toEqual([]);
  const told = await Promise.all(scans);
  expect(told.every(({ kind }) => kind === 'counted')).toBe(true);

  await tablet.killed();
  await tablet.desk.show(begun.id);
  const { counted } = tablet.desk.current!;
  expect(counted.zones.get(zone)!.total).toBe(5_000);
  expect([counted.articles.size, counted.articles.get('A699')!.counted]).toEqual([700, 7]);
  const ids = await tablet.device.databases.ids(STORE, 'stock-sheet:', 'stock-sheet:\ufff0');
  expect(ids).toHaveLength(5_000 / SHEET_LINES);
  // It goes on where it was.
  await tablet.desk.scan(zone, 'A1', 1);
  await expect.poll(() => tablet.desk.current!.counted.zones.get(zone)!.total).toBe(5_001);
});

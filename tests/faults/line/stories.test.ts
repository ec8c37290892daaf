import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DOCUMENTS } from '../../../design/documents/registry.ts';
import type { Sale } from '../../../design/documents/facts.ts';
import { HOUR } from '../../../design/time/clock.ts';
import { clientOf } from '../../factories/clients.ts';
import { makeSale } from '../../factories/receipts.ts';
import { addShops, DEMO_TILLS, startFixture, type ServerFixture } from '../../integration/server/sync-server.fixture.ts';
import { firstAt } from './faults.ts';
import { eventually, isAtRest, ledgerOf, startMember, type Member } from './member.ts';

const SALES = 'sales-demo-1-202611';
const STORE = 'store-demo-1';

let fixture: ServerFixture;
let members: Member[] = [];
let number = 0;
beforeEach(async () => {
  const demoTills = [...DEMO_TILLS, { pos_id: 'POS-003', store: 'demo-3', url: 'http://127.0.0.1:8002' }];
  fixture = await startFixture({ bounds: { requestRate: { burst: 1e9, perSecond: 1e9 } }, demoTills });
});
afterEach(async () => {
  for (const member of members) await member.end();
  members = [];
  await fixture.end();
});

async function join(till = 'POS-001'): Promise<Member> {
  const member = await startMember(fixture, till);
  members.push(member);
  return member;
}
async function joined(till?: string): Promise<Member> {
  const member = await join(till);
  member.device.start();
  await member.device.until((s) => isAtRest(s) && s.lastSync !== null);
  return member;
}
const sell = ({ device }: Member, change: Partial<Sale> = {}): Promise<Sale> =>
  device.facts.write(() =>
    Promise.resolve<Sale>({
      ...makeSale({ at: fixture.clock.now() + (number += 1), device: device.device, store: device.shop }),
      pos: device.till,
      ...change,
    }),
  );
const revisionAt = async (database: string, id: string): Promise<string | null> =>
  (await (await fixture.server.engine.open(database)).get(id))?._rev ?? null;

describe('a push that is interrupted by an answer', () => {
  it.each([
    ['a 401 with JSON', '401 with JSON'],
    ['a 401 of a proxy', '401 with a page'],
    ['a 403 of a proxy', '403 with a page'],
    ['a 200 of a hotel', '200 with a page'],
  ] as const)('%s in the middle puts nothing into the ledger, ever', async (_name, fault) => {
    const member = await joined();
    const { device, line } = member;
    device.stop();
    device.state.snapshot = null;
    const sales = [];
    for (let n = 0; n < 150; n += 1) sales.push(await sell(member));
    let most = 0;
    void device.until((s) => {
      most = Math.max(most, s.refused);
      return false;
    });
    // The first hundred passes, the second request is struck, twice.
    let bulk = 0;
    line.goBad(({ path }) => (path.endsWith('_bulk_docs') && (bulk += 1) > 1 && bulk < 4 ? fault : null));
    device.start();
    await device.until((s) => isAtRest(s) && s.unsent === 0);
    expect(bulk).toBeGreaterThan(3);
    expect([most, await ledgerOf(member)]).toEqual([0, []]);
    for (const { _id, _rev } of sales) expect(await revisionAt(SALES, _id)).toBe(_rev);
    expect(member.traffic.sentInVain).toEqual([]);
  });

  it('a 413 of a proxy halves what is sent until it passes', async () => {
    const member = await joined();
    const { device, line, traffic } = member;
    device.stop();
    device.state.snapshot = null;
    const sales = [];
    for (let n = 0; n < 25; n += 1) sales.push(await sell(member));
    line.goBad(firstAt('_bulk_docs', 3, '413 with a page'));
    const before = traffic.requests.get('_bulk_docs') ?? 0;
    device.start();
    await device.until((s) => isAtRest(s) && s.unsent === 0);
    // 25, 13 and 7 are too large; 4 pass, and the next ones grow again.
    expect(traffic.requests.get('_bulk_docs')! - before).toBeLessThan(10);
    expect(await ledgerOf(member)).toEqual([]);
    for (const { _id, _rev } of sales) expect(await revisionAt(SALES, _id)).toBe(_rev);
  });

  it('a 429 is obeyed: nothing is asked until the time is over, whatever is sold meanwhile', async () => {
    const member = await joined();
    const { device, line } = member;
    line.goBad(firstAt('_revs_diff', 1, '429 with JSON'));
    await sell(member);
    const told = await device.until((s) => s.why === 'RATE_LIMITED');
    expect(told).toMatchObject({ state: 'waiting', unsent: 1, refused: 0 });
    const asked = line.count;
    for (let n = 0; n < 3; n += 1) await sell(member);
    expect(device.state.snapshot?.state === 'waiting' ? line.count : asked).toBe(asked);
    await device.until((s) => isAtRest(s) && s.unsent === 0);
  });
});

describe('a document that was refused and is allowed later arrives as the very revision', () => {
  it('when the rule at the server is another one', async () => {
    const member = await joined();
    const rule = DOCUMENTS.client as { deviceWrites: boolean };
    rule.deviceWrites = false;
    try {
      const doc = clientOf('later');
      const rev = await member.device.databases.create(STORE, doc);
      await member.device.until((s) => s.state === 'refused');
      expect(await ledgerOf(member)).toMatchObject([{ id: doc._id, rev, code: 'DOCUMENT_NOT_WRITABLE' }]);
      expect(await revisionAt(STORE, doc._id)).toBeNull();
      rule.deviceWrites = true;
      // By itself, when its time has come.
      fixture.clock.forward(HOUR);
      await member.device.until((s) => isAtRest(s) && s.unsent === 0);
      expect([await revisionAt(STORE, doc._id), await ledgerOf(member)]).toEqual([rev, []]);
    } finally {
      rule.deviceWrites = true;
    }
  });

  it('when the till is given to this shop', async () => {
    const member = await joined();
    await fixture.server.gateways.register({ pos: 'POS-009', store: 'demo-2', url: 'http://127.0.0.1:8009' });
    const { _id, _rev } = await sell(member, { pos: 'POS-009' });
    await member.device.until((s) => s.state === 'refused');
    expect(await ledgerOf(member)).toMatchObject([{ id: _id, code: 'DOCUMENT_WRONG_STORE' }]);
    await fixture.server.gateways.register({ pos: 'POS-009', store: 'demo-1', url: 'http://127.0.0.1:8009' });
    member.device.offerAgain();
    await member.device.until((s) => isAtRest(s) && s.unsent === 0);
    expect([await revisionAt(SALES, _id), await ledgerOf(member)]).toEqual([_rev, []]);
  });

  it('when the shop is made: until then nothing is refused, it waits', async () => {
    const member = await join('POS-003');
    const { _id, _rev } = await sell(member);
    member.device.start();
    const waiting = await member.device.until((s) => s.databases.some(({ trouble }) => trouble === 'DATABASE_NOT_FOUND'));
    expect([waiting.unsent, waiting.refused]).toEqual([1, 0]);
    await addShops(fixture.server.engine, ['demo-3']);
    await fixture.server.provisioner.run();
    fixture.clock.forward(HOUR);
    await member.device.until((s) => isAtRest(s) && s.unsent === 0);
    expect([await revisionAt('sales-demo-3-202611', _id), await ledgerOf(member)]).toEqual([_rev, []]);
  });

  it('a fact of a person whom nobody knows waits for nobody: it is stored at once and flagged', async () => {
    const member = await joined();
    const { _id, _rev } = await sell(member, { by: 'staff:nobody' });
    await eventually(member.device, async () => (await revisionAt(SALES, _id)) === _rev);
    await member.device.until((s) => isAtRest(s) && s.refused === 0);
    const flag = await (await fixture.server.engine.open(SALES)).get(`flag:${_id}`);
    expect(flag).toMatchObject({ reasons: expect.arrayContaining(['STAFF_UNKNOWN']) as string[] });
  });
});

describe('a feed that does not hold', () => {
  const cuts = [0, 1, 2, 3, 4].flatMap((after) => [true, false].map((inside) => ({ after, inside })));

  it('cut at any event, between two or in the middle of one: a sale reaches the other device all the same', async () => {
    const [till, tablet] = [await joined(), await joined()];
    for (const { after, inside } of cuts) {
      tablet.line.feed = { kind: 'cut', after, inside };
      tablet.line.breakAll();
      const { _id, _rev } = await sell(till);
      await eventually(tablet.device, async () => (await tablet.device.facts.find<Sale>(_id))?._rev === _rev);
      await tablet.device.until((s) => isAtRest(s) && s.refused === 0);
    }
  });

  it('held back by a proxy that gathers what streams: found out by its silence', async () => {
    const [till, tablet] = [await joined(), await joined()];
    tablet.line.feed = { kind: 'buffered', bytes: 1 << 20 };
    const feeds = tablet.line.feeds;
    tablet.line.breakAll();
    await eventually(tablet.device, () => Promise.resolve(tablet.line.feeds > feeds));
    const { _id, _rev } = await sell(till);
    await eventually(till.device, async () => (await revisionAt(SALES, _id)) === _rev);
    // Forty seconds later.
    tablet.timers.losePatience();
    await eventually(tablet.device, async () => (await tablet.device.facts.find<Sale>(_id))?._rev === _rev);
  });
});

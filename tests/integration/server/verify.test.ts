import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../design/time/clock.ts';
import { saleOf, SALES } from './facts.fixture.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

const DRIVE = '9999078900000001';
let fixture: ServerFixture;
beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(() => fixture.end());

const ask = (query: string, token?: string) => fixture.call('GET', `/api/verify${query}`, token === undefined ? {} : { token });

describe("the server's half of the invariant", () => {
  it('names the sales of the drives asked for, without lines, names or clients', async () => {
    const sales = await fixture.server.engine.open('sales-demo-1-202611');
    const [ours, other] = [saleOf(1), saleOf(2, { fn: '9999078900000002' })];
    await sales.bulk([ours, other], { newEdits: false });
    const answer = await ask(`?drives=${DRIVE}`, fixture.server.metricsToken);
    expect(await answer.json()).toEqual({
      sales: [{ _id: ours._id, total: ours.total, key: ours.key }],
      results: [],
      voids: [],
      events: {},
      shiftEvents: [],
      cash: [],
      tray: [],
    });
  });

  it('holds a month against itself and its days, and names what has no outcome', async () => {
    const sales = await fixture.server.engine.open(SALES);
    const [good, twice, open] = [saleOf(1), saleOf(2), saleOf(3)];
    const result = (sale: typeof good, fd: number, total = sale.total) => ({
      ...{ _id: `fiscal-result:${sale.hlc}`, _rev: '1-abc', type: 'fiscal-result', schema: 1, hlc: sale.hlc, by: null },
      ...{
        pos: 'POS-001',
        store: 'demo-1',
        sale: sale._id,
        key: sale.key,
        receipt: 'r',
        operation: 'sale',
        total,
        fn: DRIVE,
        fd,
      },
      ...{ fp: '1', shift: sale.shift, number: fd, at: sale.at, qr: 't=', text: [] },
    });
    const orphan = { ...result(saleOf(9), 9), sale: 'sale:1763683200000-0000-0009' };
    await sales.bulk([good, twice, open, result(good, 1), result(twice, 1, 5), orphan], { newEdits: false });
    await fixture.server.jobs.settled();
    fixture.clock.forward(2 * MINUTE);
    const month = async (): Promise<unknown> => (await ask(`/month?database=${SALES}`, fixture.server.metricsToken)).json();
    const before = (await month()) as { faults: { rule: string }[]; open: unknown[] };
    expect(before).toMatchObject({ sales: 3, results: 3, days: 30, found: 3, openCount: 1 });
    expect(before.faults.map(({ rule }) => rule).sort()).toEqual(['no-double', 'result-has-sale', 'same-content']);
    expect(before.open).toEqual([{ _id: open._id, key: open.key, fn: DRIVE, pos: 'POS-001' }]);

    await fixture.server.jobs.stop();
    const chain = await fixture.server.engine.open('chain');
    await chain.put({ ...(await chain.get('day-rollup:demo-1:2026-11-21'))!, revenue: 1 });
    const { faults } = (await month()) as { faults: { rule: string; what: string }[] };
    expect(faults.filter(({ rule }) => rule === 'rollup-is-fold')).toMatchObject([{ what: 'day-rollup:demo-1:2026-11-21' }]);
  });

  it('says which months there are and how much of each journal is held', async () => {
    const answer = (await (await ask('/databases', fixture.server.metricsToken)).json()) as {
      databases: string[];
      tills: unknown;
    };
    expect(answer.databases).toContain(SALES);
    expect(answer.tills).toEqual([
      { pos: 'POS-001', store: 'demo-1', held: 0 },
      { pos: 'POS-002', store: 'demo-2', held: 0 },
    ]);
    expect((await ask('/databases')).status).toBe(401);
    expect((await ask(`/month?database=${SALES}`)).status).toBe(401);
    for (const query of ['/month?database=control', '/month?database=sales-demo-1-209901', '/openings?store=../x', '/month']) {
      expect((await ask(query, fixture.server.metricsToken)).status).toBeGreaterThanOrEqual(400);
    }
  });

  it('asks for the read token, which a paired till does not have', async () => {
    const { token } = await fixture.pair();
    expect((await ask(`?drives=${DRIVE}`)).status).toBe(401);
    expect((await ask(`?drives=${DRIVE}`, token)).status).toBe(401);
  });

  it('takes numbers of drives only', async () => {
    for (const query of ['', '?drives=', '?drives=1', `?drives=${DRIVE},`, '?drives=../control']) {
      const answer = await ask(query, fixture.server.metricsToken);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'QUERY_INVALID']);
    }
  });
});

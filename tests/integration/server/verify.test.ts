import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saleOf } from './facts.fixture.ts';
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

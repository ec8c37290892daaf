import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.end());

const rows = [{ database: 'sales-demo-1-202611', code: 'DOCUMENT_MALFORMED', count: 3, oldest: 1 }];

describe('what a device tells of its refused documents', () => {
  it('is kept a device, over a restart, until the device tells that none is left', async () => {
    const { token, device } = await fixture.pair('POS-001');
    const tell = (refusals: unknown) => fixture.call('POST', '/api/refusals', { token, body: { refusals } });
    expect((await tell(rows)).status).toBe(204);
    await fixture.restart();
    const control = await fixture.server.engine.open('control');
    expect(await control.get(`refusals:${device}`)).toMatchObject({ device, refusals: rows });
    expect((await tell([])).status).toBe(204);
    expect(await control.get(`refusals:${device}`)).toMatchObject({ refusals: [] });
  });

  it('takes counts and codes only, and nothing without a token', async () => {
    const { token } = await fixture.pair('POS-001');
    const bad = { refusals: [{ ...rows[0], code: 'NOT_ONE_OF_OURS' }] };
    expect((await fixture.call('POST', '/api/refusals', { token, body: bad })).status).toBe(422);
    expect((await fixture.call('POST', '/api/refusals', { body: { refusals: rows } })).status).toBe(401);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findReceipt } from '../../../app/lib/history/find-receipt.ts';
import { createServerClient } from '../../../app/lib/sync/server.client.ts';
import { makeResult, makeSale } from '../../factories/receipts.ts';
import { NOON, startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { startDevice, type TestDevice } from './device.fixture.ts';
import { createSeller } from './shop.fixture.ts';

const MONTH = 31 * 86_400_000;
let fixture: ServerFixture;
let till: TestDevice;
beforeEach(async () => {
  fixture = await startFixture();
  till = await startDevice(fixture, 'POS-001');
});
afterEach(async () => {
  await till.end();
  await fixture.end();
});

const find = (fn: string, fd: number, fp: string) => {
  const { databases, facts, state, shop } = till;
  const { url } = fixture.server;
  const client = createServerClient(
    url,
    () => state.token,
    (input, init) => fetch(input, init),
  );
  return findReceipt({ databases, facts, client, store: () => shop }, { fn, fd, fp });
};

describe('a receipt that is brought back to a till', () => {
  it('of this month is found offline; an older one in the chain, and without the network the till says so', async () => {
    const seller = createSeller(fixture, till);
    const sale = await seller.sell();
    const { fn, fd, fp } = seller.sold[0]!.result!;
    const old = makeSale({ at: NOON - 6 * MONTH });
    const oldResult = makeResult(old, old.at, 4_711);
    const docs = [old, oldResult].map((doc) => ({ ...doc, _rev: '1-a' }));
    const shift = { type: 'shift-event', schema: 1, hlc: old.hlc, by: null, pos: 'POS-001', store: 'demo-1' };
    const opened = { _id: `shift-event:${old.fn}-1`, _rev: '1-a', ...shift };
    await (await fixture.server.engine.open('sales-demo-1-202605')).bulk([...docs, opened], { newEdits: false });

    expect(await find(oldResult.fn, 4_711, oldResult.fp)).toMatchObject({
      state: 'found',
      from: 'network',
      receipt: { sale: { _id: old._id } },
    });
    expect(await find(oldResult.fn, 4_712, oldResult.fp)).toEqual({ state: 'not-found' });
    await fixture.server.close();
    expect(await find(fn, fd, fp)).toMatchObject({
      state: 'found',
      from: 'here',
      receipt: { sale: { _id: sale._id }, refunds: [] },
    });
    expect(await find(oldResult.fn, 4_711, oldResult.fp)).toEqual({ state: 'offline' });
  });
});

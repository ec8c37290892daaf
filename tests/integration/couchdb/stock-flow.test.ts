import { afterEach, describe, expect, it, vi } from 'vitest';
import { salesDatabase, storeDatabase } from '../../../design/databases.ts';
import type { StockMovement } from '../../../design/documents/facts.ts';
import type { StockTransfer } from '../../../design/documents/stock-transfer.ts';
import { movementOf, type BalanceFact } from '../../../design/folds/movement.ts';
import { rangeOf } from '../../../design/ids.ts';
import { transferId, transferView } from '../../../design/stock/transfers.ts';
import type { RunningFollower } from '../../../sync-server/follow/follower.ts';
import { silentLog } from '../../../sync-server/log.ts';
import { startTransfers } from '../../../sync-server/stock/transfers.ts';
import { makePaper } from '../../factories/stock.ts';
import { NOON } from '../server/sync-server.fixture.ts';
import { backEnds } from './back-ends.fixture.ts';
import { useSuite } from './suite.fixture.ts';

// A busy machine: nothing here waits for time.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 240_000 });

const ID = transferId('demo-1', '3-2611-001');
const WAY = { number: '3-2611-001', of: ID, because: '' } as const;
const monthOf = (store: string): string => salesDatabase(store, '202611');

describe.each(backEnds)('goods between two shops over $name', (kind) => {
  const suite = useSuite(kind);
  let others: ReturnType<typeof startTransfers>[] = [];
  afterEach(() => Promise.all(others.splice(0).map((one) => one.stop())));

  /** The same work by programs that know nothing of each other, as by servers that both believe to hold the lease. */
  const alsoTold = (): void => {
    const { engine } = suite.current.server.server;
    const options = { clock: { now: () => NOON }, timeZoneOf: () => 'Europe/Moscow', log: silentLog };
    others = [1, 2].map(() => startTransfers(engine, options));
  };
  const workedThrough = async (): Promise<void> => {
    // One who lost a race says so and comes again: what he would have written stands.
    for (let round = 0; round < 3; round += 1) for (const one of others) await (one as RunningFollower).settled();
    await suite.current.server.server.jobs.settled();
  };
  const facts = async (store: string): Promise<StockMovement[]> => {
    const sales = await suite.current.server.server.engine.open(monthOf(store));
    return (await sales.range(rangeOf('stock-movement'))) as unknown as StockMovement[];
  };
  const stock = async (store: string) => movementOf((await facts(store)) as BalanceFact[]).stock;
  const transfer = async (store: string): Promise<StockTransfer> =>
    (await (await suite.current.server.server.engine.open(storeDatabase(store))).get(ID)) as unknown as StockTransfer;

  it('stand once in both books, though several programs tell of them at once and the server is started anew in between', async () => {
    const lines = [
      { sku: 'A', qty: 10 },
      { sku: 'B', qty: 2 },
    ];
    const sent = makePaper({ ...WAY, kind: 'sent', party: 'demo-2', from: 'floor', to: 'transit', lines });
    const came = (more: typeof lines) =>
      makePaper({ ...WAY, kind: 'accepted', party: 'demo-1', from: 'other-shop', to: 'floor', lines: more }, { store: 'demo-2' });
    const push = async (store: string, till: string, ...papers: StockMovement[]): Promise<void> => {
      const device = await suite.current.device(monthOf(store), till);
      expect(await device.push(papers.map((paper) => ({ ...paper, _rev: '1-aa' })))).toEqual([]);
    };

    alsoTold();
    await push('demo-1', 'POS-001', sent);
    await workedThrough();
    expect(await transfer('demo-2')).toMatchObject({ from: 'demo-1', to: 'demo-2', store: 'demo-2' });
    expect((await stock('demo-1'))['transit']).toEqual({ A: 10_000, B: 2_000 });

    await Promise.all(others.splice(0).map((one) => one.stop()));
    const papers = [came([{ sku: 'A', qty: 4 }]), came([{ sku: 'A', qty: 6 }, { sku: 'B', qty: 2 }])]; // prettier-ignore
    await push('demo-2', 'POS-002', ...papers);
    await suite.current.server.restart();
    alsoTold();
    // Twice is once: a till that was not answered hands in again.
    await push('demo-2', 'POS-002', ...papers);
    await push('demo-1', 'POS-001', sent);
    await workedThrough();

    const delivered = (await facts('demo-1')).filter(({ _id }) => _id.endsWith(':delivered'));
    expect(delivered).toHaveLength(2);
    expect((await stock('demo-1'))['transit']).toBeUndefined();
    expect((await stock('demo-2'))['floor']).toEqual({ A: 10_000, B: 2_000 });
    for (const store of ['demo-1', 'demo-2']) expect(transferView(await transfer(store)).open).toBe(false);
  });
});

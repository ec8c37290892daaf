import { CATALOG, storeDatabase } from '../../../design/databases.ts';
import { DAY } from '../../../design/time/clock.ts';
import { formatHlc } from '../../../design/time/hlc.ts';
import type { Engine } from '../../../sync-server/engine/engine.ts';
import { clientOf } from '../../factories/clients.ts';
import { orderOf } from '../../factories/orders.ts';
import { makeResult, makeSale } from '../../factories/receipts.ts';
import { settingsOf } from '../../integration/server/sync-server.fixture.ts';
import { monthsOf, shopCodes, type LoadPlan } from './plan.ts';

/** Device number of what was there before anybody was paired. */
const FORMER = 46_000;

/** Shops with years behind them: every month has its database and a receipt in it. */
export async function seedChain(engine: Engine, plan: LoadPlan, now: number): Promise<void> {
  const stores = shopCodes(plan);
  await (await engine.open(CATALOG)).bulk(stores.map((store) => settingsOf(store)));
  for (const store of stores) {
    const hlcOf = (n: number): string => formatHlc({ wall: now - 400 * DAY, counter: n, device: FORMER });
    const docs = Array.from({ length: plan.clients }, (_, n) => [
      clientOf(hlcOf(n), { hlc: hlcOf(n), store, name: `Клиент ${n}` }),
      orderOf(hlcOf(n), { hlc: hlcOf(n), store, client: `client:${hlcOf(n)}`, number: `${n + 1}` }),
    ]).flat();
    await (await engine.open(storeDatabase(store))).bulk(docs);
    for (const name of monthsOf(store, plan, now)) {
      const database = await engine.open(name);
      const month = name.slice(-6);
      const at = Date.UTC(Number(month.slice(0, 4)), Number(month.slice(4)) - 1, 10, 9);
      if (at > now - 2 * DAY) continue;
      const sale = makeSale({ at, store, device: FORMER });
      await database.bulk([sale, makeResult(sale)]);
    }
  }
}

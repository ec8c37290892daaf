import { CatalogueStore, type CatalogueDeps } from '../catalogue/catalogue.store.svelte.ts';
import { createCatalogueRemote } from '../catalogue/catalogue-remote.ts';
import { QuickStore } from '../catalogue/quick.store.svelte.ts';
import { UnknownCodes } from '../catalogue/unknown-codes.ts';
import { startSearchWorker } from '../search/start-search-worker.ts';
import { StockStore, type StockDeps } from '../stock/stock.store.svelte.ts';
import { whenIdle } from '../stock/when-idle.ts';
import type { Ground } from './ground.ts';

/** What is sold, and how much of it lies in the shop. */
export function createGoods(
  ground: Ground,
  { onSettings, lastSync }: Pick<CatalogueDeps, 'onSettings'> & Pick<StockDeps, 'lastSync'>,
) {
  const { store, facts, server } = ground;
  return {
    catalogue: new CatalogueStore({ ...ground, onSettings, worker: startSearchWorker, remote: createCatalogueRemote(server) }),
    quick: new QuickStore(store),
    unknownCodes: new UnknownCodes({ ...ground, tell: (report) => server.reportUnknownCodes(report) }),
    stock: new StockStore({ ...ground, lastSync, months: () => facts.names(), idle: whenIdle }),
  };
}

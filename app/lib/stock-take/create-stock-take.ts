import type { OpticsDeps } from '../optics/optics.deps.ts';
import { whenIdle } from '../stock/when-idle.ts';
import type { Documents } from '../storage/documents.ts';
import { StockTakeStore } from './stock-take.store.svelte.ts';

/** Joins the stock-take with what it stands on. */
export const createStockTake = (deps: OpticsDeps & { readonly documents: Documents }): StockTakeStore =>
  new StockTakeStore({
    ...deps,
    months: () => deps.facts.names(),
    idle: whenIdle,
    who: () => ({ by: deps.by(), pos: deps.device()?.till ?? null }),
    store: () => deps.place().store,
    device: () => deps.device()?.device ?? 0,
  });

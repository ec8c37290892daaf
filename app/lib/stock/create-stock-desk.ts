import type { OpticsDeps } from '../optics/optics.deps.ts';
import type { Documents } from '../storage/documents.ts';
import type { OrderShelf } from '../orders/order-shelf.ts';
import { StockDeskStore } from './stock-desk.store.svelte.ts';
import { whenIdle } from './when-idle.ts';

type Deps = OpticsDeps & { readonly documents: Documents; readonly shelf: Pick<OrderShelf, 'all' | 'onChange'> };

/** Joins the stock desk with what it stands on. */
export const createStockDesk = (deps: Deps): StockDeskStore =>
  new StockDeskStore({ ...deps, idle: whenIdle, locks: navigator.locks });

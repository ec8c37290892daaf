import { createCards } from '../clients/create-cards.ts';
import { createLensOrders } from '../lens-orders/create-lens-orders.ts';
import { CallDesk } from '../orders/call-desk.ts';
import { OrdersStore } from '../orders/orders.store.svelte.ts';
import { late } from '../shell/late.ts';
import { Documents } from '../storage/documents.ts';
import type { OpticsDeps } from './optics.deps.ts';
import { PrescriptionsStore } from '../prescription/prescriptions.store.svelte.ts';
import { createWorkshop } from '../workshop/create-workshop.ts';
import type { OpticsModel } from './optics.model.ts';
import { readSeller } from './seller.ts';

/** Joins the stores of this piece. Nothing runs before a screen asks. */
export function createOptics(deps: OpticsDeps): OpticsModel {
  const documents = new Documents(deps.databases, deps.stamps);
  const clients = createCards({ ...deps, documents });
  const stops: (() => void)[] = [() => clients.stop()];
  const prescriptions = new PrescriptionsStore({ ...deps, documents, clients });
  stops.push(() => prescriptions.stop());
  const orders = new OrdersStore({ ...deps, documents });
  stops.push(() => orders.stop());
  const nameOf = async (id: string): Promise<string | null> => (await clients.get(id))?.name ?? null;
  const workshop = createWorkshop({ ...deps, shelf: orders.shelf, nameOf });
  stops.push(() => workshop.stop());
  const lensOrders = createLensOrders({ ...deps, documents, shelf: orders.shelf });
  stops.push(() => lensOrders.stop());
  const stockTake = late(async () => {
    const { createStockTake } = await import('../stock-take/create-stock-take.ts');
    const desk = createStockTake({ ...deps, documents });
    stops.push(() => desk.stop());
    return desk;
  });
  const stockDesk = late(async () => {
    const { createStockDesk } = await import('../stock/create-stock-desk.ts');
    const desk = createStockDesk({ ...deps, documents, shelf: orders.shelf });
    stops.push(() => desk.stop());
    return desk;
  });
  const seller = () => readSeller(deps.databases, deps.place().store);
  const calls = new CallDesk({ ...deps, orders, clients, seller, can: () => deps.can('client.edit') });
  return {
    lensOrders,
    orders,
    workshop,
    prescriptions,
    clients,
    calls,
    stockTake: () => stockTake.open(),
    stockDesk: () => stockDesk.open(),
    seller,
    stop() {
      for (const stop of stops.splice(0)) stop();
    },
  };
}

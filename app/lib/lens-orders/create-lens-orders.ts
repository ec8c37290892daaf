import { CATALOG } from '$design/databases.ts';
import type { Settings } from '$design/documents/catalogue.ts';
import type { OpticsDeps } from '../optics/optics.deps.ts';
import type { OrderShelf } from '../orders/order-shelf.ts';
import type { Documents } from '../storage/documents.ts';
import { hexOf } from '../workshop/digest.ts';
import { LensOrdersStore } from './lens-orders.store.svelte.ts';

type Deps = Pick<OpticsDeps, 'databases' | 'hub' | 'now' | 'place' | 'device' | 'by' | 'can'> & {
  readonly documents: Documents;
  readonly shelf: OrderShelf;
};

/** Joins the desk that orders lenses with what it stands on. */
export const createLensOrders = ({ databases, hub, now, place, device, by, can, documents, shelf }: Deps): LensOrdersStore =>
  new LensOrdersStore({
    ...{ databases, documents, hub, shelf, now },
    shop: async () => {
      const { store } = place();
      const settings = await databases.get<Settings>(CATALOG, `settings:store-${store}`).catch(() => null);
      const { name = device()?.storeName ?? store, address = '', phone } = settings ?? {};
      return { name, address, phone: phone ?? '' };
    },
    who: () => ({ by: by(), pos: device()?.till ?? null }),
    store: () => place().store,
    can: () => can('order.edit'),
    digest: (text) => hexOf(new TextEncoder().encode(text)),
  });

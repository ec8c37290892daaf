import { parseDatabaseName } from '$design/databases.ts';
import { keyOfId } from '$design/ids.ts';
import { parseHlc } from '$design/time/hlc.ts';
import type { CatalogueStore } from '../catalogue/catalogue.store.svelte.ts';
import type { DashboardStore } from '../dashboard/dashboard.store.svelte.ts';
import type { Late } from '../shell/late.ts';
import type { StockStore } from '../stock/stock.store.svelte.ts';
import type { DataChange } from '../storage/change-hub.ts';
import type { RegisterDay } from './register-day.ts';
import type { Selling } from './selling.ts';
import type { Till } from './till.ts';

type Readers = Pick<Till, 'hub' | 'people' | 'stamps'> &
  Pick<Selling, 'pricing' | 'contacts' | 'clients' | 'cart' | 'deposits' | 'sale'> &
  Pick<RegisterDay, 'shift' | 'history'> & {
    readonly catalogue: CatalogueStore;
    readonly stock: StockStore;
    readonly dashboard: Late<DashboardStore>;
  };

/** The latest of the ids' keys that are clock stamps; empty where none is. */
const newestStamp = (ids: readonly string[]): string =>
  ids
    .map(keyOfId)
    .filter((key) => parseHlc(key) !== null)
    .reduce((newest, key) => (key > newest ? key : newest), '');

/** From now on who shows something of a database hears what changes in it, here, in another tab or at the server. Returns what ends it. */
export function followData(readers: Readers): () => void {
  const { hub, people, stamps, pricing, contacts, clients, cart, deposits, sale, shift, history } = readers;
  const { catalogue, stock, dashboard } = readers;
  const tell = (change: DataChange) => {
    const { database, ids } = change;
    const has = (prefix: string) => ids.some((id) => id.startsWith(prefix));
    const kind = parseDatabaseName(database)?.kind;
    if (kind === 'catalog') {
      void catalogue.changed(ids);
      void pricing.changed(ids);
      if (has('settings:')) dashboard.whenOpen((board) => board.load());
    } else if (kind === 'store') {
      if (has('staff:')) void people.load();
      contacts.changed(ids);
      void clients.changed(database, ids).catch(() => null);
      void stock.changed(change);
    } else if (kind === 'chain') dashboard.whenOpen((board) => board.changed(ids));
    else if (kind === 'sales') {
      if (has('shift-handover:')) void shift.load().catch(() => null);
      if (has('sale-void:')) void pricing.voided(cart.cart.coupons);
      void history.refresh();
      void deposits.changed(database, ids).catch(() => null);
      void stock.changed(change);
      if (change.origin === 'pulled') void stamps.observe(newestStamp(ids));
    }
  };
  // What a sale of this till sets going comes after its receipt.
  const isOwn = ({ database, origin }: DataChange) => origin === 'local' && parseDatabaseName(database)?.kind === 'sales';
  return hub.on((change) => void (isOwn(change) ? sale.handsFree().then(() => tell(change)) : tell(change)));
}

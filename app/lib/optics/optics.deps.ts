import type { ApprovalModel } from '../people/approval.model.ts';
import type { CartModel } from '../sale/cart.model.ts';
import type { CatalogueModel, DeviceInfo, HistoryModel } from '../app.model.ts';
import type { ScannerModel } from '../scanner/scanner.model.ts';
import type { StockModel } from '../stock/stock.model.ts';
import type { ServerClient } from '../sync/server.client.ts';
import type { ChangeHub } from '../storage/change-hub.ts';
import type { Databases } from '../storage/databases.ts';
import type { Facts } from '../storage/facts.ts';
import type { Stamps } from '../storage/device-clock.ts';
import type { LocalStore } from '../storage/local-store.ts';
import type { Action } from '$design/people/roles.ts';

/** What the rest of the program lends to clients' cards, prescriptions, orders and the workshop. */
export interface OpticsDeps {
  readonly databases: Databases;
  readonly facts: Facts;
  readonly stamps: Stamps;
  /** Hears what this device writes and what comes from the server. */
  readonly hub: Pick<ChangeHub, 'on'>;
  readonly store: LocalStore;
  /** Server-corrected, epoch ms. */
  readonly now: () => number;
  readonly uuid: () => string;
  readonly random: () => number;
  readonly place: () => { readonly store: string; readonly timeZone: string };
  readonly device: () => DeviceInfo | null;
  /** Who works here: id of the staff document. */
  readonly by: () => string | null;
  readonly who: () => { readonly id: string; readonly name: string } | null;
  readonly can: (action: Action) => boolean;
  readonly approval: ApprovalModel;
  readonly cart: CartModel;
  readonly catalogue: CatalogueModel;
  readonly stock: StockModel;
  readonly history: HistoryModel;
  readonly scanner: ScannerModel;
  readonly server: ServerClient;
}

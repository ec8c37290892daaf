import type { LensOrdersModel } from '../lens-orders/lens-orders.model.ts';
import type { CallsModel } from '../orders/calls.model.ts';
import type { OrdersModel } from '../orders/orders.model.ts';
import type { PrescriptionsModel } from '../prescription/prescription.model.ts';

import type { WorkshopModel } from '../workshop/workshop.model.ts';
import type { StockDeskModel } from '../stock/stock-desk.model.ts';
import type { StockTakeModel } from '../stock-take/stock-take.model.ts';
import type { CardsModel } from '../clients/cards.model.ts';
import type { Seller } from './seller.ts';

/**
 * Clients' cards, prescriptions, glasses orders and the workshop as the screens see them (issue 6): one piece that comes when a person
 * first opens one of its places, so that a till which only sells never loads it (docs/decisions/0022).
 */
export interface OpticsModel {
  readonly prescriptions: PrescriptionsModel;
  readonly clients: CardsModel;
  readonly orders: OrdersModel;
  readonly calls: CallsModel;
  readonly lensOrders: LensOrdersModel;
  readonly workshop: WorkshopModel;
  /** A piece of its own: most days nobody counts. */
  stockTake(): Promise<StockTakeModel>;
  /** A piece of its own, too. */
  stockDesk(): Promise<StockDeskModel>;
  /** For the heads of papers. */
  seller(): Promise<Seller>;
  /** Ends timers and listeners; documents stay. */
  stop(): void;
}

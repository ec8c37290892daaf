import type { SupplierOrder } from '$design/documents/supplier-order.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { LensLine, SupplierGroup } from '$design/orders/lens-needs.ts';
import type { LineState, SupplierLine } from '$design/orders/supplier-orders.ts';
import type { SupplierText } from '$design/orders/supplier-formats.ts';
import type { SupplierCard } from '$design/orders/suppliers.ts';

/** A supplier's order with how each of its lenses stands now. */
export interface ShownSupplierOrder {
  readonly doc: SupplierOrder;
  readonly lines: readonly { readonly line: SupplierLine; readonly state: LineState }[];
}

/** Lenses to be ordered of suppliers, ordered, and taken in. Everything works offline; answers an error's code, `null` on success. */
export interface LensOrdersModel {
  readonly state: 'loading' | 'ready' | 'failed';
  /** What confirmed orders lack, by supplier. */
  readonly groups: readonly SupplierGroup[];
  /** What suppliers owe. */
  readonly underWay: readonly LensLine[];
  /** The newest first. */
  readonly orders: readonly ShownSupplierOrder[];
  readonly mayEdit: boolean;
  open(): Promise<void>;
  /** Makes a supplier's order of these lenses and tells their orders. */
  make(supplier: string, lines: readonly LensLine[]): Promise<ErrorCode | null>;
  /** Takes in what came: only lenses that are still awaited. */
  receive(lines: readonly LensLine[]): Promise<ErrorCode | null>;
  /** A lens that was taken in by mistake is awaited again. */
  takeBack(shown: ShownSupplierOrder, line: SupplierLine): Promise<ErrorCode | null>;
  /** All suppliers that have a card or that an order names, by name. */
  readonly suppliers: readonly SupplierCard[];
  cardOf(supplier: string): SupplierCard;
  saveSupplier(card: SupplierCard): Promise<ErrorCode | null>;
  /** The order as the text of VCA jobs, and as its supplier takes it; remade pairs and centres come from the orders as they stand. */
  vca(shown: ShownSupplierOrder): string;
  text(shown: ShownSupplierOrder): SupplierText;
  /** A person sent this text by hand. */
  sent(shown: ShownSupplierOrder, via: 'file' | 'email', text: string): Promise<ErrorCode | null>;
  /** The server is to send it, now or when there is a line again. What waits already is not wished for twice. */
  send(shown: ShownSupplierOrder): Promise<ErrorCode | null>;
  /** Calls the order or one lens off: what is called off is needed again. A supplier who may have the order gets a letter. */
  cancel(shown: ShownSupplierOrder, reason: string): Promise<ErrorCode | null>;
  drop(shown: ShownSupplierOrder, line: SupplierLine): Promise<ErrorCode | null>;
}

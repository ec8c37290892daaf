import type { SupplierOrder } from '$design/documents/supplier-order.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { LensLine, SupplierGroup } from '$design/orders/lens-needs.ts';
import type { LineState, SupplierLine } from '$design/orders/supplier-orders.ts';
import type { SupplierMail } from '$design/orders/supplier-mail.ts';

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
  /** The order as the text of VCA jobs, and as a letter; remade pairs and centres come from the orders as they stand. */
  vca(shown: ShownSupplierOrder): string;
  mail(shown: ShownSupplierOrder, shop: { readonly name: string; readonly address: string }): SupplierMail;
  /** A person sent this text. */
  sent(shown: ShownSupplierOrder, via: 'file' | 'email', text: string): Promise<ErrorCode | null>;
}

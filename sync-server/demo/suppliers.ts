import type { Supplier } from '../../design/documents/supplier.ts';
import { supplierId } from '../../design/orders/suppliers.ts';

/** Of whom the demo's shops order lenses. */
export const LENS_SUPPLIER = 'LensSupply';

/** `.example` is nobody's: letters to it reach no one (RFC 2606). */
export const supplierDocument = (store: string, hlc: string): Supplier => ({
  ...{ _id: supplierId(LENS_SUPPLIER), type: 'supplier', schema: 1, hlc, by: null, pos: null, store },
  ...{ name: LENS_SUPPLIER, email: 'zakaz@lenssupply.example', format: 'vca', customer: `ОП-${store.slice(-1)}077` },
  stamps: { email: hlc, format: hlc, customer: hlc },
});

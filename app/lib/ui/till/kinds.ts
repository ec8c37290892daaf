import type { ProductKind } from '$design/documents/catalogue.ts';

/** The order of the category tiles: what is sold most often first. A record, so that no kind is forgotten; its schema stays out of the bundle. */
const ORDER: Readonly<Record<ProductKind, number>> = {
  frame: 1,
  lens: 2,
  sunglasses: 3,
  'contact-lens': 4,
  care: 5,
  accessory: 6,
  service: 7,
};
export const PRODUCT_KINDS = (Object.keys(ORDER) as ProductKind[]).sort((a, b) => ORDER[a] - ORDER[b]);

import type { ProductKind } from '$design/documents/catalogue.ts';

/** The tiles under an empty search, what is sold most often first. Their words are in the language file. */
export const CATEGORIES = [
  { name: 'frames', kind: 'frame' },
  { name: 'lenses', kind: 'lens' },
  { name: 'sunglasses', kind: 'sunglasses' },
  { name: 'children', kind: 'frame' },
  { name: 'contacts', kind: 'contact-lens' },
  { name: 'care', kind: 'care' },
  { name: 'cases', kind: 'accessory' },
  { name: 'accessories', kind: 'accessory' },
  { name: 'services', kind: 'service' },
] as const satisfies readonly { readonly name: string; readonly kind: ProductKind }[];
export type Category = (typeof CATEGORIES)[number];

/** How revisions made apart from each other become one (`design/merge/rules.ts`). */
export type MergeKind = 'fields' | 'order' | 'note' | 'prescription' | 'sheet' | 'purchase';

/**
 * Types whose revisions merge; those of every other type cannot arise, or are composed anew. Apart from the registry's shapes, so that a
 * device which edits documents need not load the library that checks them.
 */
const KINDS: Readonly<Record<string, MergeKind>> = {
  product: 'fields',
  cost: 'fields',
  'price-list': 'fields',
  settings: 'fields',
  promotion: 'fields',
  coupon: 'fields',
  staff: 'fields',
  client: 'fields',
  prescription: 'prescription',
  'contact-lens-prescription': 'prescription',
  contact: 'fields',
  order: 'order',
  supplier: 'fields',
  'supplier-order': 'fields',
  'purchase-order': 'purchase',
  'stock-minimum': 'fields',
  'stock-take': 'fields',
  'stock-zone': 'fields',
  'stock-sheet': 'sheet',
  note: 'note',
  conflict: 'fields',
};

export const MERGE_KINDS: ReadonlyMap<string, MergeKind> = new Map(Object.entries(KINDS));

import type { English } from '../keys.ts';
import type { count as ru } from '../ru/count.ts';

export const count: English<typeof ru> = {
  receipts_one: '{{count}} receipt',
  receipts_other: '{{count}} receipts',
  documents_one: '{{count}} document',
  documents_other: '{{count}} documents',
  positions_one: '{{count}} line',
  positions_other: '{{count}} lines',
};

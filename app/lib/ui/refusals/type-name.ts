import { t } from '$lib/i18n/i18n.ts';
import type { refusals } from '$lib/i18n/ru/refusals.ts';

const KNOWN = {
  sale: true,
  refund: true,
  correction: true,
  'sale-void': true,
  'card-attempt': true,
  'fiscal-result': true,
  'cash-movement': true,
  'shift-event': true,
  'stock-movement': true,
  client: true,
  prescription: true,
  'contact-lens-prescription': true,
  contact: true,
  order: true,
  note: true,
} as const satisfies Record<Exclude<keyof typeof refusals.type, 'other'>, true>;
const isKnown = (type: string): type is keyof typeof KNOWN => Object.hasOwn(KNOWN, type);

/** A type of documents in a cashier's words. */
export const typeName = (type: string): string => t(`refusals.type.${isKnown(type) ? type : 'other'}`);

import type { PaymentMethod, RefundReason } from '$design/documents/facts.ts';

/** In the order of the buttons. The shapes of the facts are not brought into the browser for a list of six. */
export const REFUND_REASONS: readonly RefundReason[] = [
  'not-suitable',
  'defect',
  'wrong-item',
  'order-cancelled',
  'cashier-mistake',
  'other',
];
export type WayBackName = PaymentMethod;

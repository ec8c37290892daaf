import { z } from 'zod';
import { documentBase, instant, kopecks, localDay, stamp } from './base.ts';

/** What an order is about; decided at the counter, open to change until the workshop begins. */
export const orderDetails = z.object({
  prescription: z.string().nullable(),
  lens: z.string().nullable(),
  frame: z.string().nullable(),
});
export type OrderDetails = z.infer<typeof orderDetails>;

/** `id` is the stamp of the device that wrote the event: unique, and the order of replay. */
const head = { id: stamp, by: z.string().nullable(), at: instant };
const step = <K extends string>(kind: K) => z.object({ ...head, kind: z.literal(kind) });

export const orderEvent = z.discriminatedUnion('kind', [
  step('details').extend({ set: orderDetails.partial() }),
  /** The day that the client was told. */
  step('promise').extend({ day: localDay }),
  step('confirm'),
  step('start'),
  step('ready'),
  step('deliver'),
  step('cancel').extend({ reason: z.string() }),
  step('reopen'),
  /** Money taken or given back for this order, kopecks; `sale` names the receipt. */
  step('payment').extend({ amount: kopecks.min(1), sale: z.string().nullable() }),
  step('repayment').extend({ amount: kopecks.min(1), refund: z.string().nullable() }),
]);
export type OrderEvent = z.infer<typeof orderEvent>;

/**
 * A manufacturing order (requirements D.4): fields that never change and the events of its life. What it is now is the fold of the events
 * through `design/machines/manufacturing-order.machine.ts` (`design/folds/order.ts`), never a stored word.
 */
export const order = documentBase('order', 1).extend({
  store: z.string(),
  client: z.string().nullable(),
  /** What people call it; given out by the shop, unique in it. */
  number: z.string().nullable(),
  events: z.array(orderEvent),
});
export type Order = z.infer<typeof order>;

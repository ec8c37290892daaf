import { z } from 'zod';
import * as words from '../orders/words.ts';
import { documentBase, instant, kopecks, localDay, stamp } from './base.ts';
import { orderLine, pairDetails, photo } from './order-pair.ts';
import { measuredPair } from './quality.ts';

/** What an order of earlier programs is about: one pair, by names. Today's orders describe each pair whole (`pair`). */
export const orderDetails = z.object({
  prescription: z.string().nullable(),
  lens: z.string().nullable(),
  frame: z.string().nullable(),
});
export type OrderDetails = z.infer<typeof orderDetails>;

/** `id` is the stamp of the device that wrote the event: unique, and the order of replay. `where`: the shop, workshop or bench it was written at. */
const head = { id: stamp, by: z.string().nullable(), at: instant, where: z.string().max(64).nullish() };
const event = <K extends string>(kind: K) => z.object({ ...head, kind: z.literal(kind) });
/** Which sub-order; absent: the first, `A`. */
const pair = z.enum(words.PAIR_LETTERS).optional();
const job = <K extends string>(kind: K) => event(kind).extend({ pair });
const note = z.string().max(512).nullish();
const fault = z.enum(words.FAULTS);

const ORDER_EVENTS = [
  event('details').extend({ set: orderDetails.partial() }),
  /** A pair, new or changed. `over`: the `pair` event that its writer saw; another one in its place means that two people wrote at once. */
  event('pair').extend({ pair: z.enum(words.PAIR_LETTERS), over: stamp.nullable(), set: pairDetails }),
  event('unpair').extend({ pair: z.enum(words.PAIR_LETTERS) }),
  /** The price list of the whole order, anew. */
  event('lines').extend({ lines: z.array(orderLine) }),
  /** The day that the client was told. */
  event('promise').extend({ day: localDay, because: z.string().max(256).nullish() }),
  event('confirm'),
  event('start'),
  event('ready'),
  event('deliver'),
  event('cancel').extend({ reason: z.string(), fault: fault.optional() }),
  event('reopen'),
  /** Something was found wrong with glasses that were ready: back to the bench. */
  event('rework').extend({ reason: z.string().min(1).max(256), fault: fault.optional() }),
  /** Money taken or given back for this order, kopecks; `sale` and `refund` name the documents whose fiscal results are the receipts. */
  event('payment').extend({
    amount: kopecks.min(1),
    sale: z.string().nullable(),
    role: z.enum(['deposit', 'balance']).optional(),
  }),
  event('repayment').extend({ amount: kopecks.min(1), refund: z.string().nullable(), of: z.string().nullish() }),
] as const;

const WORKSHOP_EVENTS = [
  /**
   * `eye`: of which lens, where the step is about lenses; absent: of all that wait for it. `supplierOrder`: `supplier-order:…`.
   * `undo`: of lenses only, it did not happen after all (called off, or the wrong one was scanned).
   */
  job('step').extend({
    step: z.enum(words.SUB_STEPS),
    eye: z.enum(words.SIDES).optional(),
    supplierOrder: z.string().nullish(),
    undo: z.literal(true).optional(),
  }),
  /** Where the thing is now: apart from its state. */
  job('location').extend({ place: z.string().min(1).max(64) }),
  /** In which bench's queue, and at what place in it (smaller first); `null`: in none. */
  job('bench').extend({ bench: z.string().max(64).nullable(), rank: z.number().nullish() }),
  job('assign').extend({ to: z.string().nullable() }),
  job('breakage').extend({
    part: z.enum(words.DAMAGED_PARTS),
    cause: z.enum(words.BREAKAGE_CAUSES),
    again: z.enum(words.AGAIN),
    fault: fault.optional(),
    cost: kopecks.min(0).nullish(),
    note,
  }),
  job('defect').extend({
    part: z.enum(words.DAMAGED_PARTS),
    cause: z.enum(words.DEFECT_CAUSES),
    again: z.enum(words.AGAIN),
    fault: fault.optional(),
    cost: kopecks.min(0).nullish(),
    photo: photo.nullish(),
    note,
  }),
  /** `table`: the tolerances it was held against; `passed` is the person's word, `failed` the codes of what was out (`design/workshop/check.ts`). */
  job('quality').extend({
    measured: measuredPair,
    table: z.string().nullable(),
    passed: z.boolean(),
    failed: z.array(z.string()),
    note,
  }),
  /** Work of the person who writes it (`by`). */
  job('timer').extend({ action: z.enum(words.TIMER_ACTIONS) }),
] as const;

const OTHER_EVENTS = [
  /** The other order of a remake or a warranty claim; each of the two says it (`design/orders/remake.ts`). `cost`: ours, kopecks. */
  event('link').extend({
    link: z.enum(words.LINKS),
    order: z.string().min(1),
    fault,
    scope: z.enum(words.CLAIM_SCOPES),
    cost: kopecks.min(0),
    reason: z.string().max(512),
  }),
  /** What became of a notice to the client; `key` is the notice's own (`design/orders/notices.ts`). No address in it. */
  event('notice').extend({
    notice: z.enum(words.NOTICE_KINDS),
    key: z.string().min(1),
    channel: z.enum(words.NOTICE_CHANNELS),
    status: z.enum(words.NOTICE_STATUSES),
    /** Of a call that reached nobody: not again before this instant, as was agreed. */
    again: instant.nullish(),
    note,
  }),
] as const;

export const orderEvent = z.discriminatedUnion('kind', [...ORDER_EVENTS, ...WORKSHOP_EVENTS, ...OTHER_EVENTS]);
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
  /** Which workshop makes it; absent: the shop's own. */
  workshop: z.string().nullish(),
  events: z.array(orderEvent),
  /** Its client was erased: nothing in it tells of a person (`design/orders/without-person.ts`), and no merge brings that back. */
  erased: z.literal(true).optional(),
});
export type Order = z.infer<typeof order>;

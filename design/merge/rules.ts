import type { Note } from '../documents/note.ts';
import type { Order } from '../documents/order.ts';
import type { PurchaseOrder } from '../documents/purchase-order.ts';
import type { StockSheet } from '../documents/stock-take.ts';
import type { Prescription } from '../documents/prescription.ts';
import type { MergeKind } from '../documents/merge-kinds.ts';
import { merge, type Stamped } from './merge.ts';
import { mergeOrders } from './order.ts';
import { mergePrescriptions } from './prescription.ts';
import { mergePurchases } from './purchase.ts';
import { mergeSheets } from './sheet.ts';

/** Pure, commutative, associative, idempotent; both in today's schema. */
export type Merge = (a: Body, b: Body) => Body;
export type Body = Readonly<Record<string, unknown>> & { readonly _id: string };
export type MergeOfNotes = (a: Note, b: Note) => Note;

const cast = <T>(body: Body): T => body as unknown as T;
const over =
  <T>(how: (a: T, b: T) => T): Merge =>
  (a, b) =>
    how(cast<T>(a), cast<T>(b)) as unknown as Body;

const stamped = (body: Body): Stamped => ({ ...cast<Stamped>(body), stamps: (body['stamps'] ?? {}) as Stamped['stamps'] });

const RULES: Readonly<Record<Exclude<MergeKind, 'note'>, Merge>> = {
  // What was written before stamps were known has none: it yields to what has.
  fields: (a, b) => merge(stamped(a), stamped(b)) as unknown as Body,
  order: over<Order>(mergeOrders),
  prescription: over<Prescription>(mergePrescriptions),
  sheet: over<StockSheet>(mergeSheets),
  purchase: over<PurchaseOrder>(mergePurchases),
};

/** `notes` is handed in (`design/merge/note.ts`), so that whoever does not merge notes need not load Yjs. */
export const mergeOf = (kind: MergeKind, notes: MergeOfNotes): Merge => (kind === 'note' ? over<Note>(notes) : RULES[kind]);

import { z } from 'zod';
import { OWN_PLACES } from '../stock/places.ts';
import { MOST_ARTICLES, SHEET_ROOM } from '../stock-take/limits.ts';
import { documentBase, instant, kopecks, stamp, stamps } from './base.ts';
import { signature } from './facts.ts';

/** What is counted. `category`: that one and all below it. `list`: articles. */
const scope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('category'), category: z.string().min(1) }),
  z.object({ kind: z.literal('brand'), brand: z.string().min(1) }),
  z.object({ kind: z.literal('list'), skus: z.array(z.string().min(1)).min(1).max(MOST_ARTICLES) }),
]);
export type TakeScope = z.infer<typeof scope>;

/** Pieces of an article as they were counted, and the instant that the books are to be held against. `expected`: as the device knew it. */
const approvedLine = z.object({
  sku: z.string().min(1),
  counted: z.number().min(0),
  expected: z.number(),
  at: instant,
  /** A piece; `null` where no price was known. */
  price: kopecks.nullable(),
});
export type ApprovedLine = z.infer<typeof approvedLine>;

const moment = z.object({ at: instant, by: z.string().nullable() });

/**
 * A stock-take: `stock-take:<stamp>`. What was counted lies in sheets (`stock-sheet`), which cannot conflict; this merges field by field,
 * and each step is a field of its own, so that a tablet that was away turns none back. `approved` is what a person signed; the server
 * alone posts it, once (`posted`), because two tablets that approve apart would write facts that contradict each other.
 */
export const stockTake = documentBase('stock-take', 1).extend({
  store: z.string(),
  number: z.string(),
  name: z.string().min(1).max(80),
  place: z.enum(OWN_PLACES),
  scope,
  /** Who counts does not see what the books say. */
  blind: z.boolean(),
  begun: instant,
  /** Counting is over; taken back where somebody goes on. */
  review: moment.nullable(),
  /** Fields of the take that people decide while they look it over: articles in scope that nobody counted are none. */
  missingAreNone: z.boolean(),
  approved: moment.extend({ signed: signature, lines: z.array(approvedLine).max(MOST_ARTICLES) }).nullable(),
  cancelled: moment.extend({ reason: z.string().max(256) }).nullable(),
  /** The server's word. `facts`: how many articles were put right; `complete`: every till had handed in. */
  posted: z.object({ at: instant, facts: z.int().min(0), complete: z.boolean() }).nullable(),
  stamps,
});
export type StockTake = z.infer<typeof stockTake>;

/** A part of the shop that is counted by itself: `stock-zone:<key of the take>~<stamp>`. Merges field by field. */
export const stockZone = documentBase('stock-zone', 1).extend({
  store: z.string(),
  take: z.string(),
  name: z.string().min(1).max(40),
  /** Somebody said that it is counted to its end. */
  done: moment.nullable(),
  /** Several devices counted it: `all` of them counted different shelves, or only this device's count holds. */
  ruling: z.union([z.literal('all'), z.int().min(0)]).nullable(),
  /**
   * Devices that were lost in the middle of it, and up to which of their lines (an id, contained) somebody goes on from; empty: it is counted
   * anew. What they deliver later does not count: whoever took over has counted it.
   */
  taken: z.array(moment.extend({ device: z.int().min(0), upTo: z.union([stamp, z.literal('')]) })).optional(),
  stamps,
});
export type StockZone = z.infer<typeof stockZone>;

/**
 * What happened at a shelf. `sku`: `null` where the code is not known. `undo`: the id of a line that does not count any more. `recount`:
 * so many pieces of the article there are in the whole take, whatever was counted before. `assign`: what a code that was not known means.
 */
const sheetLine = z.object({
  id: stamp,
  at: instant,
  by: z.string().nullable(),
  code: z.string().max(128),
  sku: z.string().min(1).nullable(),
  qty: z.number().min(0).max(99_999),
  undo: stamp.optional(),
  recount: z.literal(true).optional(),
  assign: z.literal(true).optional(),
});
export type SheetLine = z.infer<typeof sheetLine>;

/**
 * One device's count of one zone, a bounded part of it: `stock-sheet:<key of the take>~<key of the zone>~<device>~<part>`. Only that
 * device writes it, a line more each time, and lines are never changed: revisions that meet are united (`design/merge/sheet.ts`).
 */
export const stockSheet = documentBase('stock-sheet', 1).extend({
  store: z.string(),
  take: z.string(),
  zone: z.string(),
  device: z.int().min(0),
  lines: z.array(sheetLine).max(SHEET_ROOM),
});
export type StockSheet = z.infer<typeof stockSheet>;

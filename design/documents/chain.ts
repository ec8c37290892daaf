import { z } from 'zod';
import { REPORT_JOBS } from '../reconcile/report-jobs.ts';
import { documentBase, instant, kopecks, localDay } from './base.ts';

const sums = z.record(z.string(), z.object({ count: z.number(), sum: kopecks }));

/** One shop, one day (in the shop's time zone): the pure fold `rollupDay` of that day's facts. Id `day-rollup:<store>:<day>`. Refunds count negative. */
export const dayRollup = documentBase('day-rollup', 1).extend({
  store: z.string(),
  day: localDay,
  /** `revenue` = sales − refunds, of receipts with a fiscal result: what goods that were handed over cost, whenever they are paid. */
  revenue: kopecks,
  receipts: z.int(),
  refunds: z.int(),
  /** Correction receipts, where there were any: in `revenue` and the sums, in neither count above. */
  corrections: z.int().optional(),
  average: kopecks,
  pending: z.int(),
  recovered: z.int(),
  byCashier: sums,
  byKind: sums,
  byProduct: sums,
  byPayment: sums,
  byVat: sums,
  byHour: sums,
  /** Paid in advance this day, and set off against goods this day; less what went back. Absent: none. */
  deposits: z.object({ taken: kopecks, settled: kopecks }).optional(),
  /** Sold on credit this day, and paid off. Absent: none. */
  credit: z.object({ given: kopecks, paid: kopecks }).optional(),
  /** C-12: tills of which not everything of this day is here yet; the figures may still grow. Absent in older documents: none. */
  syncing: z.array(z.string()).optional(),
});
export type DayRollup = z.infer<typeof dayRollup>;

/**
 * What the day's goods cost, apart from what everybody with a dashboard sees. Id `day-cost:<store>:<day>` in `chain-cost`. `revenue`: of the
 * lines whose cost is known; `uncosted`: of the others. Gross kopecks, refunds count negative; the margin is `revenue − cost`.
 */
export const dayCost = documentBase('day-cost', 1).extend({
  store: z.string(),
  day: localDay,
  revenue: kopecks,
  cost: kopecks,
  uncosted: kopecks,
  byKind: z.record(z.string(), z.object({ revenue: kopecks, cost: kopecks })),
});
export type DayCost = z.infer<typeof dayCost>;

/** What a posted stock-take found at purchase cost, kopecks; articles whose cost nobody knows. Id `take-cost:<store>:<key of the take>`. */
export const takeCost = documentBase('take-cost', 1).extend({
  store: z.string(),
  take: z.string(),
  shortage: kopecks,
  surplus: kopecks,
  uncosted: z.int().min(0),
});
export type TakeCost = z.infer<typeof takeCost>;

/** Last known state of a till's register, from its heartbeat. Id `register-state:<pos>`. */
export const registerState = documentBase('register-state', 1).extend({
  store: z.string(),
  seen: instant,
  retired: z.boolean(),
  fn: z.string().nullable(),
  network: z.enum(['online', 'degraded', 'offline', 'checking', 'unknown']),
  shift: z.object({ number: z.int(), openedAt: instant }).nullable(),
  buffer: z.object({ capacity: z.int(), queued: z.int(), percent: z.number(), dead: z.int() }),
  breaker: z.enum(['closed', 'open', 'half-open']),
  /** Additive: gateways that look after their drive say it. Days; `alarms` are codes of design/fiscal/alarms.ts. */
  care: z
    .object({
      daysLeft: z.int().nullable(),
      documentsLeft: z.int().nullable(),
      unsentDays: z.int(),
      alarms: z.array(z.string()),
      maintenanceUntil: instant.nullable(),
    })
    .nullish(),
  /**
   * Additive: how the journal's copy to the server stood at the last heartbeat; `oldest`: when the oldest row that waits was written.
   */
  copy: z.object({ waiting: z.int(), oldest: instant.nullable() }).nullish(),
  /**
   * Additive: the last confirmed head of the gateway's event journal, and when it last did not contain what it once did (`broken`; an old
   * journal restored, or somebody wrote into the file).
   */
  events: z
    .object({
      seq: z.int(),
      hash: z.string(),
      broken: z.object({ at: instant, seq: z.int(), why: z.enum(['cut', 'rewritten']) }).nullable(),
    })
    .nullish(),
});
export type RegisterState = z.infer<typeof registerState>;

/** One thing that a reconciliation found. Ids and numbers only: no names, no clients. */
export const reportItem = z.object({
  pos: z.string(),
  store: z.string(),
  /** What is wrong, a word that the screen translates (design/reconcile). */
  what: z.string(),
  /** The document it is about. */
  id: z.string().nullable(),
  fn: z.string().nullable(),
  fd: z.int().nullable(),
  at: instant.nullable(),
  /** C-41: what was asked and what was in force, kopecks. */
  sku: z.string().optional(),
  price: kopecks.optional(),
  inForce: kopecks.optional(),
  difference: kopecks.optional(),
  /** Of stock: pieces below zero, or counted less what the books said. */
  qty: z.number().optional(),
});
export type ReportItem = z.infer<typeof reportItem>;

/**
 * What a reconciliation job of the server found (`report:<job>:<stamp>`). `lost` must be 0; `waiting` is not here yet but expected (a till
 * is offline, the operator does not answer). `items` are the first of what was found, `found` is how many there are.
 */
export const report = documentBase('report', 1).extend({
  job: z.enum(REPORT_JOBS),
  at: instant,
  from: instant,
  to: instant,
  store: z.string().nullable(),
  lost: z.int().min(0),
  waiting: z.int().min(0),
  found: z.int().min(0),
  items: z.array(reportItem),
  tills: z.array(
    z.object({
      pos: z.string(),
      store: z.string(),
      silent: z.boolean(),
      documents: z.int(),
      delivered: z.int(),
      undelivered: z.int(),
      lost: z.int(),
      waiting: z.int(),
    }),
  ),
  /** A person has looked at it. */
  seen: instant.nullable(),
});
export type Report = z.infer<typeof report>;

import { z } from 'zod';
import { documentBase, instant, kopecks, localDay } from './base.ts';

const sums = z.record(z.string(), z.object({ count: z.number(), sum: kopecks }));

/** One shop, one day (in the shop's time zone): the pure fold `rollupDay` of that day's facts. Id `day-rollup:<store>:<day>`. Refunds count negative. */
export const dayRollup = documentBase('day-rollup', 1).extend({
  store: z.string(),
  day: localDay,
  /** `revenue` = sales − refunds, of receipts with a fiscal result. */
  revenue: kopecks,
  receipts: z.int(),
  refunds: z.int(),
  average: kopecks,
  pending: z.int(),
  recovered: z.int(),
  byCashier: sums,
  byKind: sums,
  byProduct: sums,
  byPayment: sums,
  byVat: sums,
  byHour: sums,
});
export type DayRollup = z.infer<typeof dayRollup>;

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

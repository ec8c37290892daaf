import { z } from 'zod';
import { DRIVE_WARNINGS } from './drive-care.ts';

/** The gateway's HTTP contract for the care of register and drive (requirements B.8, A-70, B-49). Instants: epoch ms. */
export const maintenanceState = z.object({ reason: z.string(), by: z.string(), since: z.int(), until: z.int() });
export type MaintenanceState = z.infer<typeof maintenanceState>;

export const maintenanceRequest = z.object({
  reason: z.string().min(1).max(256),
  estimated_duration_minutes: z
    .int()
    .min(1)
    .max(24 * 60),
  by: z.string().min(1).max(64),
});
export const maintenanceEndRequest = z.object({ by: z.string().min(1).max(64) });
export const maintenanceAnswer = z.object({
  /** `null`: the till sells. */
  maintenance: maintenanceState.nullable(),
  /** Nobody is being paid and nothing is at the register: an update may stop the gateway now. */
  quiet: z.boolean(),
  history: z.array(maintenanceState.extend({ ended_at: z.int().nullable(), ended_by: z.string().nullable() })),
});

/** The drive and its register with everything that care knows of them (GET /v1/kkt/fn). */
export const driveCare = z.object({
  /** Codes of the alarms that stand. */
  warnings: z.array(z.string()),
  /** What the drive says of itself. */
  drive_warnings: z.array(z.enum(DRIVE_WARNINGS)),
  valid_days: z.int(),
  /** Mean documents a day over the last 30 days. */
  documents_per_day: z.number(),
  /** Until the room is used up at this pace; `null` where nothing is made. */
  forecast_days: z.int().nullable(),
  /** The smaller of validity and forecast. */
  days_left: z.int(),
  replace_by: z.int(),
  registrations_left: z.int().nullable(),
  paper_near: z.boolean(),
  drawer_open: z.boolean().nullable(),
  /** Register minus right time; what it was compared with. */
  clock_difference_ms: z.int(),
  clock_against: z.enum(['server', 'pc']),
});
export const unsentState = z.object({
  count: z.int(),
  first_fd: z.int().nullable(),
  first_at: z.int().nullable(),
  /** Of the oldest one, by the drive and by our queue: the worse of the two. */
  age_days: z.int(),
});

/** What the heartbeat says of it; `null` where the register has not been seen. */
export const careSummary = z.object({
  days_left: z.int().nullable(),
  documents_left: z.int().nullable(),
  unsent_age_days: z.int(),
  alarms: z.array(z.string()),
  maintenance: maintenanceState.omit({ by: true }).nullable(),
});
export type CareSummary = z.infer<typeof careSummary>;

export const printContinued = z.object({
  /** False: nothing waited. */
  continued: z.boolean(),
});

/** What a UPS says of the mains (apcupsd, NUT: ops/gateway/ups-on-battery.sh). */
export const powerRequest = z.object({
  state: z.enum(['line', 'battery']),
  /** What the UPS still gives; absent where it does not say. */
  minutes_left: z.number().min(0).max(10_000).nullish(),
});
export const powerAnswer = z.object({
  state: z.enum(['line', 'battery']),
  since: z.int(),
  /** The gateway stops now, as the battery ends. */
  stopping: z.boolean(),
});
export const stopAnswer = z.object({ stopping: z.boolean() });

import { DAY, MINUTE } from '../time/clock.ts';
import type { AlarmCode } from './alarms.ts';

/**
 * Care of a fiscal drive and its register: from what the device says and what the journal counts to the alarms that hold (requirements
 * B-90, B-91, H-14, H-15, L-13; fiscal rules §6.1). Pure: nothing here blocks a sale, only the device itself does.
 */

/** Marks at which people are told. Days are days, the rest ms or documents. */
export const CARE = {
  /** FNS warns at 30 days; B-91 plans the replacement 14 days ahead. */
  drive: { soonDays: 30, nowDays: 5, nowDocuments: 500, replaceAheadDays: 14 },
  /** The drive refuses after 30 days without a ticket. */
  unsentDays: { first: 1, second: 5, last: 20, block: 30 },
  /** The drive refuses beyond 5 minutes. */
  clock: 2 * MINUTE,
  silent: MINUTE,
  /** Every cash sale opens the drawer: only one that stays open is news. */
  drawer: 3 * MINUTE,
  /** The mean is taken over 30 days; a till younger than a week is not judged by its first hours. */
  pace: { overDays: 30, atLeastDays: 7 },
} as const;

/** What the drive says of itself beside its state (Shtrih FF01h and FF63h, ATOL fnInfo), in one vocabulary. */
export const DRIVE_WARNINGS = [
  'ends-in-3-days',
  'ends-in-30-days',
  'archive-90',
  'operator-timeout',
  'format-refused',
  'setup-required',
  'operator-annulled',
  'critical',
] as const;
export type DriveWarning = (typeof DRIVE_WARNINGS)[number];

export interface DriveFacts {
  readonly state: 'ready' | 'full' | 'expired' | 'blocked-unsent' | 'failed';
  /** Epoch ms. */
  readonly validUntil: number;
  readonly documentsLeft: number;
  readonly warnings: readonly DriveWarning[];
}

/** Documents of the drive over the last 30 days or since the first one, whichever is shorter. */
export interface Pace {
  readonly documents: number;
  readonly days: number;
}

export interface DriveForecast {
  /** Until the drive's key expires, whole days, not below 0. */
  readonly validDays: number;
  /** Mean documents a day; 0 where none were made. */
  readonly perDay: number;
  /** Whole days until the room is used up at this pace; `null` where nothing is made. */
  readonly forecastDays: number | null;
  /** The smaller of the two. */
  readonly daysLeft: number;
  /** When to replace it: 14 days before the end, epoch ms. */
  readonly replaceBy: number;
}

/** B-91. `now` in epoch ms. */
export function driveForecast(drive: Pick<DriveFacts, 'validUntil' | 'documentsLeft'>, pace: Pace, now: number): DriveForecast {
  const validDays = Math.max(0, Math.floor((drive.validUntil - now) / DAY));
  const perDay = pace.documents / Math.min(CARE.pace.overDays, Math.max(CARE.pace.atLeastDays, pace.days));
  const forecastDays = perDay > 0 ? Math.floor(Math.max(0, drive.documentsLeft) / perDay) : null;
  const daysLeft = Math.min(validDays, forecastDays ?? validDays);
  return { validDays, perDay, forecastDays, daysLeft, replaceBy: now + (daysLeft - CARE.drive.replaceAheadDays) * DAY };
}

/** The longest wait for a ticket, ms; 0 where nothing waits. `drive` by its own clock, `queue` by ours: whichever is worse. */
export interface UnsentFacts {
  readonly drive: { readonly count: number; readonly firstAt: number | null; readonly clock: number } | null;
  readonly queue: { readonly count: number; readonly firstAt: number | null; readonly now: number };
}

export function unsentAge({ drive, queue }: UnsentFacts): number {
  const byDrive = drive && drive.count > 0 && drive.firstAt !== null ? drive.clock - drive.firstAt : 0;
  const byQueue = queue.count > 0 && queue.firstAt !== null ? queue.now - queue.firstAt : 0;
  return Math.max(0, byDrive, byQueue);
}

/** An alarm that holds with its numbers, or `null`. Every code of the group is present, so that what ended is cleared. */
export type Findings<Code extends AlarmCode> = Readonly<Record<Code, Readonly<Record<string, unknown>> | null>>;

const when = <T>(holds: boolean, details: T): T | null => (holds ? details : null);

type DriveCode = 'DRIVE_ENDS_SOON' | 'DRIVE_ENDS_NOW' | 'DRIVE_FULL' | 'DRIVE_EXPIRED' | 'DRIVE_BLOCKED_UNSENT' | 'DRIVE_FAILED';

/** At most one of the two warnings, none beside a drive that has ended. */
export function driveFindings(drive: DriveFacts, forecast: DriveForecast): Findings<DriveCode> {
  const { soonDays, nowDays, nowDocuments } = CARE.drive;
  const { daysLeft, forecastDays, validDays } = forecast;
  const documents = drive.documentsLeft;
  const numbers = { days_left: daysLeft, valid_days: validDays, forecast_days: forecastDays, documents_left: documents };
  const ended = drive.state === 'full' || drive.state === 'expired' || drive.state === 'failed';
  const now = daysLeft <= nowDays || documents <= nowDocuments || drive.warnings.includes('ends-in-3-days');
  const soon = daysLeft <= soonDays || drive.warnings.includes('ends-in-30-days') || drive.warnings.includes('archive-90');
  return {
    DRIVE_ENDS_SOON: when(!ended && !now && soon, numbers),
    DRIVE_ENDS_NOW: when(!ended && now, numbers),
    DRIVE_FULL: when(drive.state === 'full', { documents_left: documents }),
    DRIVE_EXPIRED: when(drive.state === 'expired', { valid_until: drive.validUntil }),
    DRIVE_BLOCKED_UNSENT: when(drive.state === 'blocked-unsent', {}),
    DRIVE_FAILED: when(drive.state === 'failed' || drive.warnings.includes('critical'), {}),
  };
}

type UnsentCode = 'OFD_UNSENT_1D' | 'OFD_UNSENT_5D' | 'OFD_UNSENT_20D';

/** The worst mark only. `age` in ms; days left until the drive blocks travel along. */
export function unsentFindings(age: number, count: number): Findings<UnsentCode> {
  const { first, second, last, block } = CARE.unsentDays;
  const days = Math.floor(age / DAY);
  const details = { age_days: days, count, blocks_in_days: Math.max(0, block - days) };
  return {
    OFD_UNSENT_1D: when(days >= first && days < second, details),
    OFD_UNSENT_5D: when(days >= second && days < last, details),
    OFD_UNSENT_20D: when(days >= last, details),
  };
}

export interface DeviceFacts {
  readonly paper: 'present' | 'out' | 'waiting-continue';
  readonly paperNear: boolean;
  readonly coverOpen: boolean;
  /** Since when the drawer is seen open, epoch ms; `null` closed or not known. */
  readonly drawerSince: number | null;
  /** Register minus right time, ms; `null` where it is not known. */
  readonly clockDifference: number | null;
  /** What the clock was compared with. */
  readonly clockAgainst: 'server' | 'pc';
  /** The register number that the drive was adopted with and the one it reports now. */
  readonly registration: { readonly known: string; readonly found: string } | null;
  readonly now: number;
}

type DeviceCode =
  | 'REGISTER_PAPER_OUT'
  | 'REGISTER_PAPER_NEAR'
  | 'REGISTER_COVER_OPEN'
  | 'DRAWER_LEFT_OPEN'
  | 'PRINT_INTERRUPTED'
  | 'REGISTER_CLOCK'
  | 'REGISTRATION_CHANGED';

export function deviceFindings(device: DeviceFacts): Findings<DeviceCode> {
  const { paper, drawerSince, clockDifference, registration, now } = device;
  const open = drawerSince === null ? 0 : now - drawerSince;
  return {
    REGISTER_PAPER_OUT: when(paper === 'out', {}),
    REGISTER_PAPER_NEAR: when(paper === 'present' && device.paperNear, {}),
    REGISTER_COVER_OPEN: when(device.coverOpen, {}),
    DRAWER_LEFT_OPEN: when(open >= CARE.drawer, { minutes: Math.floor(open / MINUTE) }),
    PRINT_INTERRUPTED: when(paper === 'waiting-continue', {}),
    REGISTER_CLOCK: when(clockDifference !== null && Math.abs(clockDifference) >= CARE.clock, {
      difference_ms: clockDifference,
      against: device.clockAgainst,
    }),
    REGISTRATION_CHANGED: when(registration !== null && registration.known !== registration.found, { ...registration }),
  };
}

/** A register that is configured and has not answered since `since` (epoch ms). */
export const silenceFinding = (since: number | null, now: number): Findings<'REGISTER_SILENT'> => ({
  REGISTER_SILENT: when(since !== null && now - since > CARE.silent, { since }),
});

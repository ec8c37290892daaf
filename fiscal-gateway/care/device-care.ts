import type { AlarmCode } from '../../design/fiscal/alarms.ts';
import {
  CARE,
  deviceFindings,
  driveFindings,
  driveForecast,
  silenceFinding,
  unsentAge,
  unsentFindings,
} from '../../design/fiscal/drive-care.ts';
import type { DriveForecast, Findings, Pace } from '../../design/fiscal/drive-care.ts';
import type { CareSummary } from '../../design/fiscal/wire-care.ts';
import { DAY, HOUR } from '../../design/time/clock.ts';
import type { Context } from '../context.ts';
import type { Drive } from '../fiscal/drive.ts';
import type { RegisterStatus } from '../register/register.ts';
import type { Maintenance } from './maintenance.ts';

export interface CareParts {
  readonly drive: Pick<Drive, 'seen' | 'seenAt'>;
  readonly maintenance: Maintenance;
  /** Server clock minus ours, ms; `null` before the server was heard. */
  readonly drift: () => number | null;
}

/** Looks after register and drive: whatever the poll has seen becomes alarms, forecasts and the answer of `GET /v1/kkt/fn`. */
export function createDeviceCare(context: Context, { drive, maintenance, drift }: CareParts) {
  const { stores, clock, alarms, register } = context;
  let silentSince: number | null = register === null ? null : clock.now();
  let drawerSince: number | null = null;
  let counted: { readonly fn: string; readonly at: number; readonly pace: Pace } | null = null;

  /** The mean changes slowly: counted once an hour. */
  function paceOf(fn: string): Pace {
    const now = clock.now();
    if (counted?.fn !== fn || now - counted.at >= HOUR || now < counted.at) {
      const { documents, firstAt } = stores.care.madeSince(fn, now - CARE.pace.overDays * DAY);
      counted = { fn, at: now, pace: { documents, days: firstAt === null ? 0 : (now - firstAt) / DAY } };
    }
    return counted.pace;
  }

  const forecastOf = ({ fn, drive: { validUntil, documentsLeft } }: RegisterStatus): DriveForecast =>
    driveForecast({ validUntil, documentsLeft }, paceOf(fn), clock.now());

  const waitOf = (status: RegisterStatus | null): number =>
    unsentAge({
      drive: status && { ...status.unsent, clock: status.clock },
      queue: { ...stores.care.waiting(), now: clock.now() },
    });

  /** Who is right: the server's time where it is known, else this PC's. */
  function clockOf(status: RegisterStatus): { difference: number; against: 'server' | 'pc' } {
    const offset = drift();
    return { difference: status.clock - (drive.seenAt + (offset ?? 0)), against: offset === null ? 'pc' : 'server' };
  }

  function tell(findings: Findings<AlarmCode>): void {
    for (const [code, details] of Object.entries(findings)) alarms.set(code as AlarmCode, details !== null, details ?? {});
  }

  function tellOf(status: RegisterStatus): void {
    const { state, validUntil, documentsLeft, warnings = [] } = status.drive;
    tell(driveFindings({ state, validUntil, documentsLeft, warnings }, forecastOf(status)) as Findings<AlarmCode>);
    const known = stores.drives.current();
    const { difference, against } = clockOf(status);
    drawerSince = status.drawerOpen === true ? (drawerSince ?? clock.now()) : null;
    const device = deviceFindings({
      paper: status.paper,
      paperNear: status.paperNear === true,
      coverOpen: status.coverOpen,
      drawerSince,
      clockDifference: difference,
      clockAgainst: against,
      registration: known?.fn === status.fn ? { known: known.registration_number, found: status.registrationNumber } : null,
      now: clock.now(),
    });
    tell(device as Findings<AlarmCode>);
  }

  return {
    /** After each look at the register, and where it is silent. What a silent register showed last stands. */
    look(): void {
      const status = drive.seen;
      const now = clock.now();
      if (status !== null) silentSince = null;
      else if (register !== null) silentSince ??= now;
      tell(silenceFinding(silentSince, now) as Findings<AlarmCode>);
      const waiting = stores.care.waiting();
      const count = Math.max(waiting.count, status?.unsent.count ?? 0);
      tell(unsentFindings(waitOf(status), count) as Findings<AlarmCode>);
      if (status !== null) tellOf(status);
      maintenance.watchOver();
    },

    /** The answer of `GET /v1/kkt/fn`. */
    describe(status: RegisterStatus) {
      const { validDays, perDay, forecastDays, daysLeft, replaceBy } = forecastOf(status);
      const { count, firstFd, firstAt } = status.unsent;
      const { difference, against } = clockOf(status);
      return {
        fn: status.fn,
        registration_number: status.registrationNumber,
        serial: status.serial,
        last_fd: status.lastFd,
        state: status.drive.state,
        valid_until: status.drive.validUntil,
        documents_left: status.drive.documentsLeft,
        unsent: { count, first_fd: firstFd, first_at: firstAt, age_days: Math.floor(waitOf(status) / DAY) },
        paper: status.paper,
        cover_open: status.coverOpen,
        clock: status.clock,
        warnings: alarms.active.map(({ code }) => code),
        drive_warnings: [...(status.drive.warnings ?? [])],
        valid_days: validDays,
        documents_per_day: Math.round(perDay * 10) / 10,
        forecast_days: forecastDays,
        days_left: daysLeft,
        replace_by: replaceBy,
        registrations_left: status.drive.registrationsLeft ?? null,
        paper_near: status.paperNear === true,
        drawer_open: status.drawerOpen ?? null,
        clock_difference_ms: difference,
        clock_against: against,
      };
    },

    /** For the heartbeat. */
    summary(): CareSummary {
      const status = drive.seen;
      const { current } = maintenance;
      return {
        days_left: status && forecastOf(status).daysLeft,
        documents_left: status && status.drive.documentsLeft,
        unsent_age_days: Math.floor(waitOf(status) / DAY),
        alarms: alarms.active.map(({ code }) => code),
        maintenance: current && { reason: current.reason, since: current.since, until: current.until },
      };
    },
  };
}
export type DeviceCare = ReturnType<typeof createDeviceCare>;

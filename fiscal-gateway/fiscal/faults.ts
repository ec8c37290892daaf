import { ALARMS } from '../../design/fiscal/alarms.ts';
import type { AlarmCode } from '../../design/fiscal/alarms.ts';
import { DomainError } from '../../design/errors.ts';
import type { ErrorCode } from '../../design/errors.ts';
import { RegisterFault } from '../register/register.ts';
import type { RegisterFaultReason } from '../register/register.ts';

/** What a fault without effect means to the till. */
const CODES: Readonly<Record<RegisterFaultReason, ErrorCode>> = {
  unreachable: 'REGISTER_UNREACHABLE',
  timeout: 'REGISTER_UNREACHABLE',
  busy: 'REGISTER_BUSY',
  'paper-out': 'PAPER_OUT',
  'cover-open': 'COVER_OPEN',
  'shift-closed': 'SHIFT_NOT_OPEN',
  'shift-open': 'REGISTER_REFUSED',
  'shift-expired': 'SHIFT_EXPIRED',
  'document-open': 'REGISTER_BUSY',
  'drive-refused': 'DRIVE_REFUSED',
  clock: 'DRIVE_REFUSED',
  'cash-not-enough': 'CASH_NOT_ENOUGH',
  refused: 'REGISTER_REFUSED',
};

/** A driver that throws anything else has a defect: whether the register did it is then unknown, never "no". */
export const asFault = (error: unknown): RegisterFault =>
  error instanceof RegisterFault
    ? error
    : new RegisterFault('unknown', 'timeout', error instanceof Error ? error.message : String(error));

/** What the drive itself says no with, in its own codes (fiscal rules §1.6: the same behind Shtrih, MITSU and ATOL), and the way out. */
const DRIVE_ALARMS: Readonly<Record<string, AlarmCode>> = {
  '03': 'DRIVE_FAILED',
  '04': 'DRIVE_FAILED',
  '05': 'DRIVE_EXPIRED',
  '06': 'DRIVE_FULL',
  '12': 'DRIVE_FULL',
  '14': 'DRIVE_BLOCKED_UNSENT',
  '15': 'DRIVE_BLOCKED_UNSENT',
};

/** K-05b: a person at a blocked till is told what to do, not only that it is blocked. */
function instructionOf(fault: RegisterFault): Record<string, string> {
  const alarm = fault.reason === 'drive-refused' ? DRIVE_ALARMS[fault.deviceCode ?? ''] : undefined;
  return alarm === undefined ? {} : { alarm, what: ALARMS[alarm].ru.what, instruction: ALARMS[alarm].ru.next };
}

/** The error a till is answered for a fault that left nothing behind. */
export function errorOf(fault: RegisterFault): DomainError {
  const code = CODES[fault.reason];
  const retryAfter = code === 'REGISTER_BUSY' || code === 'REGISTER_UNREACHABLE' ? 3 : undefined;
  return new DomainError(code, { register_code: fault.deviceCode, reason: fault.reason, ...instructionOf(fault) }, retryAfter);
}

/** Faults that go away by themselves within moments. */
export const isPassing = (fault: RegisterFault): boolean =>
  fault.outcome === 'not-executed' &&
  (fault.reason === 'busy' || fault.reason === 'document-open' || fault.reason === 'unreachable');

import { ALARMS } from '../../design/fiscal/alarms.ts';
import { DRIVE_ALARMS, deviceError } from '../../design/fiscal/register-errors.ts';
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
  'document-open': 'DOCUMENT_OPEN',
  'drive-refused': 'DRIVE_REFUSED',
  clock: 'REGISTER_CLOCK_WRONG',
  'cash-not-enough': 'CASH_NOT_ENOUGH',
  refused: 'REGISTER_REFUSED',
};

/** A driver that throws anything else has a defect: whether the register did it is then unknown, never "no". */
export const asFault = (error: unknown): RegisterFault =>
  error instanceof RegisterFault
    ? error
    : new RegisterFault('unknown', 'timeout', error instanceof Error ? error.message : String(error));

/** K-05b: a person at a blocked till is told what to do, not only that it is blocked. */
function instructionOf(fault: RegisterFault): Record<string, string> {
  const alarm = fault.reason === 'drive-refused' ? DRIVE_ALARMS[fault.deviceCode ?? ''] : undefined;
  return alarm === undefined ? {} : { alarm, what: ALARMS[alarm].ru.what, instruction: ALARMS[alarm].ru.next };
}

/** Worth a repeat within seconds. */
const PASSING: readonly ErrorCode[] = ['REGISTER_BUSY', 'REGISTER_UNREACHABLE', 'DOCUMENT_OPEN'];

/** The error a till is answered for a fault that left nothing behind. */
export function errorOf(fault: RegisterFault): DomainError {
  // A driver that can only say "refused" or "busy" still hands on the device's own word, which often names the step that leads out.
  const code =
    (fault.reason === 'refused' || fault.reason === 'busy' ? deviceError(fault.deviceCode) : null) ?? CODES[fault.reason];
  const retryAfter = PASSING.includes(code) ? 3 : undefined;
  return new DomainError(code, { register_code: fault.deviceCode, reason: fault.reason, ...instructionOf(fault) }, retryAfter);
}

/** Faults that go away by themselves within moments. */
export const isPassing = (fault: RegisterFault): boolean =>
  fault.outcome === 'not-executed' &&
  (fault.reason === 'busy' || fault.reason === 'document-open' || fault.reason === 'unreachable');

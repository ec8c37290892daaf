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

/** The error a till is answered for a fault that left nothing behind. */
export function errorOf(fault: RegisterFault): DomainError {
  const code = CODES[fault.reason];
  const retryAfter = code === 'REGISTER_BUSY' || code === 'REGISTER_UNREACHABLE' ? 3 : undefined;
  return new DomainError(code, { register_code: fault.deviceCode, reason: fault.reason }, retryAfter);
}

/** Faults that go away by themselves within moments. */
export const isPassing = (fault: RegisterFault): boolean =>
  fault.outcome === 'not-executed' &&
  (fault.reason === 'busy' || fault.reason === 'document-open' || fault.reason === 'unreachable');

import type { OfficeErrors } from './errors.office.ts';
import type { ErrorEntry } from './errors/entry.ts';
import { accessErrors } from './errors/access.ts';
import { documentsErrors } from './errors/documents.ts';
import { ffdErrors } from './errors/ffd.ts';
import { gatewayErrors } from './errors/gateway.ts';
import { paymentErrors } from './errors/payment.ts';
import { refundErrors } from './errors/refund.ts';
import { registerErrors } from './errors/register.ts';
import { requestErrors } from './errors/request.ts';
import { sendingErrors } from './errors/sending.ts';
import { shiftErrors } from './errors/shift.ts';

/**
 * Every error a person or a program can meet, in one place (its families stand in `errors/`): code → HTTP status, meaning (English, for
 * developers and the API), and what the screen says in Russian: what happened and what to do next. Routes throw `DomainError`, one
 * handler per program answers the RFC 9457 problem document, the app shows `ru` of the same code. Those that only the back office meets
 * stand in `errors.office.ts` and join where that is loaded.
 */
const TILL_ERRORS = {
  ...requestErrors,
  ...accessErrors,
  ...gatewayErrors,
  ...registerErrors,
  ...shiftErrors,
  ...refundErrors,
  ...ffdErrors,
  ...documentsErrors,
  ...sendingErrors,
  ...paymentErrors,
} as const satisfies Record<string, ErrorEntry>;
export const ERRORS = TILL_ERRORS as typeof TILL_ERRORS & OfficeErrors;

export type ErrorCode = keyof typeof ERRORS;

/** An error of the closed set above. `details` holds facts for the reader of the answer; nothing personal. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  /** Seconds for the `Retry-After` header, where waiting helps. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, details: Record<string, unknown> = {}, retryAfter?: number) {
    super(`${code}: ${ERRORS[code].meaning}`);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
    this.retryAfter = retryAfter;
  }
}

/** RFC 9457 problem document. `title` is the Russian sentence for people, `detail` the way on. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  message: string;
  details: Readonly<Record<string, unknown>>;
  /** Trace id: finds the request in the log. */
  id: string;
}

export const PROBLEM_CONTENT_TYPE = 'application/problem+json; charset=utf-8';

/** The problem document of a code; `id` is the request's trace id. */
export function problemOf(code: ErrorCode, id: string, details: Readonly<Record<string, unknown>> = {}): Problem {
  const { status, meaning, ru } = ERRORS[code];
  return { type: `urn:optics:error:${code}`, title: ru.what, status, code, detail: ru.next, message: meaning, details, id };
}

export const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(ERRORS, code);

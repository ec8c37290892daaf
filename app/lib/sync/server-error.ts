import { isErrorCode, type ErrorCode } from '$design/errors.ts';
import { SECOND } from '$design/time/clock.ts';

/** What the server (or whoever stands in its place) answered instead of what was asked. `status` is null where nothing answered. */
export class ServerError extends Error {
  readonly code: ErrorCode;
  readonly status: number | null;
  /** ms that the server asks to wait, `null` where it does not say. */
  readonly retryAfter: number | null;
  /** Facts of the answer, e.g. `handIn` beside DEVICE_REVOKED, `home` beside CLOCK_WRONG. */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(
    code: ErrorCode,
    status: number | null,
    more: { readonly retryAfter?: number | null; readonly details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(code);
    this.name = 'ServerError';
    this.code = code;
    this.status = status;
    this.retryAfter = more.retryAfter ?? null;
    this.details = more.details ?? {};
  }
}

/** `Retry-After` is seconds or a date (RFC 9110 §10.2.3); `now` is epoch ms of the clock that wrote the answer, as far as known. */
export function retryAfterOf(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,7}$/.test(header.trim())) return Number(header) * SECOND;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

const object = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

function codeOf(status: number, body: Record<string, unknown> | null): ErrorCode {
  const code = body?.['code'];
  if (isErrorCode(code)) return code;
  if (status === 413) return 'BODY_TOO_LARGE';
  if (status === 429) return 'RATE_LIMITED';
  // A page of some proxy is no word of our server: neither on tokens nor on rights.
  return status === 401 && body !== null ? 'UNAUTHENTICATED' : 'SERVER_UNREACHABLE';
}

/** The error in an answer that is none of success; `body` is what could be parsed of it. Problem documents and CouchDB's own shape. */
export function serverErrorOf(status: number, headers: Headers, body: unknown): ServerError {
  const problem = object(body);
  const date = Date.parse(headers.get('date') ?? '');
  return new ServerError(codeOf(status, problem), status, {
    retryAfter: retryAfterOf(headers.get('retry-after'), Number.isNaN(date) ? Date.now() : date),
    details: object(problem?.['details']) ?? problem ?? {},
  });
}

/** Errors of one database: the others go on. Everything else concerns the whole server. */
const OF_ONE_DATABASE: readonly ErrorCode[] = ['FORBIDDEN', 'DATABASE_NOT_FOUND', 'CLOCK_WRONG'];
export const isOfOneDatabase = (error: unknown): error is ServerError =>
  error instanceof ServerError && OF_ONE_DATABASE.includes(error.code);

/** The server stumbled over this very request; another database may still be served. Not where it asks to be left alone. */
export const isStumble = (error: unknown): error is ServerError =>
  error instanceof ServerError && error.status !== null && error.status >= 500 && error.status !== 503;

import { isErrorCode, type ErrorCode, type Problem } from '$design/errors.ts';
import type { BufferStatus, ReceiptAnswer, ReceiptRequest, ReportAnswer, ShiftState } from '$design/fiscal/wire.ts';
import type { CashAnswer, CheckAnswer, GatewayPairAnswer, LockAnswer, LockRequest, PinAnswer } from './gateway.types.ts';

/**
 * `status` is null where no answer came: then the request may or may not have been done (`doubt`), and so after a 5xx that is not
 * one of our own refusals.
 */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly status: number | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly doubt: boolean;

  constructor(code: ErrorCode, status: number | null, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.name = 'GatewayError';
    this.code = code;
    this.status = status;
    this.details = details;
    this.doubt = status === null || code === 'OUTCOME_UNKNOWN' || code === 'REQUEST_IN_PROGRESS' || code === 'INTERNAL';
  }
}

/** ms. A register prints a long receipt within seconds; beyond this the outcome is asked, not assumed. */
const TIMEOUTS = { quick: 4_000, register: 45_000, pin: 1_500 } as const;

export interface GatewayClient {
  /** `url`: the gateway to pair with, which may not be the one in use. It refuses a browser of another till or shop. */
  pair(url: string, body: { name: string; code: string | null; pos_id: string; store: string }): Promise<GatewayPairAnswer>;
  events(signal: AbortSignal): Promise<Response>;
  /** `success`: what the device found; `null` asks whether this person may try. Throws PIN_LOCKED with `retry_after_seconds`. */
  pinAttempt(staff: string, success: boolean | null): Promise<PinAnswer>;
  shift(): Promise<ShiftState>;
  buffer(): Promise<BufferStatus>;
  lock(request: Omit<LockRequest, 'pos_id'>, keepalive?: boolean): Promise<LockAnswer>;
  check(pos: string, total: number): Promise<CheckAnswer>;
  register(key: string, request: ReceiptRequest): Promise<ReceiptAnswer>;
  /** `null`: the gateway never got this key. */
  byKey(key: string): Promise<ReceiptAnswer | null>;
  print(receiptId: string): Promise<ReceiptAnswer>;
  voidReceipt(receiptId: string, reason: string): Promise<ReceiptAnswer>;
  openShift(key: string, body: { cashier: Cashier; float: number | null }): Promise<ShiftState>;
  report(kind: 'x' | 'z', key: string, body: { cashier: Cashier }): Promise<ReportAnswer>;
  cash(direction: 'in' | 'out', key: string, body: { amount: number; reason: string; cashier: Cashier }): Promise<CashAnswer>;
}
interface Cashier {
  readonly name: string;
  readonly inn: string | null;
}

export interface GatewayAccess {
  readonly url: string;
  readonly pos: string;
  readonly token: string | null;
}

/** The gateway of this till. `access` is read at each call: it may be paired anew. */
export function createGatewayClient(access: () => GatewayAccess | null, fetcher: typeof fetch): GatewayClient {
  const request = (path: string, init: RequestInit): Promise<Response> => {
    const to = access();
    if (!to) return Promise.reject(new GatewayError('GATEWAY_UNREACHABLE', null));
    const headers = new Headers(init.headers);
    if (to.token) headers.set('Authorization', `Bearer ${to.token}`);
    if (init.body !== undefined) headers.set('Content-Type', 'application/json');
    return fetcher(to.url + path, { ...init, headers, cache: 'no-store', credentials: 'omit', mode: 'cors' });
  };
  const answered = async <T>(sent: Promise<Response>): Promise<T> => {
    let response: Response;
    let body: unknown;
    try {
      response = await sent;
      body = await response.json();
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      throw new GatewayError('GATEWAY_UNREACHABLE', null);
    }
    if (response.ok) return body as T;
    const problem = (body ?? {}) as Partial<Problem>;
    throw new GatewayError(isErrorCode(problem.code) ? problem.code : 'INTERNAL', response.status, problem.details ?? {});
  };
  const call = <T>(path: string, init: RequestInit, timeout: number): Promise<T> =>
    answered<T>(request(path, { signal: AbortSignal.timeout(timeout), ...init }));
  const get = <T>(path: string): Promise<T> => call<T>(path, { method: 'GET' }, TIMEOUTS.quick);
  const post = <T>(path: string, body: object, timeout: number = TIMEOUTS.quick, key?: string): Promise<T> =>
    call<T>(path, { method: 'POST', body: JSON.stringify({ ...body }), headers: key ? { 'Idempotency-Key': key } : {} }, timeout);
  const pos = (): string => access()?.pos ?? '';
  return {
    pair: (url, body) =>
      answered(
        fetcher(`${url}/v1/pair`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ ...body, scope: 'till' }),
          cache: 'no-store',
          credentials: 'omit',
          mode: 'cors',
          // A browser that asks the person for leave keeps the request waiting meanwhile.
          signal: AbortSignal.timeout(TIMEOUTS.register),
        }),
      ),
    pinAttempt: (staff, success) => post('/v1/pin-attempts', { staff, success }, TIMEOUTS.pin),
    events: (signal) => request('/v1/events', { method: 'GET', signal, headers: { Accept: 'text/event-stream' } }),
    shift: () => get('/v1/kkt/shift'),
    buffer: () => get('/v1/kkt/buffer/status'),
    lock: (body, keepalive = false) =>
      keepalive
        ? call(
            '/v1/kkt/lock',
            { method: 'POST', body: JSON.stringify({ pos_id: pos(), ...body }), keepalive: true },
            TIMEOUTS.quick,
          )
        : post('/v1/kkt/lock', { pos_id: pos(), ...body }),
    check: (pos_id, total) => post('/v1/kkt/receipt/check', { pos_id, total }),
    register: (key, body) => post('/v1/kkt/receipt', body, TIMEOUTS.register, key),
    byKey: async (key) => {
      try {
        return await get<ReceiptAnswer>(`/v1/kkt/receipt/by-key/${key}`);
      } catch (error) {
        if (error instanceof GatewayError && error.status === 404) return null;
        throw error;
      }
    },
    print: (id) => post(`/v1/kkt/receipt/${id}/print`, {}, TIMEOUTS.register),
    voidReceipt: (id, reason) => post(`/v1/kkt/receipt/${id}/void`, { reason }, TIMEOUTS.register),
    openShift: (key, body) => post('/v1/kkt/shift/open', { pos_id: pos(), ...body }, TIMEOUTS.register, key),
    report: (kind, key, body) => post(`/v1/kkt/report/${kind}`, { pos_id: pos(), ...body }, TIMEOUTS.register, key),
    cash: (direction, key, body) => post(`/v1/kkt/cash/${direction}`, { pos_id: pos(), ...body }, TIMEOUTS.register, key),
  };
}

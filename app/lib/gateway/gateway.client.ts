import { isErrorCode, type ErrorCode, type Problem } from '$design/errors.ts';
import { prepareRequest, type AnswerTo, type BodyFor, type CallOf, type Operation } from '$design/fiscal/api/client.ts';
import type { BufferStatus, ReceiptAnswer, ReportAnswer, ShiftState } from '$design/fiscal/wire.ts';
import { traceHeaders } from './trace.ts';

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
const TIMEOUTS = { quick: 4_000, refund: 5_000, register: 45_000, pin: 1_500 } as const;

/** What the caller says; the till's own name is added here. */
type Own<O extends Operation> = Omit<BodyFor<O>, 'pos_id'>;
export type LockAnswer = AnswerTo<'POST /v1/kkt/lock'>;

/** The calls of a till, shaped by the gateway's own table of routes (design/fiscal/api). */
export interface GatewayClient {
  /** `url`: the gateway to pair with, which may not be the one in use. It refuses a browser of another till or shop. */
  pair(url: string, body: Omit<BodyFor<'POST /v1/pair'>, 'scope'>): Promise<AnswerTo<'POST /v1/pair'>>;
  events(signal: AbortSignal): Promise<Response>;
  /** `success`: what the device found; `null` asks whether this person may try. Throws PIN_LOCKED with `retry_after_seconds`. */
  pinAttempt(staff: string, success: boolean | null): Promise<AnswerTo<'POST /v1/pin-attempts'>>;
  shift(): Promise<ShiftState>;
  buffer(): Promise<BufferStatus>;
  lock(request: Own<'POST /v1/kkt/lock'>, keepalive?: boolean): Promise<LockAnswer>;
  /** Goes on with a print that was cut short; never registers. */
  continuePrint(): Promise<AnswerTo<'POST /v1/kkt/print/continue'>>;
  /** Sends what waits for the operator now, without waiting for pauses and breaker. Throws SYNC_RUNNING. */
  /** `adminKey` (as for `testDevices`): waits for no pause and no breaker (requirement B-25). */
  sendNow(adminKey?: string): Promise<AnswerTo<'POST /v1/kkt/buffer/sync'>>;
  /** What waits for the operator and what is not settled, and the last words of the event journal. */
  openReceipts(limit: number): Promise<AnswerTo<'GET /v1/kkt/buffer/receipts'>>;
  /** Closed shifts of this gateway, the newest first. */
  zArchive(page: number, limit: number): Promise<AnswerTo<'GET /v1/kkt/report/z'>>;
  zReport(fn: string, number: number): Promise<ReportAnswer>;
  zPrint(fn: string, number: number): Promise<ReportAnswer>;
  openDrawer(): Promise<AnswerTo<'POST /v1/kkt/drawer'>>;
  /** `key`: of the sale that it is for, where it has one already. */
  check(pos: string, total: number, key?: string | null): Promise<AnswerTo<'POST /v1/kkt/receipt/check'>>;
  register(key: string, request: BodyFor<'POST /v1/kkt/receipt'>): Promise<ReceiptAnswer>;
  /** `null`: the gateway never got this key. */
  byKey(key: string): Promise<ReceiptAnswer | null>;
  /** May a receipt be refunded now? Throws the refusal, its details are the fields of the answer (requirements ). */
  refundCheck(body: BodyFor<'POST /v1/pos/refund'>): Promise<AnswerTo<'POST /v1/pos/refund'>>;
  print(receiptId: string): Promise<ReceiptAnswer>;
  voidReceipt(receiptId: string, reason: string): Promise<ReceiptAnswer>;
  openShift(key: string, body: Own<'POST /v1/kkt/shift/open'>): Promise<ShiftState>;
  /** The sums of the open shift, without paper. */
  balance(): Promise<ReportAnswer>;
  /** The newest lines of its log. */
  logs(limit: number): Promise<AnswerTo<'GET /v1/kkt/buffer/logs'>>;
  drive(): Promise<AnswerTo<'GET /v1/kkt/fn'>>;
  devices(): Promise<AnswerTo<'GET /v1/kkt/devices'>>;
  /** `adminKey`: the gateway's own administrator token, typed for this one call; a till's does not open this. */
  testDevices(adminKey: string, choice: BodyFor<'POST /v1/kkt/devices/test'>): Promise<AnswerTo<'POST /v1/kkt/devices/test'>>;
  saveDevices(adminKey: string, choice: BodyFor<'PUT /v1/kkt/devices'>): Promise<AnswerTo<'PUT /v1/kkt/devices'>>;
  report(kind: 'x' | 'z', key: string, body: Own<'POST /v1/kkt/report/z'>): Promise<ReportAnswer>;
  cash(direction: 'in' | 'out', key: string, body: Own<'POST /v1/kkt/cash/in'>): Promise<AnswerTo<'POST /v1/kkt/cash/in'>>;
}

export interface GatewayAccess {
  readonly url: string;
  readonly pos: string;
  readonly token: string | null;
}

interface Manner {
  /** ms; absent: `signal` alone ends the call. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  readonly keepalive?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The gateway of this till. `access` is read at each call: it may be paired anew. */
export function createGatewayClient(access: () => GatewayAccess | null, fetcher: typeof fetch): GatewayClient {
  const send = <O extends Operation>(
    to: { readonly url: string; readonly token: string | null },
    operation: O,
    call: CallOf<O>,
    { timeout, signal, keepalive, headers }: Manner,
  ): Promise<Response> => {
    const { method, path, body, headers: own } = prepareRequest(operation, call);
    return fetcher(to.url + path, {
      method,
      headers: { ...own, ...headers, ...(to.token && { Authorization: `Bearer ${to.token}` }) },
      cache: 'no-store',
      credentials: 'omit',
      mode: 'cors',
      ...(body !== undefined && { body }),
      ...(keepalive && { keepalive }),
      signal: timeout === undefined ? signal : AbortSignal.timeout(timeout),
    });
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
  const here = (): GatewayAccess => {
    const to = access();
    if (!to) throw new GatewayError('GATEWAY_UNREACHABLE', null);
    return to;
  };
  const ask = async <O extends Operation>(operation: O, call: CallOf<O>, manner: Manner = {}): Promise<AnswerTo<O>> =>
    answered(send(here(), operation, call, { timeout: TIMEOUTS.quick, ...manner }));
  /** With a key that a person has typed: one that is wrong says nothing about this till's own pairing. */
  const asAdmin = async <O extends Operation>(
    token: string,
    operation: O,
    call: CallOf<O>,
    manner: Manner,
  ): Promise<AnswerTo<O>> => {
    try {
      return await answered(send({ url: here().url, token }, operation, call, manner));
    } catch (error) {
      throw error instanceof GatewayError && error.status === 401 ? new GatewayError('ADMIN_KEY_WRONG', 401) : error;
    }
  };
  const register: Manner = { timeout: TIMEOUTS.register };
  const pos_id = (): string => access()?.pos ?? '';
  return {
    pair: (url, body) =>
      // A browser that asks the person for leave keeps the request waiting meanwhile.
      answered(send({ url, token: null }, 'POST /v1/pair', { body: { ...body, scope: 'till' } }, register)),
    pinAttempt: (staff, success) => ask('POST /v1/pin-attempts', { body: { staff, success } }, { timeout: TIMEOUTS.pin }),
    events: async (signal) => send(here(), 'GET /v1/events', {}, { signal, headers: { Accept: 'text/event-stream' } }),
    shift: () => ask('GET /v1/kkt/shift', {}),
    buffer: () => ask('GET /v1/kkt/buffer/status', {}),
    lock: (body, keepalive = false) => ask('POST /v1/kkt/lock', { body: { pos_id: pos_id(), ...body } }, { keepalive }),
    check: (pos, total, key = null) =>
      ask('POST /v1/kkt/receipt/check', { body: { pos_id: pos, total } }, { headers: traceHeaders(key) }),
    register: (key, body) => ask('POST /v1/kkt/receipt', { key, body }, { ...register, headers: traceHeaders(key) }),
    byKey: async (key) => {
      try {
        return await ask('GET /v1/kkt/receipt/by-key/:key', { params: { key } }, { headers: traceHeaders(key) });
      } catch (error) {
        if (error instanceof GatewayError && error.status === 404) return null;
        throw error;
      }
    },
    refundCheck: (body) => ask('POST /v1/pos/refund', { body }, { timeout: TIMEOUTS.refund }),
    print: (id) => ask('POST /v1/kkt/receipt/:id/print', { params: { id } }, register),
    voidReceipt: (id, reason) => ask('POST /v1/kkt/receipt/:id/void', { params: { id }, body: { reason } }, register),
    continuePrint: () => ask('POST /v1/kkt/print/continue', {}, register),
    sendNow: async (token) =>
      token === undefined
        ? ask('POST /v1/kkt/buffer/sync', {})
        : asAdmin(token, 'POST /v1/kkt/buffer/sync', { body: { force: true } }, { timeout: TIMEOUTS.quick }),
    openReceipts: (limit) => ask('GET /v1/kkt/buffer/receipts', { query: { limit } }),
    zArchive: (page, limit) => ask('GET /v1/kkt/report/z', { query: { page, limit } }),
    zReport: (fn, number) => ask('GET /v1/kkt/report/z/:fn/:number', { params: { fn, number } }),
    zPrint: (fn, number) => ask('POST /v1/kkt/report/z/:fn/:number/print', { params: { fn, number } }, register),
    openDrawer: () => ask('POST /v1/kkt/drawer', {}, register),
    openShift: (key, body) => ask('POST /v1/kkt/shift/open', { key, body: { pos_id: pos_id(), ...body } }, register),
    balance: () => ask('GET /v1/kkt/report/x', {}),
    logs: (limit) => ask('GET /v1/kkt/buffer/logs', { query: { page: 1, limit } }),
    drive: () => ask('GET /v1/kkt/fn', {}),
    devices: () => ask('GET /v1/kkt/devices', {}),
    testDevices: (token, body) => asAdmin(token, 'POST /v1/kkt/devices/test', { body }, register),
    saveDevices: (token, body) => asAdmin(token, 'PUT /v1/kkt/devices', { body }, register),
    report: (kind, key, body) => ask(`POST /v1/kkt/report/${kind}`, { key, body: { pos_id: pos_id(), ...body } }, register),
    cash: (direction, key, body) => ask(`POST /v1/kkt/cash/${direction}`, { key, body: { pos_id: pos_id(), ...body } }, register),
  };
}

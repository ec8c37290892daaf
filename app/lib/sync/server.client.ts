import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { DeviceScope } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { FoundReceipt, ReceiptQuery } from '$design/receipt-lookup.ts';
import { QUARANTINED } from '$design/sync/quarantine.ts';
import type { HomesAnswer } from '../months/months.ts';
import type { Request } from '../storage/database.types.ts';
import { ServerError, serverErrorOf } from './server-error.ts';
import { timedFetch, type TimedAnswer } from './timed-fetch.ts';
import { realTimers, type Timers } from './timers.ts';

export { ServerError } from './server-error.ts';

/** Sequences are opaque: comparable for equality only. */
export type RemoteSeq = string | number;
export interface RemoteDatabase {
  readonly name: string;
  readonly push: boolean;
  readonly pull: boolean;
  readonly seq: RemoteSeq;
  /** Documents there now: what a first load counts up to. Absent on an older server. */
  readonly count?: number;
  /** Ids without which a new device can do nothing (the shop's people): fetched before the rest. */
  readonly first?: readonly string[];
}
export interface GatewayAddress {
  readonly url: string;
  readonly pos_id: string;
  readonly store: string;
}
export interface Session {
  readonly device: number;
  readonly store: string;
  readonly till: string | null;
  readonly scopes: readonly DeviceScope[];
  readonly demo: boolean;
  readonly databases: readonly RemoteDatabase[];
  /** Which start of the server speaks: another one may have been restored from a backup. */
  readonly instance: string;
  /** Server's clock, epoch ms. */
  readonly time: number;
  readonly gateway: GatewayAddress | null;
  /** The newest verified backup of the server, `null` where there is none yet (design §5). */
  readonly backup?: { readonly verifiedAt: number } | null;
}
export interface PairAnswer extends Omit<Session, 'databases' | 'instance'> {
  readonly token: string;
}

const SESSION_TIMEOUT = 5_000;
const PAIR_TIMEOUT = 15_000;
/** A cashier waits no longer for a product (requirements A-04). */
const LOOKUP_TIMEOUT = 2_000;
/** A receipt without a date is looked for in every month of every shop. */
const SEARCH_TIMEOUT = 20_000;

/** How many documents this device holds back, by database and code; no ids, no bodies. */
export interface RefusalReport {
  readonly refusals: readonly {
    readonly database: string;
    readonly code: ErrorCode;
    readonly count: number;
    readonly oldest: number;
  }[];
}

/** How often a coupon's code, or its whole series, was used in the chain as far as the server knows. */
export interface CouponAnswer {
  readonly code: string;
  readonly uses: number;
  readonly spent: boolean;
}

/** Codes that nobody knew: counts of all times on this device, epoch ms, and what the cashier typed instead (kopecks). */
export interface UnknownCodesReport {
  readonly codes: readonly {
    readonly code: string;
    readonly count: number;
    readonly last: number;
    readonly typed: { readonly name: string; readonly price: number } | null;
  }[];
}

export interface RequestHooks {
  readonly signal?: AbortSignal;
  /** Bytes arrived. */
  readonly onBytes?: () => void;
  /** What goes to the quarantine goes there on purpose; else such an answer is `DEVICE_REVOKED`. */
  readonly handsIn?: boolean;
}

export interface ServerClient {
  readonly origin: string;
  pair(body: { code: string | null; name: string; till?: string | null }): Promise<PairAnswer>;
  /** `as`: with this token instead of the one in use. */
  session(as?: string): Promise<Session>;
  /** A new token beside the one in use, which stays valid until the new one was used. */
  newToken(): Promise<{ readonly token: string }>;
  feed(signal: AbortSignal): Promise<Response>;
  /** Where facts go that name a month which the server does not take (docs/decisions/0017). */
  homes(database: string, shifts: readonly string[]): Promise<HomesAnswer>;
  /** A receipt of the chain, for a return. @throws ServerError with status 404 where there is none */
  receipt(query: ReceiptQuery): Promise<FoundReceipt>;
  /** An article that this device does not hold, at the price of its shop. @throws ServerError with status 404 where there is none */
  product(code: string): Promise<CatalogueEntry>;
  /** Is a code used up in the chain? Within two seconds. */
  coupon(code: string): Promise<CouponAnswer>;
  reportUnknownCodes(report: UnknownCodesReport): Promise<unknown>;
  databaseUrl(name: string): string;
  reportRefusals(report: RefusalReport): Promise<unknown>;
  /**
   * fetch with the device's token for PouchDB. Throws `ServerError` for every answer that is no word of our server on the documents
   * asked for (no JSON, a page of a proxy, 401, 403, 413, 429, 5xx, a closed database), so that none of them passes for a refusal.
   */
  requestWith(hooks?: RequestHooks): Request;
}

export interface ServerClientOptions {
  /** The `Date` of an answer of our server with local epoch ms before and after it was written. */
  readonly onDate?: (date: string, sentAt: number, receivedAt: number) => void;
  /** How long an answer may be silent. */
  readonly patience?: Timers;
}

const textOf = (query: ReceiptQuery): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));

const parsed = (body: Uint8Array<ArrayBuffer>): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return undefined;
  }
};
const isJson = (response: Response): boolean => /\bjson\b/i.test(response.headers.get('content-type') ?? '');
/** Missing documents and conflicts are ordinary answers of the CouchDB protocol. */
const isProtocol = (error: ServerError): boolean =>
  (error.status === 404 && error.code !== 'DATABASE_NOT_FOUND') || (error.status === 409 && error.code !== 'CLOCK_WRONG');

/** The sync server's `/api` and `/db` as this device sees them. `token` is read at each call: it may be paired anew or rotated. */
export function createServerClient(
  origin: string,
  token: () => string | null,
  fetcher: typeof fetch,
  options: ServerClientOptions = {},
): ServerClient {
  const timers = options.patience ?? realTimers;
  const headers = (init: HeadersInit | undefined, value: string | null): Headers => {
    const all = new Headers(init);
    if (value) all.set('Authorization', `Bearer ${value}`);
    return all;
  };
  /** A request that was on its way while the token changed is asked again with the new one: nobody has to notice the change. */
  const send = async (url: Parameters<typeof fetch>[0], init: RequestInit): Promise<Response> => {
    const used = token();
    const response = await fetcher(url, { ...init, headers: headers(init.headers, used) });
    if (response.status !== 401 || token() === used) return response;
    await response.body?.cancel();
    return fetcher(url, { ...init, headers: headers(init.headers, token()) });
  };
  const hear = ({ response, sentAt, receivedAt }: TimedAnswer): void => {
    const date = response.headers.get('date');
    if (date !== null && isJson(response)) options.onDate?.(date, sentAt, receivedAt);
  };
  const call = async <T>(path: string, init: RequestInit, timeout: number, as?: string): Promise<T> => {
    let answer: TimedAnswer;
    try {
      const ask = (timed: RequestInit): Promise<Response> =>
        as === undefined ? send(origin + path, timed) : fetcher(origin + path, { ...timed, headers: headers(init.headers, as) });
      answer = await timedFetch(ask, init, { begins: timeout, silence: timeout, timers });
    } catch {
      throw new ServerError('SERVER_UNREACHABLE', null);
    }
    const { response } = answer;
    const body = response.status === 204 ? {} : parsed(answer.body);
    if (!response.ok) throw serverErrorOf(response.status, response.headers, body);
    if (body === undefined || body === null) throw new ServerError('SERVER_UNREACHABLE', response.status);
    hear(answer);
    return body as T;
  };
  const post = (body: unknown): RequestInit => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return {
    origin,
    pair: (body) => call('/api/pair', post(body), PAIR_TIMEOUT),
    session: (as) => call('/api/session', { cache: 'no-store' }, SESSION_TIMEOUT, as),
    newToken: () => call('/api/token', { method: 'POST' }, SESSION_TIMEOUT),
    feed: (signal) => send(`${origin}/api/feed`, { headers: { Accept: 'text/event-stream' }, cache: 'no-store', signal }),
    reportRefusals: (report) => call('/api/refusals', post(report), SESSION_TIMEOUT),
    homes: (database, shifts) => call('/api/homes', post({ database, shifts }), SESSION_TIMEOUT),
    receipt: (query) =>
      call(`/api/receipts?${new URLSearchParams(textOf(query)).toString()}`, { cache: 'no-store' }, SEARCH_TIMEOUT),
    product: (code) => call(`/api/products?${new URLSearchParams({ code }).toString()}`, { cache: 'no-store' }, LOOKUP_TIMEOUT),
    coupon: (code) => call(`/api/coupons/${encodeURIComponent(code)}`, { cache: 'no-store' }, LOOKUP_TIMEOUT),
    reportUnknownCodes: (report) => call('/api/unknown-codes', post(report), SESSION_TIMEOUT),
    databaseUrl: (name) => `${origin}/db/${name}`,
    requestWith({ signal, onBytes, handsIn } = {}) {
      return async (input, init) => {
        let answer: TimedAnswer;
        try {
          answer = await timedFetch(
            (timed) => send(input, timed),
            { ...init, credentials: 'same-origin' },
            { timers, ...(signal ? { signals: [signal] } : {}), ...(onBytes ? { onBytes } : {}) },
          );
        } catch (error) {
          throw signal?.aborted ? error : new ServerError('SERVER_UNREACHABLE', null);
        }
        const { response, body } = answer;
        // Taken by the quarantine is not taken by the shop.
        if (!handsIn && response.headers.has(QUARANTINED))
          throw new ServerError('DEVICE_REVOKED', 403, { details: { handIn: true } });
        if (!response.ok) {
          const error = serverErrorOf(response.status, response.headers, parsed(body));
          if (!isJson(response) || !isProtocol(error)) throw error;
        } else if (!isJson(response)) throw new ServerError('SERVER_UNREACHABLE', response.status);
        hear(answer);
        return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
      };
    },
  };
}

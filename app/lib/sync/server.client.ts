import type { DeviceScope } from '$design/documents/people.ts';
import { isErrorCode, type ErrorCode, type Problem } from '$design/errors.ts';
import type { Request } from '../storage/database.types.ts';

/** Sequences are opaque: comparable for equality only. */
export type RemoteSeq = string | number;
export interface RemoteDatabase {
  readonly name: string;
  readonly push: boolean;
  readonly pull: boolean;
  readonly seq: RemoteSeq;
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
  /** Server's clock, epoch ms. */
  readonly time: number;
  readonly gateway: GatewayAddress | null;
}
export interface PairAnswer extends Omit<Session, 'databases'> {
  readonly token: string;
}

/** `status` is null where nothing answered. */
export class ServerError extends Error {
  readonly code: ErrorCode;
  readonly status: number | null;
  constructor(code: ErrorCode, status: number | null) {
    super(code);
    this.name = 'ServerError';
    this.code = code;
    this.status = status;
  }
}

const SESSION_TIMEOUT = 5_000;
/** Longest time for one request of a replication: a half-open socket must not hold the loop (design §5). */
const REQUEST_TIMEOUT = 30_000;

export interface ServerClient {
  readonly origin: string;
  pair(body: { code: string | null; name: string; till?: string | null }): Promise<PairAnswer>;
  /** `as`: with this token instead of the one in use. */
  session(as?: string): Promise<Session>;
  /** A new token beside the one in use, which stays valid until the new one was used. */
  newToken(): Promise<{ readonly token: string }>;
  feed(signal: AbortSignal): Promise<Response>;
  databaseUrl(name: string): string;
  /** fetch with the device's token and a time limit; aborts with `signal` too. */
  requestWith(signal?: AbortSignal): Request;
}

/** The sync server's `/api` and `/db` as this device sees them. `token` is read at each call: it may be paired anew or rotated. */
export function createServerClient(origin: string, token: () => string | null, fetcher: typeof fetch): ServerClient {
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
  const call = async <T>(path: string, init: RequestInit, timeout: number, as?: string): Promise<T> => {
    let response: Response;
    try {
      const timed = { ...init, signal: AbortSignal.timeout(timeout) };
      response = await (as === undefined
        ? send(origin + path, timed)
        : fetcher(origin + path, { ...timed, headers: headers(init.headers, as) }));
    } catch {
      throw new ServerError('SERVER_UNREACHABLE', null);
    }
    const body = (await response.json().catch(() => null)) as unknown;
    if (!response.ok) {
      const code = (body as Partial<Problem> | null)?.code;
      throw new ServerError(
        isErrorCode(code) ? code : response.status === 401 ? 'UNAUTHENTICATED' : 'SERVER_UNREACHABLE',
        response.status,
      );
    }
    if (body === null) throw new ServerError('SERVER_UNREACHABLE', response.status);
    return body as T;
  };
  return {
    origin,
    pair: (body) =>
      call('/api/pair', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }, 15_000),
    session: (as) => call('/api/session', { cache: 'no-store' }, SESSION_TIMEOUT, as),
    newToken: () => call('/api/token', { method: 'POST' }, SESSION_TIMEOUT),
    feed: (signal) => send(`${origin}/api/feed`, { headers: { Accept: 'text/event-stream' }, cache: 'no-store', signal }),
    databaseUrl: (name) => `${origin}/db/${name}`,
    requestWith(signal) {
      return (input, init) => {
        const signals = [AbortSignal.timeout(REQUEST_TIMEOUT), signal, init?.signal].filter((s) => s instanceof AbortSignal);
        return send(input, { ...init, credentials: 'same-origin', signal: AbortSignal.any(signals) });
      };
    },
  };
}

import { request } from 'undici';
import { DomainError } from '../../design/errors.ts';
import { MINUTE } from '../../design/time/clock.ts';
import { CouchAnswer, type CouchCall } from './couch.answer.ts';
import { couchJson } from './couch.json.ts';

export interface CouchStream {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Fails where the answer was cut, by its length or within its chunks: nano takes such an answer for an empty one. */
  readonly body: AsyncIterable<Uint8Array>;
}

export type StreamCall = (method: 'GET' | 'POST', call: CouchCall & { readonly signal?: AbortSignal }) => Promise<CouchStream>;

/** Calls of CouchDB whose answers may be long: handed on as they arrive, at the pace at which they are read. */
export function couchStreams(url: string, prefix: string): StreamCall {
  const server = new URL(url);
  const base = server.origin + server.pathname.replace(/\/$/, '');
  const secret = `${decodeURIComponent(server.username)}:${decodeURIComponent(server.password)}`;
  const authorization = `Basic ${Buffer.from(secret).toString('base64')}`;

  /** @throws CouchAnswer for 404; DomainError for the rest */
  return async (method, { db, path, body, query, signal }) => {
    const address = [base, ...(db === undefined ? [] : [encodeURIComponent(prefix + db)]), ...(path === undefined ? [] : [path])];
    const search = new URLSearchParams(Object.entries(query ?? {}).map(([key, value]) => [key, String(value)])).toString();
    const answer = await request(`${address.join('/')}${search === '' ? '' : `?${search}`}`, {
      method,
      headers: {
        ...(server.username === '' ? {} : { authorization }),
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: couchJson(body) }),
      ...(signal === undefined ? {} : { signal }),
      // A reader of a bad line may hold us for long; CouchDB itself is near and does not fall silent within an answer.
      headersTimeout: MINUTE,
      bodyTimeout: 5 * MINUTE,
    }).catch((error: unknown) => {
      throw new DomainError('STORE_UNAVAILABLE', { why: (error as NodeJS.ErrnoException).code ?? 'no answer' });
    });
    if (answer.statusCode === 200) return { headers: answer.headers, body: whole(answer.body) };
    const reason = (await answer.body.text().catch(() => '')).slice(0, 200);
    if (answer.statusCode === 404) throw new CouchAnswer(404, reason);
    if (answer.statusCode === 400) throw new DomainError('QUERY_INVALID', { reason });
    throw new DomainError('STORE_UNAVAILABLE', { status: answer.statusCode });
  };
}

/** The same bytes; a connection that breaks is the store's failure, and a reader who stops ends the call. */
async function* whole(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new DomainError('STORE_UNAVAILABLE', { why: (error as NodeJS.ErrnoException).code ?? 'cut' });
  }
}

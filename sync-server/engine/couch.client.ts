import nano from 'nano';
import { DomainError } from '../../design/errors.ts';
import { CouchAnswer, type CouchCall } from './couch.answer.ts';
import { couchJson } from './couch.json.ts';
import { couchStreams, type StreamCall } from './couch.stream.ts';

export { CouchAnswer } from './couch.answer.ts';

export interface Couch {
  /** @throws CouchAnswer for 404, 409 and 412; DomainError for the rest */
  call<T>(method: 'get' | 'post' | 'put' | 'delete', call: CouchCall): Promise<T>;
  /** The same calls where the answer may be long. */
  readonly stream: StreamCall;
  readonly prefix: string;
}

/** CouchDB over `nano`. `url` carries the administrator's name and password. */
export function createCouch(url: string, prefix: string): Couch {
  const server = nano({ url });
  return {
    prefix,
    stream: couchStreams(url, prefix),
    async call<T>(method: string, { db, path, body, text = body && couchJson(body), query }: CouchCall): Promise<T> {
      try {
        const answer: unknown = await server.request({
          method,
          ...(db === undefined ? {} : { db: prefix + db }),
          ...(path === undefined ? {} : { path }),
          ...(text === undefined ? {} : { body: Buffer.from(text) }),
          ...(query === undefined ? {} : { qs: query }),
        });
        // nano gives an empty text for JSON that was cut off: half an answer is none.
        if (typeof answer !== 'object' || answer === null) throw new DomainError('STORE_UNAVAILABLE', { why: 'truncated' });
        return answer as T;
      } catch (error) {
        if (error instanceof DomainError) throw error;
        throw faultOf(error as { statusCode?: number; message?: string });
      }
    },
  };
}

function faultOf({ statusCode = 500, message = '' }: { statusCode?: number; message?: string }): Error {
  if (statusCode === 404 || statusCode === 409 || statusCode === 412) return new CouchAnswer(statusCode, message);
  if (statusCode === 400) return new DomainError('QUERY_INVALID', { reason: message.slice(0, 200) });
  if (statusCode === 413) return new DomainError('BODY_TOO_LARGE');
  return new DomainError('STORE_UNAVAILABLE', { status: statusCode });
}

/** `null` where CouchDB answers 404. */
export async function orMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CouchAnswer && error.status === 404) return null;
    throw error;
  }
}

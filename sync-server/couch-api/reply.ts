import type { ServerResponse } from 'node:http';
import { once } from 'node:events';

/** Headers of every answer. Nothing here may be cached, sniffed or rendered: an attachment is a stranger's file on our own origin. */
const ALWAYS = {
  'cache-control': 'must-revalidate',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
};

export type Headers = Readonly<Record<string, string | number>>;

/** Answers of the administrator's door, over Node's own response. */
export interface CouchReply {
  readonly raw: ServerResponse;
  json(status: number, body: unknown, headers?: Headers): void;
  bytes(status: number, body: Buffer, headers: Headers): void;
  empty(status: number, headers?: Headers): void;
  /** Begins an answer that is written piece by piece. */
  start(status: number, headers: Headers): void;
  /** Resolves when there is room for more. */
  write(piece: string | Buffer): Promise<void>;
  end(): void;
  readonly gone: boolean;
}

export function couchReply(raw: ServerResponse): CouchReply {
  const start = (status: number, headers: Headers): void => void raw.writeHead(status, { ...ALWAYS, ...headers });
  const bytes = (status: number, body: Buffer, headers: Headers): void => {
    start(status, { 'content-length': body.length, ...headers });
    raw.end(body);
  };
  return {
    raw,
    json(status, body, headers = {}) {
      bytes(status, Buffer.from(`${JSON.stringify(body)}\n`), { 'content-type': 'application/json', ...headers });
    },
    bytes,
    empty(status, headers = {}) {
      start(status, headers);
      raw.end();
    },
    start,
    async write(piece) {
      if (raw.destroyed || raw.write(piece)) return;
      await Promise.race([once(raw, 'drain'), once(raw, 'close')]);
    },
    end: () => void raw.end(),
    get gone() {
      return raw.destroyed || raw.writableEnded;
    },
  };
}

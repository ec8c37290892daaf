import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import replication from 'pouchdb-replication';

PouchDB.plugin(httpAdapter).plugin(leveldbAdapter);
// Plugged in once a process: a second time would throw, and the server has it, too.
if (!('replicate' in PouchDB.prototype)) PouchDB.plugin(replication);

export interface Asked {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** An error as CouchDB words it. */
export interface CouchFailure {
  readonly error: string;
  readonly reason: string;
}

export interface ChangesBody {
  readonly results: readonly {
    readonly id: string;
    readonly seq: string | number;
    readonly changes: readonly { readonly rev: string }[];
    readonly deleted?: boolean;
    readonly doc?: Record<string, unknown>;
  }[];
  readonly last_seq: string | number;
  readonly pending?: number;
}

/** The path of a document below its database; `_design/` and `_local/` keep their slash. */
export const docPath = (id: string): string =>
  id.replace(
    /^(_design\/|_local\/)?(.*)$/s,
    (_, room: string | undefined, key: string) => (room ?? '') + encodeURIComponent(key),
  );

/** One database behind one of the doors of `/db`, asked by hand or by PouchDB. */
export class CouchClient {
  readonly url: string;
  readonly authorization: string;

  constructor(url: string, authorization: string) {
    this.url = url;
    this.authorization = authorization;
  }

  /** `fetch` with the caller's rights; `path` is already percent-encoded. */
  request(method: string, path = '', { body, query = {}, headers = {} }: Asked = {}, signal?: AbortSignal): Promise<Response> {
    const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)])).toString();
    const raw = body instanceof Uint8Array;
    return fetch(`${this.url}${path === '' ? '' : `/${path}`}${search === '' ? '' : `?${search}`}`, {
      method,
      headers: {
        accept: 'application/json',
        authorization: this.authorization,
        ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  }

  async ask<T>(method: string, path = '', asked: Asked = {}): Promise<Answer<T>> {
    const response = await this.request(method, path, asked);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  /** As `ask`, and any status but 2xx is a failure of the test. */
  async json<T>(method: string, path = '', asked: Asked = {}): Promise<T> {
    const { status, body } = await this.ask<T>(method, path, asked);
    if (status > 299) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body).slice(0, 500)}`);
    return body;
  }

  /** Stores the very revisions given, as replication does; the answer lists the failures. */
  push(docs: readonly object[]): Promise<{ id: string; error: string }[]> {
    return this.json('POST', '_bulk_docs', { body: { docs, new_edits: false } });
  }

  async changes(query: Asked['query'] = {}): Promise<ChangesBody> {
    return this.json('GET', '_changes', { query });
  }

  /** The same database for PouchDB, its requests going to `origin` where one is given (a proxy in between). */
  pouch(origin?: string): PouchDB.Database {
    const url = origin ? this.url.replace(/^https?:\/\/[^/]+/, origin) : this.url;
    const remote = new PouchDB(url, {
      skip_setup: true,
      // The platform's own `fetch`, as the app uses it: the one that PouchDB brings for Node never ends on half of an answer.
      fetch: async (to: string | Request, options: RequestInit = {}) => {
        const headers = new Headers(options.headers);
        headers.set('authorization', this.authorization);
        const response = await fetch(to, { ...options, headers });
        // PouchDB in Node takes attachments from here.
        return Object.assign(response, { buffer: async () => Buffer.from(await response.arrayBuffer()) });
      },
    });
    // PouchDB asks after each batch for its progress bar and forgets to catch what may go wrong.
    const info = remote.info.bind(remote);
    return Object.assign(remote, { info: () => info().catch(() => ({ db_name: '', doc_count: 0, update_seq: 0 })) });
  }
}

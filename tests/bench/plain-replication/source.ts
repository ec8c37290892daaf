import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text as bodyText } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';

interface SourceDocument {
  readonly _id: string;
  readonly [field: string]: unknown;
}

/**
 * The baseline's server: as much of the CouchDB protocol as one PouchDB pull needs, answered from memory with no authorisation, checks or
 * disk. Faster than any real server, so that what is measured is the price of a document a product in the browser.
 */
export function plainSource(documents: readonly SourceDocument[], page: string): ReturnType<typeof createServer> {
  const rev = (doc: SourceDocument) => createHash('md5').update(JSON.stringify(doc)).digest('hex');
  const revisions = documents.map((doc) => rev(doc));
  const rowOf = new Map(documents.map((doc, n) => [doc._id, n]));
  const local = new Map<string, unknown>();
  return createServer((request, response) => {
    void answer(request).then(({ status, body, type }) => {
      const zipped = gzipSync(typeof body === 'string' ? body : JSON.stringify(body), { level: 1 });
      response.writeHead(status, { 'content-type': type ?? 'application/json', 'content-encoding': 'gzip' });
      response.end(zipped);
    }, fail(response));
  });

  async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown; type?: string }> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const text = await bodyText(request);
    if (url.pathname === '/') return { status: 200, body: page, type: 'text/html; charset=utf-8' };
    if (url.pathname === '/db/' || url.pathname === '/db') {
      return {
        status: 200,
        body: { db_name: 'db', doc_count: documents.length, update_seq: documents.length, instance_start_time: '0' },
      };
    }
    if (url.pathname.startsWith('/db/_local/')) {
      if (request.method === 'PUT') {
        const stored = JSON.parse(text) as Record<string, unknown>;
        local.set(url.pathname, { ...stored, _rev: '0-1' });
        return { status: 201, body: { ok: true, id: stored['_id'], rev: '0-1' } };
      }
      const found = local.get(url.pathname);
      return found ? { status: 200, body: found } : { status: 404, body: { error: 'not_found', reason: 'missing' } };
    }
    if (url.pathname === '/db/_changes') {
      const since = Number(url.searchParams.get('since') ?? 0);
      const limit = Number(url.searchParams.get('limit') ?? documents.length);
      const results = documents.slice(since, since + limit).map((doc, n) => ({
        id: doc._id,
        seq: since + n + 1,
        changes: [{ rev: `1-${revisions[since + n]!}` }],
      }));
      const last = since + results.length;
      return { status: 200, body: { results, last_seq: last, pending: documents.length - last } };
    }
    if (url.pathname === '/db/_bulk_get') {
      const asked = (JSON.parse(text) as { docs: { id: string }[] }).docs;
      const results = asked.map(({ id }) => {
        const n = rowOf.get(id)!;
        const hash = revisions[n]!;
        return {
          id,
          docs: [{ ok: { ...documents[n]!, _rev: `1-${hash}`, _revisions: { start: 1, ids: [hash] } } }],
        };
      });
      return { status: 200, body: { results } };
    }
    return { status: 404, body: { error: 'not_found', reason: 'missing' } };
  }
}

const fail = (response: ServerResponse) => (error: unknown) => {
  response.writeHead(500);
  response.end(String(error));
};

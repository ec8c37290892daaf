import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import { answerChanges } from './changes.ts';
import { CouchError, couchErrorOf, notFound } from './couch-error.ts';
import { answerDatabase } from './database.calls.ts';
import type { Answered, Call } from './documents.ts';
import { DoubleDatabase } from './double.database.ts';
import { answerServer, databaseUpdates, type Databases } from './server.calls.ts';

PouchDB.plugin(leveldbAdapter);

/**
 * A test double of CouchDB 3.5: PouchDB on LevelDB behind CouchDB's own manners (opaque sequences, rows in chunks, error rows,
 * validators, `_local` without comparison). It is stricter than a real one where that helps: nothing unpromised is kept. It proves how
 * our server asks; what CouchDB itself does, the same suite proves against a real one (COUCHDB_URL). `updates: false`: as it stands after its
 * set-up, without `_global_changes` and so without `_db_updates`.
 */
export async function startCouchDouble({ updates = true } = {}): Promise<{ url: string; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'optics-couch-double-'));
  const databases: Databases = Object.assign(new Map<string, DoubleDatabase>(), {
    updates: databaseUpdates(),
    hasUpdates: updates,
    folder: (n: number) => join(folder, String(n)),
  });
  const server = createServer((request, response) => {
    answer(request, response, databases).catch((error: unknown) => {
      const { status, error: word, reason } = couchErrorOf(error);
      if (response.headersSent) response.destroy();
      else send(request, response, { status, body: { error: word, reason } });
    });
  });
  // CouchDB keeps an idle connection for five minutes; Node's five seconds would close one that a slow machine is just about to use.
  server.keepAliveTimeout = 300_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://admin:secret@127.0.0.1:${port}`,
    async close() {
      databases.updates.end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const database of databases.values()) await database.pouch.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const ADMIN = `Basic ${Buffer.from('admin:secret').toString('base64')}`;

async function answer(request: IncomingMessage, response: ServerResponse, databases: Databases): Promise<void> {
  if (request.headers.authorization !== ADMIN) throw new CouchError(401, 'unauthorized', 'Name or password is incorrect.');
  const url = new URL(request.url!, 'http://double');
  const [name = '', ...path] = url.pathname.slice(1).split('/').map(decodeURIComponent);
  const body = await buffer(request);
  const call: Call = { method: request.method!, query: url.searchParams, headers: request.headers, body };
  if (name === '' || name.startsWith('_')) return send(request, response, await answerServer(name, call, databases));
  const db = databases.get(name);
  if (path.length === 0 || path[0] === '') {
    return send(request, response, await answerDatabase(name, db, [], call, databases));
  }
  if (!db) throw notFound('Database does not exist.');
  if (path[0] === '_changes') return answerChanges(db, request, response);
  send(request, response, await answerDatabase(name, db, path, call, databases));
}

/** Long answers go out in pieces that respect neither rows nor letters, as any network may cut them. */
function send(request: IncomingMessage, response: ServerResponse, { status, body, headers = {} }: Answered): void {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(`${JSON.stringify(body)}\n`);
  const known = request.headers['if-none-match'] !== undefined && request.headers['if-none-match'] === headers['etag'];
  response.writeHead(known ? 304 : status, { 'content-type': 'application/json', ...headers });
  if (request.method === 'HEAD' || known) return void response.end();
  const piece = Math.max(1_021, Math.ceil(bytes.length / 8));
  for (let from = 0; from < bytes.length; from += piece) response.write(bytes.subarray(from, from + piece));
  response.end();
}

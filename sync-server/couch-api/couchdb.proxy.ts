import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest, Agent as HttpsAgent } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { badRequest, CouchError, noDatabase } from './couch-error.ts';
import type { CouchApi } from './embedded.api.ts';
import { joined } from './bytes.ts';
import { couchReply, type CouchReply } from './reply.ts';
import { isObject, type Json } from './request.ts';

export interface CouchProxyOptions {
  /** With the administrator's name and password. */
  readonly url: string;
  /** Stands before every database name on CouchDB and is seen by nobody here. */
  readonly prefix: string;
  readonly failed: (event: string, error: unknown) => void;
}

/** Belongs to one connection, or to CouchDB's own sessions: neither passes. */
const NOT_FORWARDED = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer', 'proxy-connection']);
const NOT_ASKED = new Set([...NOT_FORWARDED, 'host', 'authorization', 'cookie', 'content-length', 'expect']);
const NOT_ANSWERED = new Set([...NOT_FORWARDED, 'set-cookie', 'www-authenticate']);
/** What of the server itself is answered while other people's databases may stand beside ours. */
const SERVER_PATHS = new Set(['', '_all_dbs', '_dbs_info', '_db_updates', '_uuids', '_session', '_up', '_replicate']);
const MOST_REWRITTEN = 16 << 20;

/** The administrator's door where the documents are in CouchDB: everything passes, streaming both ways; names gain and lose the prefix. */
export function createCouchProxy({ url, prefix, failed }: CouchProxyOptions): CouchApi {
  const upstream = new URL(url);
  const secure = upstream.protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const credentials = `${decodeURIComponent(upstream.username)}:${decodeURIComponent(upstream.password)}`;
  const root = upstream.pathname.replace(/\/$/, '');

  function ask(raw: IncomingMessage, path: string, body: Buffer | null, gone: AbortSignal): Promise<IncomingMessage> {
    const headers: OutgoingHttpHeaders = { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
    for (const [name, value] of Object.entries(raw.headers)) {
      // What is rewritten must come unpacked.
      if (!NOT_ASKED.has(name) && name !== 'accept-encoding') headers[name] = value;
    }
    const length = body === null ? raw.headers['content-length'] : String(body.length);
    if (length !== undefined) headers['content-length'] = length;
    const { hostname, port } = upstream;
    const options = { hostname, port, path: root + path, method: raw.method, headers, agent, signal: gone };
    return new Promise((resolve, reject) => {
      const call = (secure ? httpsRequest : httpRequest)(options, resolve);
      call.on('error', reject);
      if (body === null) pipeline(raw, call).catch(reject);
      else call.end(body as never);
    });
  }

  async function pass(raw: IncomingMessage, reply: CouchReply, path: string, base: string, gone: AbortSignal): Promise<void> {
    const names = prefixed(path, prefix);
    const first = names.first ?? '';
    const isServer = first === '' || first.startsWith('_');
    if (isServer && prefix !== '' && !SERVER_PATHS.has(first)) throw noDatabase();
    if (first === '_db_updates' && prefix !== '' && /[?&]feed=(continuous|eventsource)/.test(path)) {
      throw new CouchError(501, 'not_implemented', 'With a prefix, `_db_updates` is read as a long poll.');
    }
    const body = await rewrittenBody(raw, first, prefix);
    const answer = await ask(raw, names.path, body, gone);
    const headers: Record<string, string | string[]> = {};
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined && !NOT_ANSWERED.has(name)) headers[name] = value;
    }
    if (answer.headers.location !== undefined) headers['location'] = locationOf(answer.headers.location, root, prefix, base);
    const named = namesOf(raw.method ?? 'GET', names.rest, first, answer.statusCode ?? 500);
    if (named && prefix !== '') {
      const json = unprefixed(JSON.parse((await bytesOf(answer)).toString('utf8')) as unknown, named, prefix);
      for (const name of ['content-length', 'content-encoding', 'etag']) delete headers[name];
      const bytes = Buffer.from(`${JSON.stringify(json)}\n`);
      reply.raw.writeHead(answer.statusCode ?? 500, { ...headers, 'content-length': bytes.length });
      return void reply.raw.end(raw.method === 'HEAD' ? undefined : bytes);
    }
    reply.raw.writeHead(answer.statusCode ?? 500, headers);
    reply.raw.flushHeaders();
    await pipeline(answer, reply.raw); // an answer that breaks off there breaks off here
  }

  return {
    async handle(raw, response, path, base) {
      const reply = couchReply(response);
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      try {
        await pass(raw, reply, path, base, gone.signal);
      } catch (error) {
        if (response.headersSent || response.destroyed) return void response.destroy();
        if (!(error instanceof CouchError)) failed('couchdb-proxy-failed', error);
        const known =
          error instanceof CouchError ? error : new CouchError(503, 'service unavailable', 'CouchDB does not answer.');
        reply.json(known.status, { error: known.error, reason: known.reason });
      }
    },
    close() {
      agent.destroy();
      return Promise.resolve();
    },
  };
}

interface Path {
  /** Decoded; `null` for the server itself. */
  readonly first: string | null;
  readonly rest: readonly string[];
  readonly path: string;
}

function prefixed(path: string, prefix: string): Path {
  const at = path.indexOf('?');
  const [names, query] = at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at)];
  const [first = '', ...rest] = names.split('/').slice(1);
  if (first === '') return { first: null, rest, path: `/${query}` };
  let name: string;
  try {
    name = decodeURIComponent(first);
  } catch {
    throw badRequest('invalid percent-encoding in the path');
  }
  // `..` would leave the database, and with it the prefix.
  if (rest.some((part) => part === '..' || part === '.') || name === '..' || name === '.') throw badRequest('invalid path');
  if (name.startsWith('_'))
    return { first: name, rest, path: `/${first}${rest.map((part) => `/${part}`).join('')}${rangeOf(query, name, prefix)}` };
  return { first: name, rest, path: `/${[encodeURIComponent(prefix + name), ...rest].join('/')}${query}` };
}

/** `_all_dbs` lists what begins with the prefix, whatever range is asked within. */
function rangeOf(query: string, name: string, prefix: string): string {
  if (prefix === '' || (name !== '_all_dbs' && name !== '_dbs_info')) return query;
  const asked = new URLSearchParams(query);
  const descending = asked.get('descending') === 'true';
  const text = (...names: string[]): string | null => {
    const found = names.map((one) => asked.get(one)).find((value) => value !== null && value !== undefined);
    const value: unknown = found === undefined ? null : JSON.parse(found ?? 'null');
    return typeof value === 'string' ? value : null;
  };
  const key = text('key');
  const [start, end] = [key ?? text('startkey', 'start_key'), key ?? text('endkey', 'end_key')];
  for (const one of ['key', 'startkey', 'start_key', 'endkey', 'end_key']) asked.delete(one);
  const [first, last] = descending ? ['\ufff0', ''] : ['', '\ufff0'];
  asked.set('startkey', JSON.stringify(prefix + (start ?? first)));
  asked.set('endkey', JSON.stringify(prefix + (end ?? last)));
  return `?${asked.toString()}`;
}

/** Bodies that name databases: `_dbs_info` and `_replicate`. Others pass as they come. */
async function rewrittenBody(raw: IncomingMessage, first: string, prefix: string): Promise<Buffer | null> {
  if (raw.method !== 'POST' || prefix === '' || (first !== '_dbs_info' && first !== '_replicate')) return null;
  let body: unknown;
  try {
    body = JSON.parse((await bytesOf(raw)).toString('utf8'));
  } catch {
    throw badRequest('invalid UTF-8 JSON');
  }
  if (!isObject(body)) throw badRequest('Request body must be a JSON object');
  const rewritten: Json = { ...body };
  if (Array.isArray(body['keys'])) rewritten['keys'] = body['keys'].map((key) => prefix + String(key));
  for (const side of ['source', 'target']) {
    const place = body[side];
    if (typeof place === 'string' && !place.includes('://')) rewritten[side] = prefix + place;
  }
  return Buffer.from(JSON.stringify(rewritten));
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_REWRITTEN) throw new CouchError(413, 'too_large', 'the request entity is too large');
    chunks.push(chunk);
  }
  return joined(chunks);
}

type Named = 'list' | 'infos' | 'info' | 'updates';

/** Which answers name databases. */
function namesOf(method: string, rest: readonly string[], first: string, status: number): Named | null {
  if (status !== 200 || (method !== 'GET' && method !== 'POST')) return null;
  if (first === '_all_dbs') return 'list';
  if (first === '_dbs_info') return 'infos';
  if (first === '_db_updates') return 'updates';
  return first !== '' && !first.startsWith('_') && rest.every((part) => part === '') && method === 'GET' ? 'info' : null;
}

function unprefixed(json: unknown, named: Named, prefix: string): unknown {
  const without = (name: unknown): string => String(name).slice(prefix.length);
  const info = (value: unknown): unknown => (isObject(value) ? { ...value, db_name: without(value['db_name']) } : value);
  if (named === 'info') return info(json);
  if (named === 'updates') {
    if (!isObject(json) || !Array.isArray(json['results'])) return json;
    const own = (json['results'] as Json[]).filter((row) => String(row['db_name']).startsWith(prefix));
    return { ...json, results: own.map((row) => info(row)) };
  }
  if (!Array.isArray(json)) return json;
  if (named === 'list') return json.filter((name) => String(name).startsWith(prefix)).map(without);
  return (json as Json[])
    .filter((row) => String(row['key']).startsWith(prefix))
    .map((row) => ({ ...row, key: without(row['key']), ...('info' in row ? { info: info(row['info']) } : {}) }));
}

/** `http://couch:5984/prefix-name/id` as `http://host/db/name/id`. */
function locationOf(location: string, root: string, prefix: string, base: string): string {
  const path = URL.canParse(location) ? new URL(location).pathname : location;
  const within = path.slice(root.length).replace(/^\//, '');
  const encoded = encodeURIComponent(prefix);
  return `${base}/${within.startsWith(encoded) ? within.slice(encoded.length) : within}`;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EmbeddedEngine } from '../engine/embedded.engine.ts';
import { parseDatabaseName } from '../../design/databases.ts';
import { CouchError, couchErrorOf, noDatabase } from './couch-error.ts';
import type { CouchDatabase } from './database.ts';
import { databaseRoute } from './database.routes.ts';
import { createGuestDatabases } from './guest-databases.ts';
import { ownDatabase } from './own-database.ts';
import { couchReply, type CouchReply } from './reply.ts';
import { couchRequest, type CouchRequest } from './request.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { serverRoute } from './server.routes.ts';
import { createViews, type Views } from './view.index.ts';

/** The administrator's door to the documents: CouchDB's own HTTP API. */
export interface CouchApi {
  /** @param path path and query behind `/db`; @param base where that lies, for `Location` */
  handle(request: IncomingMessage, response: ServerResponse, path: string, base: string): Promise<void>;
  close(): Promise<void>;
}

/** What the routes of the door share. */
export interface CouchServer {
  readonly uuid: string;
  readonly sandbox: Sandbox;
  readonly views: Views;
  readonly closing: AbortSignal;
  names(): Promise<string[]>;
  create(name: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** @throws CouchError not_found */
  open(name: string): Promise<CouchDatabase>;
}

export interface EmbeddedApiOptions {
  /** Where databases lie that are none of the server's own. */
  readonly folder: string;
  readonly uuid: string;
  readonly failed: (event: string, error: unknown) => void;
  /** ms that a function of a design document may run. */
  readonly patience?: number;
}

/** CouchDB 3.5's API answered by PouchDB on LevelDB: the server's own databases beside those that the administrator makes. */
export function createEmbeddedApi(engine: EmbeddedEngine, options: EmbeddedApiOptions): CouchApi {
  const sandbox = createSandbox(options.patience);
  const closing = new AbortController();
  const guests = createGuestDatabases(options.folder, sandbox, (error) => options.failed('guest-flush-failed', error));
  const isOwn = async (name: string): Promise<boolean> => parseDatabaseName(name) !== null || (await engine.exists(name));

  const server: CouchServer = {
    uuid: options.uuid,
    sandbox,
    views: createViews(sandbox),
    closing: closing.signal,
    names: async () => [...new Set([...(await engine.list()), ...guests.names()])].sort(),
    async create(name) {
      if (!(await isOwn(name))) return guests.create(name);
      if (await engine.exists(name)) {
        throw new CouchError(412, 'file_exists', 'The database could not be created, the file already exists.');
      }
      await engine.open(name);
    },
    async remove(name) {
      // The server's jobs hold cursors into them, and a till's unsent work would have no place to go.
      if (await isOwn(name))
        throw new CouchError(403, 'forbidden', "OpticsERP's own databases are not removed through this door.");
      await guests.remove(name);
    },
    async open(name) {
      if (!(await isOwn(name))) return guests.open(name);
      if (!(await engine.exists(name))) throw noDatabase();
      return ownDatabase(engine, name);
    },
  };

  return {
    async handle(raw, response, path, base) {
      const reply = couchReply(response);
      try {
        await route(server, couchRequest(raw, path, base), reply);
      } catch (error) {
        answerError(reply, error, options.failed);
      }
    },
    async close() {
      closing.abort();
      await guests.close();
    },
  };
}

function route(server: CouchServer, request: CouchRequest, reply: CouchReply): Promise<void> {
  const [first, ...rest] = request.parts;
  if (first === undefined || (first.startsWith('_') && rest.length === 0)) return serverRoute(server, request, reply);
  return databaseRoute(server, first, rest, request, reply);
}

function answerError(reply: CouchReply, error: unknown, failed: EmbeddedApiOptions['failed']): void {
  const known = couchErrorOf(error);
  if (!(known instanceof CouchError) && !reply.gone) failed('couch-api-failed', error);
  // Half an answer must look broken, not complete.
  if (reply.raw.headersSent) return void reply.raw.destroy();
  const { status, error: name, reason, headers } = known instanceof CouchError ? known : UNKNOWN;
  reply.json(status, { error: name, reason }, headers);
}

const UNKNOWN = new CouchError(500, 'unknown_error', 'The server met an error that it does not know; its log says more.');

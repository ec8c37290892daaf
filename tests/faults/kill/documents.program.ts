import process from 'node:process';
import { join } from 'node:path';
import Fastify from 'fastify';
import { createEmbeddedApi } from '../../../sync-server/couch-api/embedded.api.ts';
import { adminPassThrough } from '../../../sync-server/couch-api/pass-through.ts';
import { createEmbeddedEngine } from '../../../sync-server/engine/embedded.engine.ts';
import { lockFolder } from '../../../sync-server/engine/data-folder.ts';

/** The sync server's documents and nothing else of it: starts in a quarter of the time, so that more kills fit into a test run. */
const folder = join(process.env['OPTICS_DATA']!, 'sync');
await lockFolder(folder);
const failed = (event: string, error: unknown): void => void process.stderr.write(`${event}: ${String(error)}\n`);
const engine = createEmbeddedEngine(join(folder, 'db'), { failed });
const api = createEmbeddedApi(engine, { folder: join(folder, 'couch'), uuid: 'kill', failed });
const app = Fastify();
const clock = { now: () => Date.now() };
adminPassThrough(app, { api, token: process.env['SYNC_ADMIN_TOKEN']!, clock, log: () => undefined });
await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address() as { port: number };
process.stdout.write(`${JSON.stringify({ event: 'ready', port })}\n`);

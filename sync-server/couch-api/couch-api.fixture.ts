import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import replication from 'pouchdb-replication';
import { createEmbeddedEngine, type EmbeddedEngine } from '../engine/embedded.engine.ts';
import type { Log } from '../log.ts';
import { createEmbeddedApi, type CouchApi } from './embedded.api.ts';
import { adminPassThrough } from './pass-through.ts';

PouchDB.plugin(httpAdapter).plugin(replication);

export const TOKEN = 'token-of-the-administrator';

export interface Door {
  readonly engine: EmbeddedEngine;
  /** `http://127.0.0.1:port/db`. */
  readonly url: string;
  readonly logged: { event: string; facts: object }[];
  /** A call as `admin`; JSON bodies are written and read. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  raw(method: string, path: string, options?: RequestInit): Promise<Response>;
  /** PouchDB's http adapter on a database of the door, which it makes. */
  pouch(name: string): PouchDB.Database;
  restart(): Promise<void>;
  end(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of every shape
  readonly body: any;
  readonly headers: Headers;
}

const BASIC = `Basic ${Buffer.from(`admin:${TOKEN}`).toString('base64')}`;

/** The embedded engine behind the administrator's door, on a free port and a folder of its own. */
export async function openDoor(): Promise<Door> {
  const folder = mkdtempSync(join(tmpdir(), 'optics-couch-api-'));
  const logged: Door['logged'] = [];
  const log: Log = (_level, event, facts = {}) => void logged.push({ event, facts });
  const faults: unknown[] = [];
  const failed = (_event: string, error: unknown): void => void faults.push(error);

  async function start(): Promise<{ engine: EmbeddedEngine; api: CouchApi; port: number; stop: () => Promise<void> }> {
    const engine = createEmbeddedEngine(join(folder, 'db'));
    const api = createEmbeddedApi(engine, { folder: join(folder, 'couch'), uuid: 'e5a1', failed, patience: 200 });
    const app = Fastify({ forceCloseConnections: true });
    adminPassThrough(app, { api, token: TOKEN, clock: { now: () => Date.now() }, log });
    app.get('/db/*', (_request, reply) => reply.code(418).send({ front: 'of the devices' }));
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };
    const stop = async (): Promise<void> => {
      await app.close();
      await api.close();
      await engine.close();
    };
    return { engine, api, port, stop };
  }
  let running = await start();

  const raw: Door['raw'] = (method, path, options = {}) =>
    fetch(`http://127.0.0.1:${running.port}/db${path}`, {
      ...options,
      method,
      headers: { authorization: BASIC, accept: 'application/json', ...(options.headers as Record<string, string> | undefined) },
    });

  return {
    get engine() {
      return running.engine;
    },
    get url() {
      return `http://127.0.0.1:${running.port}/db`;
    },
    logged,
    raw,
    async call(method, path, body, headers = {}) {
      const json = body === undefined ? {} : { body: JSON.stringify(body) };
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await raw(method, path, { ...json, headers: { ...type, ...headers } });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text === '' ? null : (JSON.parse(text) as unknown) };
    },
    pouch: (name) =>
      new PouchDB(`http://admin:${TOKEN}@127.0.0.1:${running.port}/db/${name.includes('%') ? name : encodeURIComponent(name)}`),
    async restart() {
      await running.stop();
      running = await start();
    },
    async end() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
      if (faults.length > 0) throw new AggregateError(faults, 'the door met errors that it does not know');
    },
  };
}

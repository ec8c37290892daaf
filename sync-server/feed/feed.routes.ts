import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Device } from '../../design/documents/people.ts';
import { SECOND, type Clock } from '../../design/time/clock.ts';
import { databasesOf } from '../db/access.ts';
import { deviceOf } from '../devices/authentication.ts';
import type { Devices } from '../devices/devices.store.ts';
import type { Engine, Seq } from '../engine/engine.ts';

export interface FeedDeps {
  readonly engine: Engine;
  readonly devices: Devices;
  readonly clock: Clock;
  readonly closing: AbortSignal;
  readonly timeZoneOf: (store: string) => string;
  readonly provisioned: (name: string) => boolean;
  /** Called when databases were made (a new month, a new shop). */
  onProvisioned(listener: () => void): () => void;
  /** For the gauge. */
  opened(by: 1 | -1): void;
}

const HEARTBEAT = 15 * SECOND;
/** A reader that takes nothing for this much (bytes) is cut off: it will come back and compare sequences. */
const MOST_UNREAD = 1 << 20;

/**
 * GET /api/feed: one stream tells a device the names and sequences of all it may see, instead of a long poll for each database.
 * `databases` first (and again when there are new ones), then `change` for each change; a comment every 15 s shows that the line lives.
 */
export function feedRoutes(app: FastifyInstance, deps: FeedDeps): void {
  app.get('/feed', (request, reply) => {
    const device = deviceOf(request);
    reply.hijack();
    stream(device, reply, deps);
  });
}

function stream(device: Device, reply: FastifyReply, deps: FeedDeps): void {
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  const send = (text: string): void => {
    if (raw.writableLength > MOST_UNREAD) raw.destroy();
    else raw.write(text);
  };
  const visible = (): string[] =>
    databasesOf(device, { now: deps.clock.now(), timeZoneOf: deps.timeZoneOf })
      .filter(({ name, pull }) => pull && deps.provisioned(name))
      .map(({ name }) => name);
  let names = new Set<string>();

  async function sendDatabases(): Promise<void> {
    names = new Set(visible());
    const sequences: Record<string, Seq> = {};
    for (const name of names) sequences[name] = (await (await deps.engine.open(name)).info()).seq;
    send(`event: databases\ndata: ${JSON.stringify(sequences)}\n\n`);
  }

  // Listening begins before the sequences are read: a change in between is told twice rather than never.
  const undo = [
    deps.engine.watch((name, seq) => {
      if (names.has(name)) send(`event: change\ndata: ${JSON.stringify({ name, seq })}\n\n`);
    }),
    deps.onProvisioned(() => void sendDatabases().catch(() => raw.destroy())),
    deps.devices.onRevoked((number) => {
      if (number === device.number) raw.end();
    }),
  ];
  const beat = setInterval(() => send(': alive\n\n'), HEARTBEAT);
  const end = (): void => void raw.end();
  deps.closing.addEventListener('abort', end, { once: true });
  deps.opened(1);
  raw.once('close', () => {
    clearInterval(beat);
    deps.closing.removeEventListener('abort', end);
    for (const stop of undo) stop();
    deps.opened(-1);
  });
  void sendDatabases().catch(() => raw.destroy());
}

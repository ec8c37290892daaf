import type { FastifyInstance } from 'fastify';
import type { Device } from '../../design/documents/people.ts';
import { SECOND, type Clock } from '../../design/time/clock.ts';
import { databasesOf } from '../db/access.ts';
import { deviceOf } from '../devices/authentication.ts';
import type { Devices } from '../devices/devices.store.ts';
import type { Engine, Seq } from '../engine/engine.ts';
import { FeedStream } from './feed-stream.ts';

export interface FeedDeps {
  readonly engine: Engine;
  readonly devices: Devices;
  readonly clock: Clock;
  /** Which start of the server this is. */
  readonly instance: string;
  readonly closing: AbortSignal;
  readonly timeZoneOf: (store: string) => string;
  readonly provisioned: (name: string) => boolean;
  /** Called when databases were made (a new month, a new shop). */
  onProvisioned(listener: () => void): () => void;
  /** For the gauge. */
  opened(by: 1 | -1): void;
}

const HEARTBEAT = 15 * SECOND;
/** A reader that took nothing for so many heartbeats is cut off: it comes back and hears how things stand. */
const MOST_UNREAD = 4;
/** Streams of one device at a time; the oldest gives way. A half-open connection and a change of the leading tab explain two. */
const MOST_STREAMS = 3;

interface Reader {
  readonly device: number;
  readonly stream: FeedStream;
  /** What of the device decides what it sees. */
  rights: string;
}
const rightsOf = ({ store, till, scopes }: Device): string => JSON.stringify([store, till, scopes]);

/**
 * GET /api/feed: one stream tells a device the names and sequences of all it may see, instead of a long poll for each database. `server`
 * (which start of the server speaks: another one may have been restored from a backup) and `databases` first, the latter again when there
 * are new ones; then `change`; `session` when the device's own rights were changed. It needs no resuming: each connection begins with how
 * everything stands. While nothing changes, nothing is sent but a comment every 15 s.
 */
export function feedRoutes(app: FastifyInstance, deps: FeedDeps): void {
  const readers = new Set<Reader>();

  const namesOf = (device: Device): string[] =>
    databasesOf(device, { now: deps.clock.now(), timeZoneOf: deps.timeZoneOf })
      .filter(({ name, pull }) => pull && deps.provisioned(name))
      .map(({ name }) => name);

  async function tellAll(reader: Reader): Promise<void> {
    const device = deps.devices.byNumber(reader.device);
    if (!device) return reader.stream.end();
    const names = namesOf(device);
    // Listening begins before the sequences are read: a change in between is told twice rather than never.
    reader.stream.allow(names);
    const sequences: Record<string, Seq> = {};
    for (const name of names) sequences[name] = (await (await deps.engine.open(name)).info()).seq;
    reader.stream.event('databases', sequences);
  }
  const refresh = (reader: Reader): void => void tellAll(reader).catch(() => reader.stream.destroy());

  /** Given another till, another shop, another scope by the administrator. */
  function checkRights(reader: Reader): void {
    const device = deps.devices.byNumber(reader.device);
    if (!device || rightsOf(device) === reader.rights) return;
    reader.rights = rightsOf(device);
    reader.stream.event('session', {});
    refresh(reader);
  }

  const beat = setInterval(() => {
    for (const reader of readers) {
      if (reader.stream.beat(MOST_UNREAD)) checkRights(reader);
      else reader.stream.destroy();
    }
  }, HEARTBEAT);
  beat.unref();
  const undo = [
    deps.engine.watch((name, seq) => {
      for (const { stream } of readers) stream.changed(name, seq);
    }),
    deps.onProvisioned(() => readers.forEach(refresh)),
    deps.devices.onRevoked((number) => {
      for (const reader of readers) if (reader.device === number) reader.stream.end();
    }),
  ];
  deps.closing.addEventListener(
    'abort',
    () => {
      clearInterval(beat);
      for (const stop of undo) stop();
      for (const { stream } of readers) stream.end();
    },
    { once: true },
  );

  app.get('/feed', (request, reply) => {
    const device = deviceOf(request);
    reply.hijack();
    const own = [...readers].filter((reader) => reader.device === device.number);
    for (const { stream } of own.slice(0, Math.max(0, own.length - MOST_STREAMS + 1))) stream.end();
    const reader: Reader = { device: device.number, stream: new FeedStream(reply.raw), rights: rightsOf(device) };
    readers.add(reader);
    deps.opened(1);
    reply.raw.once('close', () => {
      readers.delete(reader);
      deps.opened(-1);
    });
    if (deps.closing.aborted) return reader.stream.end();
    reader.stream.event('server', { instance: deps.instance });
    refresh(reader);
  });
}

import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Log } from '../../../sync-server/log.ts';
import { backEnds, type BackEnd } from '../couchdb/back-ends.fixture.ts';
import { saleOf, SALES } from './facts.fixture.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

// A busy machine: nothing here waits for time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const sales = Array.from({ length: 30 }, (_, n) => ({ ...saleOf(n), note: 'x'.repeat(100_000) }));
/** Bytes of an answer after which the device is gone: none, the first, some. */
const GONE_AFTER = [0, 1, 60_000];

/** A till whose line breaks, or whose page is closed, while it pulls: that is a day like any other, and no error of the server's. */
describe.each(backEnds)('a device that goes away in the middle of an answer, over $name', (kind) => {
  const told: string[] = [];
  /** The server's ends of the connections. */
  const served: Socket[] = [];
  const log: Log = (level, event, facts) => {
    if (level !== 'info') told.push(`${level} ${event} ${JSON.stringify(facts)}`);
  };
  let backEnd: BackEnd;
  let fixture: ServerFixture;
  let token: string;
  beforeAll(async () => {
    backEnd = await kind.start();
    fixture = await startFixture({ couchdb: backEnd.couchdb, log });
    ({ token } = await fixture.pair('POS-001'));
    for (let from = 0; from < sales.length; from += 20) {
      const body = { docs: sales.slice(from, from + 20), new_edits: false };
      expect((await fixture.call('POST', `/db/${SALES}/_bulk_docs`, { token, body })).status).toBe(201);
    }
  });
  afterAll(async () => {
    try {
      await fixture.end();
    } finally {
      await backEnd.end();
    }
  });

  const wanted = JSON.stringify({ docs: sales.map(({ _id, _rev }) => ({ id: _id, rev: _rev })) });
  const calls: [string, string, string | null][] = [
    ['_bulk_get', 'POST _bulk_get?revs=true', wanted],
    ['_changes', 'GET _changes?include_docs=true', null],
    ['a document', `GET ${encodeURIComponent(sales[0]!._id)}`, null],
  ];

  async function asking(call: string, body: string | null, encoding: string): Promise<Socket> {
    const [method, path] = call.split(' ');
    const socket = connect(fixture.server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const [at] = (await once(fixture.server.app.server, 'connection')) as [Socket];
    served.push(at);
    socket.write(
      `${method} /db/${SALES}/${path} HTTP/1.1\r\nhost: 127.0.0.1:${fixture.server.port}\r\nauthorization: Bearer ${token}\r\n` +
        `accept-encoding: ${encoding}\r\n` +
        (body === null ? '\r\n' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
    );
    return socket;
  }

  /** The server has seen the end of what was asked here, and what it began for it has ended. */
  const quiet = async (): Promise<void> => {
    const open = served.splice(0).filter((socket) => !socket.destroyed);
    await Promise.all(open.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };

  for (const [name, call, body] of calls) {
    for (const encoding of ['identity', 'br']) {
      it(`${name} (${encoding}) is told of as no error, wherever it went`, async () => {
        for (const after of GONE_AFTER) {
          const socket = await asking(call, body, encoding);
          let got = 0;
          const enough = encoding === 'br' ? Math.min(1, after) : after;
          if (enough > 0) for await (const piece of socket) if ((got += (piece as Buffer).length) >= enough) break;
          socket.destroy();
        }
        await quiet();
        expect(told).toEqual([]);
      });
    }
  }
});

import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBodyBudget } from '../../../sync-server/db/body-budget.ts';
import { saleOf, SALES } from './facts.fixture.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

const MEGABYTE = 1 << 20;

/** Forty tills back from a day offline push at once: their bodies must not all lie in memory. */
describe('bodies of _bulk_docs', () => {
  let fixture: ServerFixture;
  let token: string;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    fixture = await startFixture({ bounds: { bodyBudget: createBodyBudget(4 * MEGABYTE) } });
    ({ token } = await fixture.pair('POS-001'));
    fixture.server.app.server.on('connection', (socket: Socket) => sockets.push(socket));
  });
  afterAll(() => fixture.end());

  const body = JSON.stringify({ docs: [{ ...saleOf(1), note: 'x'.repeat(3 * MEGABYTE) }], new_edits: false });
  function begin(): { socket: Socket; answer: Promise<string>; served: Promise<Socket> } {
    const known = sockets.length;
    const socket = connect(fixture.server.port, '127.0.0.1');
    const answer = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data).split('\r\n')[0]!)));
    socket.write(
      `POST /db/${SALES}/_bulk_docs HTTP/1.1\r\nhost: 127.0.0.1:${fixture.server.port}\r\nauthorization: Bearer ${token}\r\n` +
        `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n`,
    );
    const served = new Promise<void>((resolve) => socket.once('connect', resolve)).then(() => arrived(known));
    return { socket, answer, served };
  }
  async function arrived(index: number): Promise<Socket> {
    while (!sockets[index]) await new Promise((resolve) => setImmediate(resolve));
    return sockets[index];
  }

  it('wait unread while others fill the room, a till’s few kB pass, and all arrive in the end', async () => {
    const first = begin();
    const holder = await first.served;
    first.socket.write(body.slice(0, MEGABYTE));
    while (holder.bytesRead < MEGABYTE / 2) await new Promise((resolve) => setImmediate(resolve));
    const second = begin();
    const waiting = await second.served;
    second.socket.write(body);

    for (let n = 0; n < 20; n += 1) {
      const small = { docs: [saleOf(100 + n)], new_edits: false };
      const sold = await fixture.call('POST', `/db/${SALES}/_bulk_docs`, { token, body: small });
      expect(sold.status).toBe(201);
    }
    expect(waiting.bytesRead).toBeLessThan(MEGABYTE);

    first.socket.write(body.slice(MEGABYTE));
    expect(await first.answer).toContain('201');
    expect(await second.answer).toContain('201');
    for (const { socket } of [first, second]) socket.destroy();
  });

  it('of a sender that went away leave their room to others, and nothing of them is written', async () => {
    const gone = begin();
    const served = await gone.served;
    gone.socket.write(body.slice(0, MEGABYTE));
    while (served.bytesRead < MEGABYTE / 2) await new Promise((resolve) => setImmediate(resolve));
    const next = begin();
    next.socket.write(body);
    gone.socket.destroy();
    expect(await next.answer).toContain('201');
    next.socket.destroy();
  });
});

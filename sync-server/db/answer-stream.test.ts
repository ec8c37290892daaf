import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import compress from '@fastify/compress';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { COMPRESSION } from '../http/compression.ts';
import { sendStream } from './answer-stream.ts';

let app: FastifyInstance;
afterEach(() => app.close());

async function serve(source: () => AsyncIterable<string>, stalled?: number): Promise<number> {
  app = Fastify({ forceCloseConnections: true });
  await app.register(compress, COMPRESSION);
  app.get('/', (_request, reply) => sendStream(reply, source(), stalled === undefined ? {} : { stalled }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}
const MEGABYTE = 1 << 20;

describe('an answer made as it is read', () => {
  it.each(['identity', 'gzip', 'br'])(
    'that fails half way breaks the connection instead of ending it well (%s)',
    async (encoding) => {
      const port = await serve(async function* () {
        for (let n = 0; n < 20; n += 1) yield await Promise.resolve(`"${'x'.repeat(10_000)}",`);
        throw new Error('the disk');
      });
      const read = fetch(`http://127.0.0.1:${port}/`, { headers: { 'accept-encoding': encoding } }).then((a) => a.text());
      await expect(read).rejects.toThrow();
    },
  );

  it('that fails at once is an error of its own', async () => {
    const port = await serve(async function* () {
      yield await Promise.resolve('{');
      throw new Error('the disk');
    });
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(500);
  });

  it.each(['identity', 'br'])(
    'is made no faster than it is read, and a reader who takes nothing is cut off (%s)',
    async (encoding) => {
      let made = 0;
      const ended = Promise.withResolvers<void>();
      const noise = (): string => Array.from({ length: 2_000 }, () => Math.random().toString(36)).join('');
      const port = await serve(async function* () {
        try {
          for (;;) {
            const piece = noise();
            made += piece.length;
            yield await Promise.resolve(piece);
          }
        } finally {
          ended.resolve();
        }
      }, 300);
      const reader = connect(port, '127.0.0.1');
      const closed = new Promise((resolve) => reader.once('close', resolve));
      reader.on('error', () => undefined);
      reader.write(`GET / HTTP/1.1\r\nhost: x\r\naccept-encoding: ${encoding}\r\n\r\n`);
      await new Promise((resolve) => reader.once('readable', resolve));
      // It reads nothing from here on. What the kernel buffers of a loopback connection is some megabytes.
      await ended.promise;
      expect(made).toBeLessThan(32 * MEGABYTE);
      reader.resume();
      await closed;
    },
  );
});

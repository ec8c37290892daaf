import { createServer } from 'node:net';

const bind = (port: number): Promise<number | null> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen({ port, host: '127.0.0.1' }, () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : null));
    });
  });

/**
 * A loopback port nobody listens on, with `neighbours` more after it (the emulated register also takes its port + 1). Below the
 * kernel's ephemeral range, so that no outgoing connection takes it between this question and the listening; random, so that suites run
 * side by side.
 */
export async function freePort(neighbours = 0): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const first = 12_000 + Math.floor(Math.random() * 19_000);
    const free = [];
    for (let port = first; port <= first + neighbours; port += 1) free.push(await bind(port));
    if (free.every((port) => port !== null)) return first;
  }
  throw new Error('no free port');
}

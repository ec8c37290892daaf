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

/** What this process was given already: between the answer and the listening nobody else of it may get the same one. */
const given = new Set<number>();
const WIDTH = 19_000;
/** Suites side by side, Vitest's and Playwright's, draw from places of their own. */
const SLICES = 4;
const slice = Number(process.env['VITEST_POOL_ID'] ?? process.env['TEST_PARALLEL_INDEX'] ?? 0) % SLICES;

/**
 * A loopback port nobody listens on, with `neighbours` more after it (the emulated register also takes its port + 1). Below the
 * kernel's ephemeral range, so that no outgoing connection takes it between this question and the listening; random, so that suites run
 * side by side.
 */
export async function freePort(neighbours = 0): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const first = 12_000 + Math.floor(((slice + Math.random()) / SLICES) * WIDTH);
    const wanted = Array.from({ length: neighbours + 1 }, (_, n) => first + n);
    if (wanted.some((port) => given.has(port))) continue;
    const free = [];
    for (const port of wanted) free.push(await bind(port));
    if (free.includes(null)) continue;
    for (const port of wanted) given.add(port);
    return first;
  }
  throw new Error('no free port');
}

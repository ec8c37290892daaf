import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerFixture } from '../../integration/server/sync-server.fixture.ts';

/** A fetch that finds the server again after a restart on another port, as a shop's one address does. */
export const shopLine =
  (fixture: ServerFixture): typeof fetch =>
  (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    return fetch(`${fixture.server.url}${pathname}${search}`, init);
  };

/**
 * The same, over which the feed of a restored server is heard in the middle of a round, while it pulls: `armed` from then on, until it
 * happened once (`heard`).
 */
export function lineWithALateFeed(fixture: ServerFixture) {
  const plain = shopLine(fixture);
  const late = { armed: false, heard: false };
  let open: () => void = () => undefined;
  const mayOpen = new Promise<void>((resolve) => (open = resolve));
  let heard: () => void = () => undefined;
  const told = new Promise<void>((resolve) => (heard = resolve));
  const fetcher: typeof fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (!late.armed || late.heard) return plain(input, init);
    if (pathname.endsWith('/feed')) {
      await mayOpen;
      const answer = await plain(input, init);
      const first = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, next) {
          next.enqueue(chunk);
          setImmediate(() => setImmediate(heard));
        },
      });
      return new Response(answer.body!.pipeThrough(first), answer);
    }
    if (pathname.includes('/_changes')) {
      open();
      await told;
      late.heard = true;
    }
    return plain(input, init);
  };
  return { late, fetcher };
}

/** A copy of the whole data folder, made while nothing runs. The server runs again after it. */
export async function copyServer(fixture: ServerFixture): Promise<string> {
  const copy = join(fixture.folder, 'yesterday');
  await fixture.server.close();
  cpSync(join(fixture.folder, 'sync'), copy, { recursive: true });
  await fixture.restart();
  return copy;
}

/** The data folder is that of the copy, and the server runs on it. */
export async function putBack(fixture: ServerFixture, copy: string): Promise<void> {
  await fixture.server.close();
  rmSync(join(fixture.folder, 'sync'), { recursive: true });
  cpSync(copy, join(fixture.folder, 'sync'), { recursive: true });
  await fixture.restart();
}

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

import { once } from 'node:events';
import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { PlannedPort } from './plan.ts';

/** A reason not to start, in one sentence for the person at the keyboard. */
export class CannotStart extends Error {}

/** Makes the data folder and proves that it can be written. @throws CannotStart */
export function prepareData(folder: string): void {
  try {
    mkdirSync(join(folder, 'logs'), { recursive: true });
    accessSync(folder, constants.W_OK);
    writeFileSync(join(folder, 'logs', '.probe'), '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CannotStart(`cannot write to the data folder ${folder} (${code ?? (error as Error).message})`);
  }
}

/**
 * Holds the data folder for as long as this process lives: a lock of the operating system by way of SQLite, so that a kill -9 leaves none
 * behind. @throws CannotStart where another start holds it.
 */
export function holdData(folder: string): { release(): void } {
  const db = new DatabaseSync(join(folder, 'start.lock'));
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch {
    db.close();
    throw new CannotStart(`another start already runs on the data folder ${folder}`);
  }
  return { release: () => db.close() };
}

/** @throws CannotStart naming the first port that somebody else holds. */
export async function requirePorts(ports: readonly PlannedPort[]): Promise<void> {
  for (const { port, variable } of ports) {
    const server = createServer();
    server.listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const why = code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${code})`;
      throw new CannotStart(`port ${port} ${why}; ${variable} chooses another`);
    }
    server.close();
    await once(server, 'close');
  }
}

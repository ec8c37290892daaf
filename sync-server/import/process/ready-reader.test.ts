import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outlineInProcess } from './check-in-process.ts';
import { startReader, type ReaderChild } from './reader-child.ts';
import { createReadyReader } from './ready-reader.ts';

let [folder, file] = ['', ''];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'optics-ready-'));
  file = join(folder, 'small.csv');
  await writeFile(file, 'Артикул;Наименование;Цена\nA1;Оправа;100\nA2;Оправа;200\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const PATIENCE = 120_000;

/** Processes that were begun, and what runs when nobody has been at a file for a while. */
function bench() {
  const begun: ReaderChild[] = [];
  const timers = new Set<() => void>();
  const ready = createReadyReader({
    start() {
      const child = startReader();
      begun.push(child);
      return child;
    },
    after(_ms, run) {
      timers.add(run);
      return () => void timers.delete(run);
    },
  });
  return { ready, begun, timers };
}

describe('a reading process that waits for the next file', () => {
  it(
    'is begun once while somebody is at a file, reads one file and ends',
    async () => {
      const { ready, begun, timers } = bench();
      ready.getReady();
      ready.getReady();
      expect([begun.length, timers.size]).toEqual([1, 1]);
      expect((await outlineInProcess(file, undefined, ready)).sheets[0]!.rows).toBe(3);
      expect([begun.length, timers.size]).toEqual([1, 0]);
      await begun[0]!.exited;
      // The next file is read by another one.
      expect((await outlineInProcess(file, undefined, ready)).sheets[0]!.rows).toBe(3);
      expect(begun.map(({ isGone }) => isGone())).toEqual([true, true]);
    },
    PATIENCE,
  );

  it(
    'is let go when nobody has been at a file for a while: a shop does not pay for it all day',
    async () => {
      const { ready, begun, timers } = bench();
      ready.getReady();
      for (const run of timers) run();
      await begun[0]!.exited;
      expect(begun[0]!.isGone()).toBe(true);
    },
    PATIENCE,
  );

  it(
    'one that died while it waited is replaced, and the file read all the same',
    async () => {
      const { ready, begun } = bench();
      ready.getReady();
      process.kill(begun[0]!.pid, 'SIGKILL');
      await begun[0]!.exited;
      expect((await outlineInProcess(file, undefined, ready)).sheets[0]!.rows).toBe(3);
      expect(begun.length).toBe(2);
    },
    PATIENCE,
  );

  it(
    'ends with the server: it waits on a pipe that nobody holds any more',
    async () => {
      const child = startReader();
      child.stdin.end();
      await child.exited;
      expect(child.isGone()).toBe(true);
      expect(child.complaint()).toBe('');
    },
    PATIENCE,
  );
});

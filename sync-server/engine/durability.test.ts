import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCommitTimer, type After } from './commit.timer.ts';
import { createEmbeddedEngine, type EmbeddedOptions } from './embedded.engine.ts';
import { forceFile, forceFolder } from './leveldb.files.ts';

/** Timers that a test lets run. */
function handTimers(): { after: After; waiting: () => number[]; run: () => void } {
  const set = new Map<object, { ms: number; run: () => void }>();
  return {
    after(ms, run) {
      const key = {};
      set.set(key, { ms, run });
      return () => void set.delete(key);
    },
    waiting: () => [...set.values()].map(({ ms }) => ms),
    run() {
      const due = [...set.values()];
      set.clear();
      for (const { run } of due) run();
    },
  };
}

/** A disk that remembers how much of each log was forced: at a power cut the rest is gone. */
function recordingDisk() {
  const forced = new Map<string, number>();
  const rounds: (() => void)[] = [];
  let powered = true;
  return {
    async sync(location: string): Promise<void> {
      if (!powered) return;
      await forceFolder(location, async (path) => {
        const size = path.endsWith('.log') ? (statSync(path, { throwIfNoEntry: false })?.size ?? 0) : 0;
        await forceFile(path);
        if (powered && path.endsWith('.log')) forced.set(path, size);
      });
      for (const done of rounds.splice(0)) done();
    },
    nextForced: () => new Promise<void>((resolve) => rounds.push(resolve)),
    cutPower: () => void (powered = false),
    /** What is on the disk when the power is back: logs end where they were last forced. */
    copyTo(from: string, to: string, database: string): void {
      cpSync(join(from, database), join(to, database), { recursive: true });
      for (const name of readdirSync(join(to, database))) {
        if (name.endsWith('.log')) truncateSync(join(to, database, name), forced.get(join(from, database, name)) ?? 0);
      }
    },
  };
}

const client = (key: string, extra: object = {}) => ({ _id: `client:${key}`, type: 'client', schema: 1, store: 'a', ...extra });

describe('what a power cut of the server may take', () => {
  let folder: string;
  let after: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'optics-cut-'));
    after = mkdtempSync(join(tmpdir(), 'optics-cut-after-'));
  });
  afterEach(() => {
    for (const path of [folder, after]) rmSync(path, { recursive: true });
  });

  async function idsAfter(name: string): Promise<string[]> {
    const engine = createEmbeddedEngine(after);
    const ids = (await (await engine.open(name)).range({})).map((doc) => doc._id);
    await engine.close();
    return ids;
  }

  it('is nothing that was written before the timer ran (at most 1 s), even over several logs, and the newest end only', async () => {
    const disk = recordingDisk();
    const timers = handTimers();
    const options: EmbeddedOptions = { sync: (location) => disk.sync(location), after: timers.after };
    const engine = createEmbeddedEngine(folder, options);
    const db = await engine.open('store-a');
    expect(timers.waiting()).toEqual([]);
    // 6 MB fill three logs of 2 MB.
    const before = Array.from({ length: 60 }, (_, i) => client(String(100 + i), { note: 'x'.repeat(100_000) }));
    for (const doc of before) expect((await db.put(doc)).ok).toBe(true);
    expect(Math.max(...timers.waiting())).toBeLessThanOrEqual(1_000);
    const forced = disk.nextForced();
    timers.run();
    await forced;
    await db.put(client('999'));
    expect(timers.waiting()).toHaveLength(1);
    disk.cutPower();
    await engine.close();
    disk.copyTo(folder, after, 'store-a');
    expect(await idsAfter('store-a')).toEqual(before.map((doc) => doc._id));
  });

  it('is nothing that flush() was awaited for', async () => {
    const disk = recordingDisk();
    const engine = createEmbeddedEngine(folder, { sync: (location) => disk.sync(location), after: handTimers().after });
    const db = await engine.open('store-a');
    await db.put(client('1'));
    await db.flush!();
    await db.put(client('2'));
    disk.cutPower();
    await engine.close();
    disk.copyTo(folder, after, 'store-a');
    expect(await idsAfter('store-a')).toEqual(['client:1']);
  });
});

describe('the commit timer', () => {
  const timerOf = (sync: (location: string) => Promise<void>) => {
    const timers = handTimers();
    const failures: unknown[] = [];
    const commits = createCommitTimer({ sync, every: 500, after: timers.after, failed: (error) => failures.push(error) });
    return { timers, failures, commits };
  };

  it('forces each written folder once, and waits for nothing when nothing was written', async () => {
    const synced: string[] = [];
    const { timers, commits } = timerOf((location) => Promise.resolve(void synced.push(basename(location))));
    for (const location of ['/a', '/b', '/a', '/c']) commits.written(location);
    expect(timers.waiting()).toEqual([500]);
    timers.run();
    await commits.close();
    expect(synced.sort()).toEqual(['a', 'b', 'c']);
    expect(timers.waiting()).toEqual([]);
  });

  it('tries again what the disk refused, and forces again what was written meanwhile', async () => {
    const refusals = [new Error('EIO')];
    const synced: string[] = [];
    let tried = (): void => undefined;
    const { timers, failures, commits } = timerOf((location) => {
      if (location === '/b') commits.written('/c'); // written while the disk works
      const error = location === '/a' ? refusals.shift() : undefined;
      if (error) return Promise.reject(error);
      synced.push(location);
      if (location !== '/c') tried();
      return Promise.resolve();
    });
    commits.written('/a');
    const second = new Promise<void>((resolve) => (tried = resolve));
    commits.written('/b');
    timers.run();
    await second;
    await new Promise((resolve) => setImmediate(resolve));
    expect(failures).toHaveLength(1);
    expect(timers.waiting()).toEqual([500]);
    timers.run();
    await commits.close();
    expect(synced.sort()).toEqual(['/a', '/b', '/c']);
  });

  it('tells who awaits a flush that the disk refused', async () => {
    const { commits, timers } = timerOf(() => Promise.reject(new Error('EIO')));
    await expect(commits.flush('/a')).rejects.toThrow('EIO');
    expect(timers.waiting()).toEqual([]);
  });
});

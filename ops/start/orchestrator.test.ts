import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOrchestrator, type Orchestrator } from './orchestrator.ts';
import { afterFall, waitOf } from './restarts.ts';

let folder: string;
let said: string[];
let orchestrator: Orchestrator;
const PATIENCE = { timeout: 60_000, interval: 50 };

const create = (waits: typeof waitOf): Orchestrator =>
  createOrchestrator(folder, { onLine: () => undefined, say: (text) => said.push(text.trim()), waitOf: waits });
/** A program of one line: it says that it listens, with its pid, and then does as told. */
const program = (name: string, then: string) => ({
  name,
  command: process.execPath,
  args: ['-e', `console.log('ready ' + process.pid); ${then}`],
  env: { PATH: process.env['PATH'] },
  isReady: (line: string) => line.startsWith('ready'),
});
const log = (name: string): string => readFileSync(join(folder, `${name}.log`), 'utf8');
const pids = (name: string): number[] => [...log(name).matchAll(/^ready (\d+)\n/gm)].map(([, pid]) => Number(pid));
/** A program listens a moment before its log has the line. */
const lastPid = async (name: string, starts: number): Promise<number> => {
  await expect.poll(() => pids(name).length, PATIENCE).toBe(starts);
  return pids(name).at(-1)!;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-orchestrator-'));
  said = [];
});
afterEach(async () => {
  await orchestrator.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a program of npm start that falls in the middle of the day', () => {
  it('is started again, the others go on, and its log keeps what was before', async () => {
    orchestrator = create(() => 10);
    await orchestrator.start([program('till', 'setInterval(() => {}, 1000)'), program('server', 'setInterval(() => {}, 1000)')]);
    process.kill(await lastPid('till', 1), 'SIGKILL');
    const second = await lastPid('till', 2);
    await expect.poll(() => said.at(-1), PATIENCE).toBe('till runs again');
    expect(said[0]).toMatch(/^till ended by SIGKILL \(see .*till\.log\); started again in 0\.01 s$/);
    await orchestrator.stop();
    expect(pids('server')).toHaveLength(1);
    expect(() => process.kill(second, 0)).toThrow('ESRCH');
  });

  it('is given up where it falls again and again, with its own reason', async () => {
    orchestrator = create((falls) => (falls > 3 ? null : 1));
    await orchestrator.start([program('till', "console.error('DATA_DAMAGED: the journal'); process.exit(1)")]);
    expect(await orchestrator.broken).toBe('till: DATA_DAMAGED: the journal; it fell 4 times in a row and is given up');
    expect(pids('till')).toHaveLength(4);
  });

  it('is not started again once everything is asked to stop', async () => {
    orchestrator = create(() => 3_600_000);
    await orchestrator.start([program('till', 'process.exit(7)')]);
    await expect.poll(() => said.length, PATIENCE).toBe(1);
    await orchestrator.stop();
    expect(pids('till')).toHaveLength(1);
  });

  it('that never listened stops the start with its reason', async () => {
    orchestrator = create(() => 1);
    const broken = { ...program('till', ''), args: ['-e', "console.error('no register'); process.exit(1)"] };
    await expect(orchestrator.start([broken])).rejects.toThrow('till: no register');
    expect(said).toEqual([]);
  });
});

describe('how long a fallen program waits', () => {
  it('is longer each time, half a minute at most, and comes to an end', () => {
    const waits = Array.from({ length: 9 }, (_, n) => waitOf(n + 1));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, null]);
  });

  it('begins anew after a minute in which it was well', () => {
    expect([afterFall(7, 59_999), afterFall(7, 60_000)]).toEqual([8, 1]);
  });
});

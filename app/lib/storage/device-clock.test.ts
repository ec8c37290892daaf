import { describe, expect, it } from 'vitest';
import { ServerClock } from './device-clock.ts';
import { createMemoryStore } from './local-store.ts';

function pc(offset: number) {
  const local = { time: 1_763_700_000_000, now: () => local.time };
  const heard: number[] = [];
  const clock = new ServerClock(local, createMemoryStore(), (ahead) => heard.push(ahead));
  const server = () => local.time + offset;
  return { local, clock, heard, server };
}

describe('the server-corrected clock', () => {
  it('stays on the server’s time when somebody sets this PC back while there is no network, and says how far it is off (C-06)', () => {
    const { local, clock, heard, server } = pc(0);
    clock.correct(server(), local.time, local.time);
    const before = clock.now();
    local.time -= 3_600_000;
    clock.jumped(-3_600_000);
    expect(clock.now()).toBe(before);
    expect(heard.at(-1)).toBe(3_600_000);
  });

  it('believes a jump forward only when the server says so: this PC may have slept', () => {
    const { local, clock } = pc(0);
    clock.correct(local.time, local.time, local.time);
    local.time += 28_800_000;
    clock.jumped(28_800_000);
    expect(clock.ahead).toBe(0);
    clock.correct(local.time - 28_800_000, local.time, local.time + 20);
    expect(clock.ahead).toBe(-28_800_010);
  });

  it('is not moved by the whole seconds of a Date header, but is by a wrong hour', () => {
    const { local, clock } = pc(0);
    clock.hear(new Date(local.time).toUTCString(), local.time + 400, local.time + 450);
    expect(clock.ahead).toBe(0);
    clock.hear(new Date(local.time + 3_600_000).toUTCString(), local.time + 500, local.time + 520);
    expect(Math.abs(clock.ahead - 3_600_000)).toBeLessThan(1_000);
  });
});

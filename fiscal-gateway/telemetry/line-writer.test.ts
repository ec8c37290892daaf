import { expect, it } from 'vitest';
import { createLineWriter } from './line-writer.ts';

function slowReader() {
  const chunks: string[] = [];
  const turns: (() => void)[] = [];
  let done: () => void = () => undefined;
  const writer = createLineWriter(
    (chunk, next) => {
      chunks.push(chunk);
      done = next;
    },
    (work) => turns.push(work),
  );
  return { writer, chunks, turn: () => turns.splice(0).forEach((work) => work()), read: () => done() };
}

it('writes the lines of a turn at once, and the next ones when those are out, in order', () => {
  const { writer, chunks, turn, read } = slowReader();
  writer.line('a\n', false);
  writer.line('b\n', false);
  expect(chunks).toEqual([]);
  turn();
  writer.line('c\n', false);
  turn();
  expect(chunks).toEqual(['a\nb\n']);
  read();
  expect(chunks).toEqual(['a\nb\n', 'c\n']);
});

it('never waits for a reader that does not read: plain lines are dropped and counted, warnings longer kept', () => {
  const { writer, chunks, turn, read } = slowReader();
  const line = `${'x'.repeat(1023)}\n`;
  writer.line('first\n', false);
  turn();
  for (let n = 0; n < 6_000; n++) writer.line(line, false);
  expect(writer.dropped).toBeGreaterThan(1_000);
  writer.line('alarm\n', true);
  read();
  expect(chunks.at(-1)?.endsWith('alarm\n')).toBe(true);
  expect(chunks.at(-1)!.length).toBeLessThan(5 * 1024 * 1024);
});

it('hands out what is not written yet for the last write of a process', () => {
  const { writer, chunks, turn } = slowReader();
  writer.line('a\n', false);
  expect(writer.rest()).toBe('a\n');
  turn();
  expect(chunks).toEqual([]);
});

import { expect, it } from 'vitest';
import { carryingTrace, currentTrace, newTrace, traceOfHeader, traceparent, withTrace } from './trace.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

it('takes the trace of a well-formed W3C header and of nothing else', () => {
  expect(traceOfHeader(`00-${TRACE}-00f067aa0ba902b7-01`)).toBe(TRACE);
  expect(traceOfHeader(`01-${TRACE}-00f067aa0ba902b7-01-later-version`)).toBe(TRACE);
  const bad = [
    undefined,
    '',
    `ff-${TRACE}-00f067aa0ba902b7-01`,
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01`,
    `00-${TRACE}-00f067aa0ba902b7`,
    `x00-${TRACE}-00f067aa0ba902b7-01`,
  ];
  expect(bad.map((header) => traceOfHeader(header))).toEqual(bad.map(() => null));
});

it('makes headers that it would take itself', () => {
  const trace = newTrace();
  expect(traceOfHeader(traceparent(trace))).toBe(trace);
});

it('stays with the work that another one runs, and does not leak into it', async () => {
  const seen: (string | undefined)[] = [];
  const queue: (() => void)[] = [];
  withTrace(TRACE, () => queue.push(carryingTrace(() => void seen.push(currentTrace()))));
  queue.push(carryingTrace(() => void seen.push(currentTrace())));
  await withTrace('another', async () => {
    await Promise.resolve();
    for (const run of queue) run();
    seen.push(currentTrace());
  });
  expect(seen).toEqual([TRACE, undefined, 'another']);
});

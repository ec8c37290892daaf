import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../storage/local-store.ts';
import type { UnknownCodesReport } from '../sync/server.client.ts';
import { UnknownCodes } from './unknown-codes.ts';

function device(answers = true) {
  const store = createMemoryStore();
  const heard: UnknownCodesReport[] = [];
  const line = { answers };
  const open = () =>
    new UnknownCodes({
      store,
      now: () => 1_000,
      tell: (report) => {
        if (!line.answers) return Promise.reject(new Error('offline'));
        heard.push(report);
        return Promise.resolve();
      },
    });
  return { open, heard, line };
}

describe('codes that nobody knew', () => {
  it('wait on the device over a reload until the server has them', async () => {
    const { open, heard, line } = device(false);
    const codes = open();
    codes.note('4600000000001');
    codes.note('4600000000001');
    codes.typed('4600000000001', 'Футляр синий', 39_000);
    await codes.deliver();
    expect(codes.waiting).toBe(1);
    line.answers = true;
    const again = open();
    await again.deliver();
    expect(heard).toEqual([
      { codes: [{ code: '4600000000001', count: 2, last: 1_000, typed: { name: 'Футляр синий', price: 39_000 } }] },
    ]);
    expect(again.waiting).toBe(0);
    await again.deliver();
    expect(heard).toHaveLength(1);
  });
  it('are told as a count of all times, so that a report heard twice says the same', async () => {
    const { open, heard } = device();
    const codes = open();
    codes.note('A');
    await codes.deliver();
    codes.note('A');
    await codes.deliver();
    expect(heard.map(({ codes: [one] }) => one?.count)).toEqual([1, 2]);
  });
});

import { expect, it } from 'vitest';
import { Diagnostics } from './diagnostics.ts';
import { ErrorLog } from './error-log.ts';

it('is made without a network: what fails or never answers is told as missing', async () => {
  const diagnostics = new Diagnostics({
    facts: () => ({
      sync: { state: 'waiting', unsent: 3 },
      gateway: Promise.reject(new Error('unreachable')),
      log: new Promise(() => undefined),
    }),
    till: () => 'POS-001',
    now: () => Date.UTC(2026, 10, 21, 10, 12),
    wait: () => Promise.resolve(),
  });
  const { name, text } = await diagnostics.collect();
  expect(name).toBe('optics-POS-001-2026-11-21-10-12.json');
  expect(JSON.parse(text)).toEqual({
    made: '2026-11-21T10:12:00.000Z',
    till: 'POS-001',
    sync: { state: 'waiting', unsent: 3 },
    gateway: 'failed',
    log: 'no answer',
  });
});

it('keeps the last errors of the page and no more', () => {
  const log = new ErrorLog(() => 7);
  for (let n = 0; n < 70; n += 1) log.add(new Error(`no. ${n} of anna@example.com`));
  expect(log.list).toHaveLength(50);
  expect(log.list.at(-1)).toEqual({ at: 7, what: 'Error: no. 69 of anna@example.com' });
});

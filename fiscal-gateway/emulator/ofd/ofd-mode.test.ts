import { expect, it } from 'vitest';
import { behaviour } from './ofd-mode.ts';

it('lets a refusing or deaf operator still say what it holds', () => {
  for (const mode of ['reject', 'deaf'] as const) expect(behaviour({ mode }, 'ask', 1).kind).toBe('answer');
  expect(behaviour({ mode: 'limit', retry_after: 1 }, 'ask', 1).kind).toBe('answer');
});

it('fails every question too while it is down', () => {
  expect(behaviour({ mode: 'down' }, 'ask', 1)).toEqual({ kind: 'status', status: 503, retryAfter: null });
});

it('fails every third request when flaky by three', () => {
  const kinds = [1, 2, 3, 4, 5, 6].map((n) => behaviour({ mode: 'flaky', every: 3 }, 'send', n).kind);
  expect(kinds).toEqual(['answer', 'answer', 'status', 'answer', 'answer', 'status']);
});

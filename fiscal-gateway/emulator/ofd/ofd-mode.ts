import { z } from 'zod';

/**
 * How the operator behaves, set by `POST /control`. `flaky` fails every `every`-th request with 503; `hang` and `reset` do not take the
 * document, `deaf` takes it and loses the answer: so both kinds of unknown outcome exist.
 */
export const ofdMode = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('ok') }),
  z.object({ mode: z.literal('down') }),
  z.object({ mode: z.literal('hang') }),
  z.object({ mode: z.literal('slow'), delay_ms: z.int().min(0).max(600_000).default(1_000) }),
  z.object({ mode: z.literal('reset') }),
  z.object({ mode: z.literal('reject') }),
  z.object({ mode: z.literal('limit'), retry_after: z.int().min(0).default(1) }),
  z.object({ mode: z.literal('deaf') }),
  z.object({ mode: z.literal('flaky'), every: z.int().min(1).default(2) }),
]);
export type OfdMode = z.infer<typeof ofdMode>;

export type OfdBehaviour =
  | { readonly kind: 'answer'; readonly delayMs: number }
  | { readonly kind: 'status'; readonly status: 503 | 422 | 429; readonly retryAfter: number | null }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'keep-silent' };

const ANSWER: OfdBehaviour = { kind: 'answer', delayMs: 0 };

/** What a request meets. `count` is its number since the mode was set, from 1. */
export function behaviour(mode: OfdMode, request: 'send' | 'ask', count: number): OfdBehaviour {
  switch (mode.mode) {
    case 'ok':
      return ANSWER;
    case 'down':
      return { kind: 'status', status: 503, retryAfter: null };
    case 'hang':
      return { kind: 'hang' };
    case 'slow':
      return { kind: 'answer', delayMs: mode.delay_ms };
    case 'reset':
      return { kind: 'reset' };
    case 'reject':
      return request === 'send' ? { kind: 'status', status: 422, retryAfter: null } : ANSWER;
    case 'limit':
      return request === 'send' ? { kind: 'status', status: 429, retryAfter: mode.retry_after } : ANSWER;
    case 'deaf':
      return request === 'send' ? { kind: 'keep-silent' } : ANSWER;
    case 'flaky':
      return count % mode.every === 0 ? { kind: 'status', status: 503, retryAfter: null } : ANSWER;
  }
}

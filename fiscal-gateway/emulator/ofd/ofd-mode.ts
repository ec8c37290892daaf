import { z } from 'zod';

/**
 * How the operator behaves, set by `POST /control`. `flaky` fails every `every`-th request with 503, `fail` the next `times` documents;
 * `hang` and `reset` do not take the document; `deaf`, `half` (half an answer, then the line breaks), `late` (the answer comes after
 * `delay_ms`, when nobody waits any more) and `twice` (two answers to one request) take it: so both kinds of unknown outcome exist.
 * `garbage` (200 with a page), `redirect` (302) and `foreign` (a ticket for another document) are what a captive portal or a broken
 * proxy says; they take nothing, as `unauthorized` (401). `reject` with `fd` refuses that one document only.
 */
export const ofdMode = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('ok') }),
  z.object({ mode: z.literal('down') }),
  z.object({ mode: z.literal('hang') }),
  z.object({ mode: z.literal('slow'), delay_ms: z.int().min(0).max(600_000).default(1_000) }),
  z.object({ mode: z.literal('reset') }),
  z.object({ mode: z.literal('reject'), fd: z.int().min(1).optional() }),
  z.object({ mode: z.literal('limit'), retry_after: z.int().min(0).default(1) }),
  z.object({ mode: z.literal('deaf') }),
  z.object({ mode: z.literal('flaky'), every: z.int().min(1).default(2) }),
  z.object({ mode: z.literal('fail'), times: z.int().min(1).default(1) }),
  z.object({ mode: z.literal('half') }),
  z.object({ mode: z.literal('late'), delay_ms: z.int().min(0).max(600_000).default(15_000) }),
  z.object({ mode: z.literal('twice') }),
  z.object({ mode: z.literal('garbage') }),
  z.object({ mode: z.literal('redirect') }),
  z.object({ mode: z.literal('foreign') }),
  z.object({ mode: z.literal('unauthorized') }),
]);
export type OfdMode = z.infer<typeof ofdMode>;

export type OfdBehaviour =
  | { readonly kind: 'answer'; readonly delayMs: number }
  | { readonly kind: 'status'; readonly status: 503 | 422 | 429 | 401; readonly retryAfter: number | null }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'redirect' }
  | { readonly kind: 'foreign' }
  /** Takes the document and answers wrongly. */
  | { readonly kind: 'taken'; readonly answer: 'none' | 'half' | 'twice' }
  | { readonly kind: 'taken'; readonly answer: 'late'; readonly delayMs: number };

const ANSWER: OfdBehaviour = { kind: 'answer', delayMs: 0 };
const status = (code: 503 | 422 | 429 | 401, retryAfter: number | null = null): OfdBehaviour => ({
  kind: 'status',
  status: code,
  retryAfter,
});

/** What a request meets. `count` is its number since the mode was set, from 1, of its kind too (`ofKind`); `fd`: the document's. */
export function behaviour(
  mode: OfdMode,
  request: 'send' | 'ask',
  count: number,
  { fd = null, ofKind = count }: { readonly fd?: number | null; readonly ofKind?: number } = {},
): OfdBehaviour {
  const onSend = (met: OfdBehaviour): OfdBehaviour => (request === 'send' ? met : ANSWER);
  switch (mode.mode) {
    case 'ok':
      return ANSWER;
    case 'down':
      return status(503);
    case 'hang':
      return { kind: 'hang' };
    case 'slow':
      return { kind: 'answer', delayMs: mode.delay_ms };
    case 'reset':
      return { kind: 'reset' };
    case 'reject':
      return mode.fd === undefined || mode.fd === fd ? onSend(status(422)) : ANSWER;
    case 'limit':
      return onSend(status(429, mode.retry_after));
    case 'deaf':
      return onSend({ kind: 'taken', answer: 'none' });
    case 'flaky':
      return count % mode.every === 0 ? status(503) : ANSWER;
    case 'fail':
      return ofKind <= mode.times ? onSend(status(503)) : ANSWER;
    case 'half':
      return onSend({ kind: 'taken', answer: 'half' });
    case 'late':
      return onSend({ kind: 'taken', answer: 'late', delayMs: mode.delay_ms });
    case 'twice':
      return onSend({ kind: 'taken', answer: 'twice' });
    case 'garbage':
      return { kind: 'garbage' };
    case 'redirect':
      return { kind: 'redirect' };
    case 'foreign':
      return onSend({ kind: 'foreign' });
    case 'unauthorized':
      return status(401);
  }
}

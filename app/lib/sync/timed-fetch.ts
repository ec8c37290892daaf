import { SECOND } from '$design/time/clock.ts';
import { realTimers, type Timers } from './timers.ts';

/** Longest time until an answer begins: a batch goes up a slow line meanwhile. */
export const ANSWER_BEGINS_WITHIN = 30 * SECOND;
/** Longest silence inside an answer: a half-open socket must not hold the loop (design §5). */
export const SILENCE = 20 * SECOND;

export interface TimedAnswer {
  readonly response: Response;
  /** The whole body; it was read to its end, so a cut connection has thrown already. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** Local epoch ms around the moment in which the answer was written. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** Joined here: a `Blob` would go through the browser's own process and back, milliseconds for each answer (measured). */
function joined(chunks: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  if (chunks.length === 1) return chunks[0]!;
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/**
 * A request with its answer read to the end. Limited by silence, not by length: a large batch on a slow line may take minutes as long as
 * it moves.
 * @throws where nothing answers, the line breaks or is silent, or `signal` aborts
 */
export async function timedFetch(
  fetcher: (init: RequestInit) => Promise<Response>,
  init: RequestInit,
  options: {
    readonly begins?: number;
    readonly silence?: number;
    readonly signals?: readonly AbortSignal[];
    readonly onBytes?: () => void;
    readonly timers?: Timers;
  },
): Promise<TimedAnswer> {
  const { timers = realTimers } = options;
  const silent = new AbortController();
  const over = (after: number) => timers.setTimeout(() => silent.abort(new DOMException('silent', 'TimeoutError')), after);
  let timer = over(options.begins ?? ANSWER_BEGINS_WITHIN);
  const given = init.signal instanceof AbortSignal ? [init.signal] : [];
  const signal = AbortSignal.any([silent.signal, ...(options.signals ?? []), ...given]);
  const sentAt = Date.now();
  try {
    const response = await fetcher({ ...init, signal });
    const receivedAt = Date.now();
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const reader = response.body?.getReader();
    while (reader) {
      timers.clearTimeout(timer);
      timer = over(options.silence ?? SILENCE);
      const { done, value } = await reader.read();
      if (done) break;
      options.onBytes?.();
      chunks.push(value);
    }
    return { response, body: joined(chunks), sentAt, receivedAt };
  } finally {
    timers.clearTimeout(timer);
  }
}

import type { SearchCore } from './search-core.ts';

/** Calls of the page to the search worker: a name and arguments, answered in order with the same number. */
export const SEARCH_METHODS = [
  'take',
  'lacking',
  'apply',
  'applySnapshot',
  'setPrices',
  'pricesUntil',
  'priceOf',
  'search',
  'byCode',
  'isShared',
  'bySkus',
  'categories',
] as const satisfies readonly (keyof SearchCore)[];
export type SearchMethod = (typeof SEARCH_METHODS)[number];
export interface SearchCall {
  readonly id: number;
  readonly method: SearchMethod;
  readonly args: readonly unknown[];
}
export interface SearchReply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

export type SearchRemote = {
  [M in SearchMethod]: (...args: Parameters<SearchCore[M]>) => Promise<Awaited<ReturnType<SearchCore[M]>>>;
};

/**
 * The worker's methods as asynchronous functions of the page. `onLost`: the worker could not be fetched or broke down; what was asked of
 * it is refused, for an answer that never comes leaves a screen waiting.
 */
export function connectSearch(worker: Pick<Worker, 'postMessage' | 'addEventListener'>, onLost = () => {}): SearchRemote {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let last = 0;
  worker.addEventListener('message', (event: MessageEvent<SearchReply>) => {
    const { id, result, error } = event.data;
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result as never);
    else call?.reject(new Error(error));
  });
  const lost = () => {
    for (const { reject } of waiting.values()) reject(new Error('the search broke down'));
    waiting.clear();
    onLost();
  };
  worker.addEventListener('error', lost);
  worker.addEventListener('messageerror', lost);
  const call =
    (method: SearchMethod) =>
    (...args: unknown[]) =>
      new Promise<never>((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        worker.postMessage({ id: last, method, args } satisfies SearchCall);
      });
  return Object.fromEntries(SEARCH_METHODS.map((method) => [method, call(method)])) as unknown as SearchRemote;
}

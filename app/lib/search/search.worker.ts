import { SearchCore } from './search-core.ts';
import type { SearchCall, SearchReply } from './search.protocol.ts';
import { sha256 } from './sha256.ts';

const core = new SearchCore(sha256);

async function answer({ id, method, args }: SearchCall): Promise<SearchReply> {
  try {
    const methods = core as unknown as Record<typeof method, (...args: readonly unknown[]) => unknown>;
    return { id, result: await methods[method](...args) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

self.addEventListener('message', (event: MessageEvent<SearchCall>) => {
  void answer(event.data).then((reply) => self.postMessage(reply));
});

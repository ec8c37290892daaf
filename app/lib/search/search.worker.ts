import { SearchCore } from './search-core.ts';
import type { SearchCall, SearchReply } from './search.protocol.ts';

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const encoder = new TextEncoder();

async function sha256(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
  return Array.from(hash, (byte) => HEX[byte]).join('');
}

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

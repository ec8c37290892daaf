import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Where the line breaks: nothing arrives, everything arrives but no answer, or half of the answer comes back. */
export const CUTS = ['before it is sent', 'before the answer', 'in the middle of the answer'] as const;
export type Cut = (typeof CUTS)[number];

export interface CuttingProxy {
  readonly origin: string;
  /** How many requests came. */
  readonly count: () => number;
  /** What was cut, e.g. `POST /db/store-demo-1/_bulk_docs`; `null` while nothing was. */
  readonly cut: () => string | null;
  close(): Promise<void>;
}

/** A bad line in front of a server: the n-th request breaks, all others pass. `n` 0: none breaks. */
export async function startCuttingProxy(target: string, n = 0, where: Cut = CUTS[0]): Promise<CuttingProxy> {
  let count = 0;
  let cut: string | null = null;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const breaks = ++count === n;
    if (breaks) cut = `${request.method} ${request.url}`;
    const body = await buffer(request);
    if (breaks && where === CUTS[0]) return void response.destroy();
    const upstream = ask(new URL(request.url!, target), { method: request.method!, headers: request.headers, agent: false });
    upstream.end(body);
    const [answer] = (await once(upstream, 'response')) as [IncomingMessage];
    const bytes = await buffer(answer);
    if (breaks && where === CUTS[1]) return void response.destroy();
    const { 'transfer-encoding': _, ...headers } = answer.headers;
    response.writeHead(answer.statusCode!, { ...headers, 'content-length': bytes.length });
    if (!breaks) return void response.end(bytes);
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
  }

  const server = createServer((request, response) => void pass(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => count,
    cut: () => cut,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Framing = 'content-length' | 'chunked';
export interface Cut {
  /** Answers of these paths are cut. */
  readonly path: RegExp;
  readonly after: number;
  readonly framing: Framing;
}

/** Stands before an upstream and ends its answers early, as a proxy does that is restarted. */
export async function startCuttingProxy(upstream: string) {
  let cut: Cut | null = null;
  let cuts = 0;
  const target = new URL(upstream);

  function pass(request: IncomingMessage, response: ServerResponse): void {
    const asked = httpRequest(
      { host: target.hostname, port: target.port, method: request.method, path: request.url, headers: request.headers },
      (answer) => {
        const parts: Uint8Array[] = [];
        answer.on('data', (part: Uint8Array) => parts.push(part));
        answer.on('end', () => {
          const whole = Buffer.concat(parts);
          const { 'transfer-encoding': _, 'content-length': __, ...headers } = answer.headers;
          if (!cut || !cut.path.test(request.url!) || cut.after >= whole.length) {
            response.writeHead(answer.statusCode!, headers).end(whole);
            return;
          }
          cuts += 1;
          const framed = cut.framing === 'chunked' ? headers : { ...headers, 'content-length': whole.length };
          response.writeHead(answer.statusCode!, framed);
          response.flushHeaders();
          response.write(whole.subarray(0, cut.after), () => response.destroy());
        });
      },
    );
    asked.on('error', () => response.destroy());
    request.pipe(asked);
  }

  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(upstream);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cut: (next: Cut | null) => void (cut = next),
    cuts: () => cuts,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

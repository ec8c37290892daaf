import { once } from 'node:events';
import {
  Agent,
  createServer,
  request as ask,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Fault, Plan } from './faults.ts';
import { bufferedFeed, cutFeed, type FeedFault } from './feed-faults.ts';

/** Delay of a slow line, ms each way; small, because what matters is what else happens meanwhile. */
const DELAY = 40;

/** A request with a body, as it passed or would have passed. */
export interface Passed {
  readonly path: string;
  readonly body: NonSharedBuffer;
  readonly fault: Fault | null;
  /** What the server answered, `null` where it was not asked to the end. */
  readonly status: number | null;
  readonly answer: NonSharedBuffer | null;
  /** Content-Encoding of the answer. */
  readonly encoding: string | null;
}

export interface LineOptions {
  /** Nothing will come any more on a connection that stays open: whoever waits may as well stop. */
  readonly onSilence?: () => void;
  readonly onPassed?: (passed: Passed) => void;
}

/** One device's line to the server. Good until `goBad`; it counts requests from there. */
export class Line {
  /** The server behind it: another address after a restart. */
  target: string;
  readonly struck: string[] = [];
  /** The latest requests. */
  readonly last: string[] = [];
  count = 0;
  /** Streams of the feed that began. */
  feeds = 0;
  feed: FeedFault | null = null;
  private plan: Plan | null = null;
  private readonly options: LineOptions;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server = createServer((request, response) => {
    this.pass(request, response).catch(() => response.destroy());
  });

  private constructor(target: string, options: LineOptions) {
    this.target = target;
    this.options = options;
  }

  static async start(target: string, options: LineOptions = {}): Promise<Line> {
    const line = new Line(target, options);
    line.server.keepAliveTimeout = 60_000;
    line.server.listen(0, '127.0.0.1');
    await once(line.server, 'listening');
    return line;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  goBad(plan: Plan): void {
    this.plan = plan;
    this.count = 0;
    this.struck.length = 0;
  }

  heal(): void {
    this.plan = null;
    this.feed = null;
  }

  /** Every connection breaks, the feed's too. */
  breakAll(): void {
    this.server.closeAllConnections();
  }

  async close(): Promise<void> {
    this.agent.destroy();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url!;
    this.last.push(`${request.method} ${path}`);
    if (this.last.length > 8) this.last.shift();
    if (path === PORTAL) return void page(response, 200);
    const fault = this.plan?.({ n: (this.count += 1), method: request.method!, path }) ?? null;
    if (fault) this.struck.push(`${this.count}: ${fault} · ${request.method} ${path}`);
    if (path === '/api/feed' && !fault) return this.stream(request, response);
    await this.suffer(fault, request, response);
  }

  private async suffer(fault: Fault | null, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const foreign = fault === null ? null : /^(\d{3}) (with|to)/.exec(fault);
    if (foreign) {
      await buffer(request);
      return this.note(request, fault, null, () => foreignAnswer(Number(foreign[1]), fault!.endsWith('JSON'), response));
    }
    if (fault === 'cut while it is sent') return this.cutSending(request, response);
    if (fault === 'silent before') return this.fallSilent(request);
    const body = await buffer(request);
    if (fault === 'cut before it is sent') return void response.destroy();
    if (fault === 'reset before it is sent') return void request.socket.resetAndDestroy();
    if (fault === 'delayed') await pause(DELAY);
    // The feed has no whole answer: what would break it later breaks it now.
    if (request.url === '/api/feed') return fault?.startsWith('silent') ? this.fallSilent(request) : void response.destroy();
    if (fault === 'sent twice') await this.whole(request, body).catch(() => null);
    const twin = fault === 'sent twice at once' ? this.whole(request, body).catch(() => null) : null;
    const answer = await this.whole(request, body);
    await twin;
    this.options.onPassed?.({
      path: request.url!,
      body,
      fault,
      status: answer.status,
      answer: answer.body,
      encoding: String(answer.headers['content-encoding'] ?? ''),
    });
    await this.answer(fault, request, response, answer);
  }

  private async answer(fault: Fault | null, request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
    const { status, headers, body } = answer;
    const half = body.subarray(0, body.length >> 1);
    const sized = { ...headers, 'content-length': body.length };
    switch (fault) {
      case 'answer lost':
        return void response.destroy();
      case 'answer lost by a reset':
        return void request.socket.resetAndDestroy();
      case 'silent after':
        return this.fallSilent(request);
      case 'answer cut':
        return void response.writeHead(status, sized).write(half, () => response.destroy());
      case 'answer cut in chunks':
        return void response.writeHead(status, headers).write(half, () => response.destroy());
      case 'silent in the answer':
        return void response.writeHead(status, sized).write(half, () => this.options.onSilence?.());
      case 'answer shortened':
        return void response.writeHead(status, { ...headers, 'content-length': half.length }).end(half);
      case 'answer shortened in chunks':
        response.writeHead(status, headers).write(half);
        return void response.end();
      case 'delayed':
        await pause(DELAY);
        return void response.writeHead(status, sized).end(body);
      case 'dribbled':
        response.writeHead(status, sized);
        for (let at = 0; at < 8; at += 1) {
          response.write(body.subarray((body.length * at) >> 3, (body.length * (at + 1)) >> 3));
          await pause(DELAY / 8);
        }
        return void response.end();
      default:
        return void response.writeHead(status, sized).end(body);
    }
  }

  /** The whole request, and the whole answer of the server. */
  private async whole(request: IncomingMessage, body: NonSharedBuffer): Promise<Answer> {
    const upstream = this.upstream(request);
    upstream.end(body);
    const [answer] = (await once(upstream, 'response')) as [IncomingMessage];
    const { 'transfer-encoding': _, 'content-length': __, connection: ___, ...headers } = answer.headers;
    return { status: answer.statusCode!, headers, body: await buffer(answer) };
  }

  private upstream(request: IncomingMessage): ClientRequest {
    const { connection: _, ...headers } = request.headers;
    const upstream = ask(new URL(request.url!, this.target), { method: request.method!, headers, agent: this.agent });
    // After its answer has begun nobody else hears of it.
    upstream.on('error', () => null);
    return upstream;
  }

  /** The server sees the beginning of a request that never ends. */
  private async cutSending(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const upstream = this.upstream(request);
    await new Promise<void>((sent) => upstream.write(body.subarray(0, Math.max(1, body.length >> 1)), () => sent()));
    upstream.destroy();
    response.destroy();
  }

  /** The device waits for an answer to what was taken and is never given one. */
  private async fallSilent(request: IncomingMessage): Promise<void> {
    if (!request.readableEnded) await buffer(request);
    this.options.onSilence?.();
  }

  private note(request: IncomingMessage, fault: Fault | null, status: number | null, then: () => void): void {
    this.options.onPassed?.({ path: request.url!, body: Buffer.alloc(0), fault, status, answer: null, encoding: null });
    then();
  }

  /** The feed: a stream that never ends by itself. */
  private async stream(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const upstream = this.upstream(request);
    const over = (): void => {
      upstream.destroy();
      response.destroy();
    };
    upstream.on('error', over);
    response.on('close', over);
    upstream.end();
    const [answer] = (await once(upstream, 'response')) as [IncomingMessage];
    answer.on('error', over);
    response.writeHead(answer.statusCode!, answer.headers);
    response.flushHeaders();
    this.feeds += 1;
    const fault = this.feed;
    if (fault === null) return void answer.pipe(response);
    if (fault.kind === 'buffered') bufferedFeed(answer, response, fault);
    else cutFeed(answer, response, fault);
  }
}

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: NonSharedBuffer;
}

const PORTAL = '/portal';
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function page(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>…</body></html>');
}

const CODES: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  413: 'BODY_TOO_LARGE',
  429: 'RATE_LIMITED',
  500: 'INTERNAL',
};

/** What a proxy, a hotel, or our own server in distress says. */
function foreignAnswer(status: number, isJson: boolean, response: ServerResponse): void {
  if (status === 302) return void response.writeHead(302, { location: PORTAL }).end();
  if (!isJson) return page(response, status);
  const code = CODES[status] ?? 'INTERNAL';
  const headers = { 'content-type': 'application/problem+json', ...(status === 429 ? { 'retry-after': '2' } : {}) };
  response.writeHead(status, headers).end(JSON.stringify({ code, status, details: {} }));
}

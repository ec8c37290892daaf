import type { ServerResponse } from 'node:http';
import { api } from '../../design/fiscal/api/index.ts';
import type { GatewayEvent } from '../events.ts';
import type { Gateway } from '../gateway.ts';
import type { App } from './app.ts';
import { serve } from './serve.ts';

const HEARTBEAT = 15_000;
/** Counters change with every receipt; a screen needs them a few times a second at most. */
const GATHER = 200;
/** Bytes that a page may leave unread. One that stands still is let go: it comes back, and is told the present state. */
const MOST_UNREAD = 1024 * 1024;

/** GET /v1/events: `receipt`, `buffer`, `shift`, `lock` as server-sent events, the present state first. Read by fetch(), with the token. */
export function eventRoutes(app: App, { context, receiptAnswer, buffer, shifts, lock }: Gateway): void {
  const open = new Set<() => void>();

  serve(app, api.events, (request, reply) => {
    const token = request.caller?.token ?? null;
    reply.hijack();
    const stream: ServerResponse = reply.raw;
    stream.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    const pending = new Map<string, GatewayEvent>();
    let timer: NodeJS.Timeout | undefined;

    const write = (event: string, data: unknown): void => {
      if (stream.destroyed) return;
      if (stream.writableLength > MOST_UNREAD) {
        stream.destroy();
        return;
      }
      stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    const show = (event: GatewayEvent): void => {
      if (event.type === 'buffer') write('buffer', buffer());
      if (event.type === 'shift') write('shift', shifts.state());
      if (event.type === 'lock') write('lock', lock.state(token));
      const row = event.type === 'receipt' ? context.stores.receipts.byId(event.id) : null;
      if (row) write('receipt', receiptAnswer(row));
    };
    const flush = (): void => {
      timer = undefined;
      const events = [...pending.values()];
      pending.clear();
      try {
        events.forEach(show);
      } catch (error) {
        // Nobody catches what a timer throws: a journal that cannot be read must not end the gateway.
        context.log.error('event_stream_failed', { message: String(error) });
        stream.destroy();
      }
    };
    const off = context.events.on((event) => {
      if (event.type === 'queue' || event.type === 'copy') return;
      if (event.type === 'revoked') {
        if (event.token === token) stream.destroy();
        return;
      }
      pending.set(event.type === 'receipt' ? event.id : event.type, event);
      // A receipt counts in its shift.
      if (event.type === 'receipt') pending.set('shift', { type: 'shift' });
      timer ??= setTimeout(flush, GATHER);
    });
    const beat = setInterval(() => stream.write(': alive\n\n'), HEARTBEAT);
    const close = (): void => {
      off();
      clearInterval(beat);
      clearTimeout(timer);
      open.delete(close);
      stream.end();
    };
    open.add(close);
    stream.on('close', close);
    for (const type of ['buffer', 'shift', 'lock'] as const) show({ type });
    return undefined;
  });

  app.addHook('preClose', (closed) => {
    for (const close of open) close();
    closed();
  });
}

import { realLoopTimers, type LoopTimers } from './timers.ts';

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Takes text as it arrives and returns the events that are complete (WHATWG server-sent events; comments are heartbeats). */
export function createEventParser(): (chunk: string) => ServerEvent[] {
  let rest = '';
  return (chunk) => {
    const blocks = (rest + chunk).replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      let event = 'message';
      const data: string[] = [];
      for (const line of block.split('\n')) {
        if (line.startsWith('event:')) event = line.slice(6).trim();
        else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
      }
      return data.length > 0 ? [{ event, data: data.join('\n') }] : [];
    });
  };
}

export interface EventStreamOptions {
  /** Opens the connection; `EventSource` cannot send the Authorization header, so the stream is read with fetch. */
  readonly connect: (signal: AbortSignal) => Promise<Response>;
  readonly onEvent: (event: ServerEvent) => void;
  readonly onOpen?: () => void;
  /** The connection was lost or refused; `status` where the server answered. It is tried again by itself. */
  readonly onLost?: (status: number | null) => void;
  /** A stream silent for so long is dead (half-open socket), ms. The server sends a comment every 15 s. */
  readonly silence?: number;
  /** ms before the n-th reconnect (n from 0). */
  readonly delay?: (attempt: number) => number;
  readonly timers?: LoopTimers;
}

export interface EventStream {
  close(): void;
  /** Reconnects now where it waits for its next try. */
  nudge(): void;
}

/** Keeps one server-sent event stream open until closed. */
export function openEventStream(options: EventStreamOptions): EventStream {
  const silence = options.silence ?? 40_000;
  const { pause, patience } = options.timers ?? realLoopTimers;
  const delay = options.delay ?? ((attempt) => Math.min(10_000, 500 * 2 ** attempt));
  let closed = false;
  let current: AbortController | null = null;
  let wake: (() => void) | null = null;

  const once = async (): Promise<{ status: number | null; opened: boolean }> => {
    const controller = new AbortController();
    current = controller;
    let timer = patience.setTimeout(() => controller.abort(), silence);
    let opened = false;
    try {
      const response = await options.connect(controller.signal);
      if (!response.ok || !response.body) {
        await response.body?.cancel();
        return { status: response.status, opened };
      }
      opened = true;
      options.onOpen?.();
      const parse = createEventParser();
      const decoder = new TextDecoder();
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return { status: null, opened };
        patience.clearTimeout(timer);
        timer = patience.setTimeout(() => controller.abort(), silence);
        for (const event of parse(decoder.decode(value, { stream: true }))) options.onEvent(event);
      }
    } catch {
      return { status: null, opened };
    } finally {
      patience.clearTimeout(timer);
      controller.abort();
    }
  };

  const run = async () => {
    for (let attempt = 0; !closed; attempt += 1) {
      const { status, opened } = await once();
      if (closed) return;
      options.onLost?.(status);
      if (opened) attempt = 0;
      await new Promise<void>((resolve) => {
        const timer = pause.setTimeout(resolve, delay(attempt));
        wake = () => {
          pause.clearTimeout(timer);
          resolve();
        };
      });
      wake = null;
    }
  };
  void run();

  return {
    close() {
      closed = true;
      current?.abort();
      wake?.();
    },
    nudge: () => wake?.(),
  };
}

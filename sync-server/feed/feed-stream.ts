import type { ServerResponse } from 'node:http';
import type { Seq } from '../engine/engine.ts';

/** Changes are gathered for so long (ms): a hundred documents of one push are one line to each device. */
const GATHER = 20;

/**
 * One device's stream. What it has not been told yet is a map of names to their latest sequence: a reader that takes nothing costs that
 * map and no more, and when it reads again it hears how things stand, not how they came about.
 */
export class FeedStream {
  private readonly raw: ServerResponse;
  private readonly untold = new Map<string, Seq>();
  private names = new Set<string>();
  private timer: NodeJS.Timeout | null = null;
  private beatsUnread = 0;

  constructor(raw: ServerResponse) {
    this.raw = raw;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    raw.on('drain', () => this.flush());
    raw.once('close', () => {
      if (this.timer) clearTimeout(this.timer);
    });
  }

  /** What this device may see from here on. */
  allow(names: readonly string[]): void {
    this.names = new Set(names);
  }

  event(event: string, data: unknown): void {
    this.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  changed(name: string, seq: Seq): void {
    if (!this.names.has(name)) return;
    this.untold.set(name, seq);
    this.timer ??= setTimeout(() => this.flush(), GATHER);
  }

  /** Shows that the line lives. A reader that has taken nothing for several beats is gone: `false`, the caller ends it. */
  beat(most: number): boolean {
    if (this.raw.writableNeedDrain) return (this.beatsUnread += 1) < most;
    this.beatsUnread = 0;
    this.raw.write(': alive\n\n');
    return true;
  }

  end(): void {
    this.raw.end();
  }
  destroy(): void {
    this.raw.destroy();
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.raw.writableNeedDrain || this.raw.writableEnded) return;
    for (const [name, seq] of this.untold) this.event('change', { name, seq });
    this.untold.clear();
  }
}

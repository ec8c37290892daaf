import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { FeedStream } from './feed-stream.ts';

/** A socket that takes what it is given, or nothing. */
class Socket extends EventEmitter {
  writableNeedDrain = false;
  writableEnded = false;
  readonly said: string[] = [];
  writeHead = () => this;
  write(text: string) {
    this.said.push(text);
    return !this.writableNeedDrain;
  }
  changes = () => this.said.filter((text) => text.startsWith('event: change'));
}

describe('a device’s stream', () => {
  it('keeps the latest sequence of each database for a reader that takes nothing, and tells it when it reads again', () => {
    vi.useFakeTimers();
    const socket = new Socket();
    const stream = new FeedStream(socket as unknown as ServerResponse);
    stream.allow(['catalog', 'chain']);
    socket.writableNeedDrain = true;
    for (let seq = 1; seq <= 10_000; seq += 1) {
      stream.changed('catalog', seq);
      stream.changed('another-shop', seq);
      vi.advanceTimersByTime(30);
    }
    stream.changed('chain', 7);
    expect(socket.changes()).toEqual([]);
    socket.writableNeedDrain = false;
    socket.emit('drain');
    expect(socket.changes()).toEqual([
      'event: change\ndata: {"name":"catalog","seq":10000}\n\n',
      'event: change\ndata: {"name":"chain","seq":7}\n\n',
    ]);
    vi.useRealTimers();
  });

  it('is given up after several heartbeats unread, not after one', () => {
    const socket = new Socket();
    const stream = new FeedStream(socket as unknown as ServerResponse);
    socket.writableNeedDrain = true;
    expect([stream.beat(3), stream.beat(3), stream.beat(3)]).toEqual([true, true, false]);
    socket.writableNeedDrain = false;
    expect(stream.beat(3)).toBe(true);
    socket.writableNeedDrain = true;
    expect(stream.beat(3)).toBe(true);
  });
});

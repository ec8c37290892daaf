import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventParser, openEventStream, type ServerEvent } from './event-stream.ts';

describe('server-sent events', () => {
  it('are the same however the text is cut', () => {
    const text = 'event: change\r\ndata: {"a":1}\r\n\r\n: alive\n\ndata: one\ndata: two\n\nevent: half';
    const whole: ServerEvent[] = [
      { event: 'change', data: '{"a":1}' },
      { event: 'message', data: 'one\ntwo' },
    ];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), text.length];
        const parse = createEventParser();
        const found = edges.slice(1).flatMap((edge, i) => parse(text.slice(edges[i], edge)));
        expect(found).toEqual(whole);
      }),
    );
  });
});

/** A response whose body says what it is told to, and then ends or stays open. */
const streamOf = (text: string, end: boolean) =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(text));
        if (end) controller.close();
      },
    }),
  );

describe('a kept stream', () => {
  it('connects again when the connection ends, and tells what it hears', async () => {
    const heard: string[] = [];
    const second = Promise.withResolvers<void>();
    let connections = 0;
    const stream = openEventStream({
      connect: () => {
        connections += 1;
        return Promise.resolve(streamOf(`data: ${connections}\n\n`, connections === 1));
      },
      delay: () => 0,
      onEvent: ({ data }) => {
        heard.push(data);
        if (data === '2') second.resolve();
      },
    });
    await second.promise;
    stream.close();
    expect(heard).toEqual(['1', '2']);
  });

  it('takes a silent stream for dead: a half-open socket must not pass for a connection', async () => {
    const lost = Promise.withResolvers<number | null>();
    const stream = openEventStream({
      connect: (signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })),
      silence: 20,
      delay: () => 60_000,
      onEvent: () => undefined,
      onLost: lost.resolve,
    });
    expect(await lost.promise).toBeNull();
    stream.close();
  });

  it('tells the status of a refusal', async () => {
    const lost = Promise.withResolvers<number | null>();
    const stream = openEventStream({
      connect: () => Promise.resolve(new Response('', { status: 401 })),
      delay: () => 60_000,
      onEvent: () => undefined,
      onLost: lost.resolve,
    });
    expect(await lost.promise).toBe(401);
    stream.close();
  });
});

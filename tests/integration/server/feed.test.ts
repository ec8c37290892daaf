import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saleOf, SALES } from './facts.fixture.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.end());

/** Events of a server-sent stream, one `next()` at a time; comments are skipped. */
async function open(token: string) {
  const answer = await fixture.call('GET', '/api/feed', { token });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    answer,
    async next(): Promise<{ event: string; data: Record<string, unknown> } | null> {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end >= 0) {
          const block = text.slice(0, end);
          text = text.slice(end + 2);
          const event = /^event: (.+)$/m.exec(block)?.[1];
          if (event) return { event, data: JSON.parse(/^data: (.+)$/m.exec(block)![1]!) as Record<string, unknown> };
          continue;
        }
        const { done, value } = await reader.read();
        if (done) return null;
        text += value;
      }
    },
    cancel: () => reader.cancel(),
  };
}

describe('the feed', () => {
  it('tells what the device may see, then every change of it, nothing of other shops', async () => {
    const one = await fixture.pair('POS-001');
    const two = await fixture.pair('POS-002');
    const feed = await open(one.token);
    expect(feed.answer.headers.get('content-type')).toContain('text/event-stream');
    expect(await feed.next()).toEqual({ event: 'server', data: { instance: expect.any(String) as string } });
    const first = await feed.next();
    expect(first?.event).toBe('databases');
    expect(Object.keys(first!.data)).toEqual(expect.arrayContaining(['catalog', 'store-demo-1', SALES, 'chain']));
    expect(Object.keys(first!.data).join()).not.toContain('demo-2');

    const foreign = saleOf(1, { store: 'demo-2', pos: 'POS-002' });
    await fixture.call('POST', '/db/sales-demo-2-202611/_bulk_docs', {
      token: two.token,
      body: { docs: [foreign], new_edits: false },
    });
    await fixture.call('POST', `/db/${SALES}/_bulk_docs`, { token: one.token, body: { docs: [saleOf(2)], new_edits: false } });
    // The server's own jobs write catalogue and chain meanwhile.
    const heard: unknown[] = [];
    while (heard.at(-1) !== SALES) heard.push((await feed.next())?.data['name']);
    expect(heard.join()).not.toContain('demo-2');
    await feed.cancel();
  });

  it('tells a hundred changes in one push as one, and is told everything anew when it comes back', async () => {
    const { token } = await fixture.pair('POS-001');
    const feed = await open(token);
    await feed.next();
    await feed.next();
    const docs = Array.from({ length: 100 }, (_, n) => saleOf(100 + n));
    await fixture.call('POST', `/db/${SALES}/_bulk_docs`, { token, body: { docs, new_edits: false } });
    const { seq } = (await (await fixture.server.engine.open(SALES)).info()) as { seq: number };
    const told: unknown[] = [];
    for (let event = await feed.next(); ; event = await feed.next()) {
      if (event?.data['name'] === SALES) told.push(event.data['seq']);
      if (told.at(-1) === seq) break;
    }
    expect(told.length).toBeLessThan(20);
    await feed.cancel();
    const again = await open(token);
    await again.next();
    expect((await again.next())?.data[SALES]).toBe(seq);
    await again.cancel();
  });

  it('gives a device three streams: the oldest ends when a fourth comes', async () => {
    const { token } = await fixture.pair('POS-001');
    const feeds = [];
    for (let n = 0; n < 4; n += 1) {
      const feed = await open(token);
      await feed.next();
      feeds.push(feed);
    }
    let last = await feeds[0]!.next();
    while (last !== null) last = await feeds[0]!.next();
    expect((await feeds[1]!.next())?.event).toBe('databases');
    for (const feed of feeds.slice(1)) await feed.cancel();
  });

  it('ends when the device is revoked', async () => {
    const { token, device } = await fixture.pair('POS-001');
    const feed = await open(token);
    await feed.next();
    await fixture.server.devices.revoke(device);
    let last = await feed.next();
    while (last !== null) last = await feed.next(); // the server's own jobs may write meanwhile; the stream has an end
  });
});

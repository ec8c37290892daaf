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

  it('ends when the device is revoked', async () => {
    const { token, device } = await fixture.pair('POS-001');
    const feed = await open(token);
    await feed.next();
    await fixture.server.devices.revoke(device);
    let last = await feed.next();
    while (last !== null) last = await feed.next(); // the server's own jobs may write meanwhile; the stream has an end
  });
});

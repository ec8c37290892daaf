import { createHash } from 'node:crypto';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../../design/time/clock.ts';
import { createPhotos, PHOTO_KEEP } from '../../../sync-server/photos/photos.store.ts';
import { orderOf } from '../../factories/orders.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 2_000 }, (_, n) => n % 251)]);
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('photos of orders', () => {
  let fixture: ServerFixture;
  let token: string;
  beforeEach(async () => {
    fixture = await startFixture();
    ({ token } = await fixture.pair('POS-001'));
    await (await fixture.server.engine.open('store-demo-1')).put(orderOf('7'));
  });
  afterEach(() => fixture.end());

  const post = (
    bytes: Uint8Array<ArrayBuffer>,
    { order = 'order:7', digest = digestOf(bytes), type = 'image/jpeg', as = token } = {},
  ) =>
    fetch(`${fixture.server.url}/api/orders/${encodeURIComponent(order)}/photos`, {
      method: 'POST',
      headers: { authorization: `Bearer ${as}`, 'content-type': type, 'x-digest': digest },
      body: bytes,
    });
  const get = (digest: string, as = token) =>
    fetch(`${fixture.server.url}/api/orders/order%3A7/photos/${digest}`, { headers: { authorization: `Bearer ${as}` } });
  const files = (): string[] =>
    readdirSync(join(fixture.folder, 'sync', 'photos'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.jpg'),
    );

  it('are kept under their digest, the same one once, and shown to the shop (design §4)', async () => {
    expect((await post(JPEG)).status).toBe(201);
    expect((await post(JPEG)).status).toBe(200);
    expect(files()).toHaveLength(1);
    const answer = await get(digestOf(JPEG));
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(JPEG);
  });

  it('are taken only whole, of a kind that is a picture, and not too large', async () => {
    expect((await post(JPEG, { digest: digestOf(JPEG.slice(1)) })).status).toBe(422);
    expect((await post(Uint8Array.from(Buffer.from('<html>')))).status).toBe(415);
    expect((await post(JPEG, { type: 'image/png' })).status).toBe(415);
    const large = new Uint8Array((5 << 20) + 1);
    large.set(JPEG);
    expect((await post(large)).status).toBe(413);
  });

  it('wait at the device until the order has come, and are of their shop only', async () => {
    expect((await post(JPEG, { order: 'order:8' })).status).toBe(404);
    expect((await post(JPEG)).status).toBe(201);
    const { token: other } = await fixture.pair('POS-002');
    expect((await get(digestOf(JPEG), other)).status).toBe(404);
    expect((await post(JPEG, { as: other })).status).toBe(404);
    expect((await get('../../token')).status).toBe(404);
    expect((await get('f'.repeat(63))).status).toBe(400);
  });

  it('go when no claim can come of them any more', async () => {
    await post(JPEG);
    const folder = join(fixture.folder, 'sync', 'photos');
    const now = fixture.clock.now();
    utimesSync(join(folder, files()[0]!), new Date(now), new Date(now));
    const photos = createPhotos(folder);
    expect(await photos.tidy(now + PHOTO_KEEP)).toBe(0);
    expect(await photos.tidy(now + PHOTO_KEEP + DAY)).toBe(1);
    expect(files()).toEqual([]);
  });
});

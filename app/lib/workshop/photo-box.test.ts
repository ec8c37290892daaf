import { expect, it } from 'vitest';
import { hexOf } from './digest.ts';
import { PhotoBox, type KeptPhoto } from './photo-box.ts';
import { fittingThumbnail } from './shrink.ts';

function box(send: (photo: KeptPhoto) => Promise<void>) {
  const kept = new Map<string, KeptPhoto>();
  const store = {
    put: (photo: KeptPhoto) => Promise.resolve(void kept.set(photo.digest, photo)),
    digests: () => Promise.resolve([...kept.keys()]),
    get: (digest: string) => Promise.resolve(kept.get(digest) ?? null),
    remove: (digest: string) => Promise.resolve(void kept.delete(digest)),
  };
  const shrink = (picture: Blob) => Promise.resolve({ picture, thumbnail: new Blob(['small']) });
  return { kept, photos: new PhotoBox({ store, send, shrink, sha256: hexOf }) };
}
const offline = () => Promise.reject(new Error('offline'));

it('a picture stays on the device until the server has confirmed it', async () => {
  let online = false;
  const { kept, photos } = box(() => (online ? Promise.resolve() : offline()));
  const photo = await photos.keep('order:1', new Blob(['scratch']));
  await photos.flush();
  expect(photos.waiting).toBe(1);
  expect([...kept.keys()]).toEqual([photo.digest]);
  online = true;
  await photos.flush();
  expect([photos.waiting, kept.size]).toEqual([0, 0]);
});

it('an order holds the digest of the picture and its thumbnail', async () => {
  const { photos } = box(offline);
  const photo = await photos.keep('order:1', new Blob(['scratch']));
  expect(photo).toEqual({ digest: await hexOf(new TextEncoder().encode('scratch')), thumbnail: btoa('small') });
});

it('one picture that the server does not take keeps no other back', async () => {
  const { kept, photos } = box(({ order }) => (order === 'order:1' ? offline() : Promise.resolve()));
  await photos.keep('order:1', new Blob(['a']));
  await photos.keep('order:2', new Blob(['b']));
  await photos.flush();
  await photos.flush();
  expect([...kept.values()].map(({ order }) => order)).toEqual(['order:1']);
});

it('the same picture twice waits once', async () => {
  const { photos } = box(offline);
  await photos.keep('order:1', new Blob(['a']));
  await photos.keep('order:1', new Blob(['a']));
  expect(photos.waiting).toBe(1);
});

it('a thumbnail is drawn smaller until it fits into an order', async () => {
  const drawn = await fittingThumbnail((side, quality) => Promise.resolve(new Blob(['x'.repeat(side * 100 * quality)])), 20_480);
  expect(drawn!.size).toBe(16_000);
  expect(await fittingThumbnail(() => Promise.resolve(new Blob(['x'.repeat(30_000)])))).toBeNull();
});

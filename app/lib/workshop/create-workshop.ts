import { hexOf } from './digest.ts';
import type { OpticsDeps } from '../optics/optics.deps.ts';
import type { OrderShelf } from '../orders/order-shelf.ts';
import { PhotoBox } from './photo-box.ts';
import { sendPhoto } from './photo-sender.ts';
import { createPhotoStore } from './photo-store.ts';
import { shrink } from './shrink.ts';
import { WorkshopStore } from './workshop.store.svelte.ts';

/** How often pictures that wait are offered again while nothing else happens, ms. */
const AGAIN = 300_000;

type Deps = Pick<OpticsDeps, 'can' | 'server'> & {
  readonly shelf: OrderShelf;
  readonly nameOf: (client: string) => Promise<string | null>;
};

/** Joins the board with what it stands on. */
export function createWorkshop({ can, server, shelf, nameOf }: Deps): WorkshopStore {
  const photos = new PhotoBox({ store: createPhotoStore(), send: (photo) => sendPhoto(server, photo), shrink, sha256: hexOf });
  const board = new WorkshopStore({ shelf, nameOf, photos, mayMove: () => can('order.move') });
  const flush = () => void photos.flush();
  const timer = setInterval(flush, AGAIN);
  addEventListener('online', flush);
  board.onStop(() => {
    clearInterval(timer);
    removeEventListener('online', flush);
  });
  flush();
  return board;
}

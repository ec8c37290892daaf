import { PAIR_LETTERS, type PairLetter } from '$design/orders/words.ts';

/** What the place of orders shows, as its address says it. */
export type OrderPlace =
  | { readonly kind: 'list' }
  /** Clients to be called. */
  | { readonly kind: 'calls' }
  | { readonly kind: 'card'; readonly id: string }
  /** A new order, maybe of a client by a prescription. */
  | { readonly kind: 'new'; readonly client: string | null; readonly prescription: string | null }
  /** A pair of an order is changed, or comes to it. */
  | { readonly kind: 'change'; readonly id: string; readonly pair: PairLetter };

export function placeOf(query: URLSearchParams): OrderPlace {
  const [id, pair] = [query.get('id'), query.get('pair')];
  if (query.has('new')) return { kind: 'new', client: query.get('client'), prescription: query.get('prescription') };
  if (query.has('calls')) return { kind: 'calls' };
  const letter = PAIR_LETTERS.find((one) => one === pair);
  if (id !== null && letter) return { kind: 'change', id, pair: letter };
  return id === null ? { kind: 'list' } : { kind: 'card', id };
}

export function orderQuery(place: OrderPlace): string {
  if (place.kind === 'list') return '';
  if (place.kind === 'calls') return '?calls=1';
  const query = new URLSearchParams();
  if (place.kind === 'new') {
    query.set('new', '1');
    if (place.client !== null) query.set('client', place.client);
    if (place.prescription !== null) query.set('prescription', place.prescription);
  } else query.set('id', place.id);
  if (place.kind === 'change') query.set('pair', place.pair);
  return `?${query.toString()}`;
}

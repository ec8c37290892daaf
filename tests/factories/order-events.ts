import type { OrderedLens, OrderedPower, PairDetails } from '../../design/documents/order-pair.ts';
import type { Order, OrderEvent } from '../../design/documents/order.ts';
import { replayOrder, type OrderView } from '../../design/folds/order.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { orderOf } from './orders.ts';

/** 2026-11-21, a Saturday, 12:00 in Moscow. */
export const ORDERED_AT = Date.UTC(2026, 10, 21, 9);

type Written<E = OrderEvent> = E extends OrderEvent ? Omit<E, 'id' | 'by' | 'at'> & { by?: string | null; at?: number } : never;

/** Events in the order written, a minute apart unless they say when. */
export const eventsOf = (...written: Written[]): OrderEvent[] =>
  written.map((event, n) => {
    const at = event.at ?? ORDERED_AT + n * 60_000;
    return { by: 'staff:1', ...event, at, id: formatHlc({ wall: ORDERED_AT + n * 60_000, counter: 0, device: 1 }) };
  });
export const stampOfEvent = (n: number): string => formatHlc({ wall: ORDERED_AT + n * 60_000, counter: 0, device: 1 });

export const viewOf = (...written: Written[]): OrderView => replayOrder(eventsOf(...written));

export const makeOrder = (key: string, events: readonly OrderEvent[], change: Partial<Order> = {}): Order =>
  orderOf(key, { client: 'client:1', number: key, events, ...change }) as unknown as Order;

export const powerOf = (change: Partial<OrderedPower> = {}): OrderedPower => ({
  sph: -2.25,
  cyl: -0.75,
  axis: 180,
  add: null,
  ...change,
});
export const orderedLensOf = (change: Partial<OrderedLens> = {}): OrderedLens => ({
  sku: 'LENS-160',
  name: 'Линза 1.60 HMC',
  source: 'supplier',
  supplier: 'Линзы Плюс',
  power: powerOf(),
  diameter: 70,
  coatings: ['HMC'],
  tint: null,
  ...change,
});

const eye = { sph: -2.25, cyl: -0.75, axis: 180, add: null };
/** A complete pair of single vision glasses in a frame of ours. */
export const pairOf = (change: Partial<PairDetails> = {}): PairDetails => ({
  purpose: 'distance',
  prescription: {
    id: 'prescription:1',
    signedAt: ORDERED_AT,
    date: '2026-11-20',
    od: eye,
    os: eye,
    pd: { both: 63, od: 31.5, os: 31.5 },
    doctor: 'Б. Окулист',
  },
  frame: {
    whose: 'ours',
    sku: 'FRAME-1',
    name: 'Оправа',
    sizes: { a: 54, b: 36, ed: 56, dbl: 18, temple: 140, rim: 'full', material: 'metal' },
  },
  od: orderedLensOf(),
  os: orderedLensOf(),
  fitting: { od: { pd: 31.5, height: 18 }, os: { pd: 31.5, height: 18 }, vertex: 12, tilt: 8, wrap: 5 },
  work: [{ sku: 'WORK-1', name: 'Сборка', minutes: 30 }],
  ...change,
});

/** A pair described, confirmed and, with `start`, in the workshop. */
export const described = (set: PairDetails = pairOf()): Written => ({ kind: 'pair', pair: 'A', over: null, set });
export const MEASURED = {
  od: { sph: -2.25, cyl: -0.75, axis: 180, add: null, height: 18 },
  os: { sph: -2.25, cyl: -0.75, axis: 180, add: null, height: 18 },
  horizontal: 0.2,
  vertical: 0.1,
  centres: 63,
  heightDifference: 0,
} as const;

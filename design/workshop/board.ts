import type { Order } from '../documents/order.ts';
import type { PairView } from '../folds/order-pair.ts';
import type { OrderView } from '../folds/order.ts';
import type { SubStep } from '../orders/words.ts';
import { loadByDay, type DayLoad } from './late.ts';

/** Columns of the board: the states that the workshop sees, and of production what lies at the check. */
export const BOARD_COLUMNS = ['confirmed', 'production', 'check', 'ready'] as const;
export type BoardColumn = (typeof BOARD_COLUMNS)[number];

/** What the glasses still lack. */
export type Lack = 'lens' | 'lens-ordered' | 'frame';

/** What a card shows: all that the order and its events say, and nothing that depends on the clock. */
export interface BoardCard {
  /** `order:…` */
  readonly id: string;
  readonly number: string;
  readonly client: string | null;
  readonly store: string;
  readonly column: BoardColumn;
  /** `YYYY-MM-DD` */
  readonly promised: string | null;
  readonly rush: boolean;
  readonly lacks: readonly Lack[];
  readonly step: SubStep | null;
  readonly place: string | null;
  readonly pairs: number;
  readonly benches: readonly string[];
  /** Smallest place in each bench's queue that a person gave. */
  readonly ranks: Readonly<Record<string, number>>;
  /** Who is to do it and who is at it now: ids of staff. */
  readonly people: readonly string[];
  readonly running: readonly string[];
  /** `null`: not checked since it was last touched. */
  readonly quality: 'passed' | 'failed' | null;
  /** Events without effect: two wrote at once, or against the order of things. */
  readonly flagged: number;
  readonly confirmedAt: number;
}

/** `null`: nothing for the workshop to see (a draft, delivered, cancelled). */
export function columnOf({ state, pairs }: Pick<OrderView, 'state' | 'pairs'>): BoardColumn | null {
  if (state === 'confirmed' || state === 'ready') return state;
  if (state !== 'production') return null;
  return pairs.length > 0 && pairs.every(({ step }) => step === 'quality-control') ? 'check' : 'production';
}

export function cardOf(order: Pick<Order, '_id' | 'number' | 'client' | 'store'>, view: OrderView): BoardCard | null {
  const column = columnOf(view);
  if (column === null) return null;
  const { pairs } = view;
  return {
    ...{ id: order._id, number: order.number ?? '', client: order.client, store: order.store, column },
    promised: view.promised,
    rush: pairs.some(({ details }) => details?.rush === true),
    lacks: column === 'ready' ? [] : lacksOf(pairs),
    step: lastStep(pairs),
    place: lastPlace(pairs),
    pairs: pairs.length,
    benches: unique(pairs.flatMap(({ bench }) => bench ?? [])),
    ranks: ranksOf(pairs),
    people: unique(pairs.flatMap(({ assigned, running }) => [...(assigned ? [assigned] : []), ...names(running)])),
    running: unique(pairs.flatMap(({ running }) => names(running))),
    quality: qualityOf(pairs),
    flagged: view.illegal.length,
    confirmedAt: view.reached.confirmed ?? 0,
  };
}

const names = (running: PairView['running']): string[] => running.flatMap(({ by }) => by ?? []);
const unique = (list: readonly string[]): string[] => [...new Set(list)];

function lacksOf(pairs: readonly PairView[]): Lack[] {
  const lenses = pairs.flatMap(({ od, os }) => [od.status, os.status]);
  return [
    ...(lenses.includes('needed') ? (['lens'] as const) : []),
    ...(lenses.includes('ordered') ? (['lens-ordered'] as const) : []),
    ...(pairs.some(({ frame }) => frame === 'from-supplier') ? (['frame'] as const) : []),
  ];
}

/** The step that was written last, whichever pair it is of. */
function lastStep(pairs: readonly PairView[]): SubStep | null {
  let last: { step: SubStep; at: number } | null = null;
  for (const { step, steps } of pairs) {
    const at = step === null ? 0 : (steps[step] ?? 0);
    if (step !== null && (last === null || at > last.at)) last = { step, at };
  }
  return last?.step ?? null;
}

function lastPlace(pairs: readonly PairView[]): string | null {
  let last: PairView | null = null;
  for (const pair of pairs) if (pair.place !== null && (pair.placeAt ?? 0) >= (last?.placeAt ?? 0)) last = pair;
  return last?.place ?? null;
}

function ranksOf(pairs: readonly PairView[]): Record<string, number> {
  const ranks: Record<string, number> = {};
  for (const { bench, rank } of pairs) {
    if (bench !== null && rank !== null) ranks[bench] = Math.min(rank, ranks[bench] ?? Infinity);
  }
  return ranks;
}

function qualityOf(pairs: readonly PairView[]): BoardCard['quality'] {
  if (pairs.some(({ quality }) => quality?.passed === false)) return 'failed';
  return pairs.length > 0 && pairs.every(({ quality }) => quality !== null) ? 'passed' : null;
}

export interface BoardFilter {
  /** Of this person only: assigned, or at it now. */
  readonly person: string | null;
  readonly late: boolean;
  readonly rush: boolean;
  /** Promised for this day. */
  readonly day: string | null;
  readonly store: string | null;
  /** One bench, in the order of its queue. */
  readonly bench: string | null;
}
export const WHOLE_BOARD: BoardFilter = { person: null, late: false, rush: false, day: null, store: null, bench: null };

export const isLateOn = ({ promised }: Pick<BoardCard, 'promised'>, today: string): boolean =>
  promised !== null && promised < today;

export interface Board {
  readonly columns: Readonly<Record<BoardColumn, readonly BoardCard[]>>;
  /** Of all cards, whatever the filter. */
  readonly late: number;
  readonly today: number;
  readonly benches: readonly string[];
  readonly stores: readonly string[];
  readonly places: readonly string[];
}

/**
 * The board as it stands on a day (`YYYY-MM-DD`): what is taken next stands first. Two thousand cards take a few milliseconds, so that each
 * change may ask anew.
 */
export function boardOf(cards: readonly BoardCard[], filter: BoardFilter, today: string): Board {
  const columns: Record<BoardColumn, BoardCard[]> = { confirmed: [], production: [], check: [], ready: [] };
  const [benches, stores, places] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let [late, due] = [0, 0];
  for (const card of cards) {
    if (isLateOn(card, today)) late += 1;
    if (card.promised === today) due += 1;
    for (const bench of card.benches) benches.add(bench);
    if (card.place !== null) places.add(card.place);
    stores.add(card.store);
    if (lets(filter, card, today)) columns[card.column].push(card);
  }
  const byTurn = filter.bench === null ? byPromise : byQueue(filter.bench);
  for (const column of BOARD_COLUMNS) columns[column].sort(byTurn);
  return { columns, late, today: due, benches: sorted(benches), stores: sorted(stores), places: sorted(places) };
}

const sorted = (set: ReadonlySet<string>): string[] => [...set].sort();

const lets = (filter: BoardFilter, card: BoardCard, today: string): boolean =>
  (filter.person === null || card.people.includes(filter.person)) &&
  (!filter.late || isLateOn(card, today)) &&
  (!filter.rush || card.rush) &&
  (filter.day === null || card.promised === filter.day) &&
  (filter.store === null || card.store === filter.store) &&
  (filter.bench === null || card.benches.includes(filter.bench));

const LAST = '9999';
const byPromise = (a: BoardCard, b: BoardCard): number =>
  Number(b.rush) - Number(a.rush) ||
  compare(a.promised ?? LAST, b.promised ?? LAST) ||
  a.confirmedAt - b.confirmedAt ||
  compare(a.id, b.id);
/** As `benchQueue` (bench.ts) has it: the place that a person gave goes first. */
const byQueue =
  (bench: string) =>
  (a: BoardCard, b: BoardCard): number => {
    const [one, other] = [a.ranks[bench] ?? Infinity, b.ranks[bench] ?? Infinity];
    return one === other ? byPromise(a, b) : one - other;
  };
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The place before everything that a bench's queue holds. */
export const firstRank = (cards: readonly BoardCard[], bench: string): number =>
  cards.reduce((least, { ranks }) => Math.min(least, ranks[bench] ?? 0), 0) - 1;

export interface LoadDay extends DayLoad {
  readonly day: string;
  /** Stands for all days before the first one: what should have been ready. */
  readonly overdue: boolean;
}

/** What is promised for each of the days and is not ready yet; everything before the first one adds up in a place of its own. */
export function loadOf(views: Iterable<Pick<OrderView, 'state' | 'promised' | 'pairs'>>, days: readonly string[]): LoadDay[] {
  const load = loadByDay(views);
  const none: DayLoad = { orders: 0, pairs: 0, minutes: 0 };
  const first = days[0] ?? '';
  let before = none;
  for (const [day, { orders, pairs, minutes }] of load) {
    if (day === '' || day >= first) continue;
    before = { orders: before.orders + orders, pairs: before.pairs + pairs, minutes: before.minutes + minutes };
  }
  return [{ ...before, day: first, overdue: true }, ...days.map((day) => ({ ...(load.get(day) ?? none), day, overdue: false }))];
}

import type { Promotion } from '../documents/promotion.ts';
import { allocate, type Kopecks } from '../money/kopecks.ts';
import type { CartLine } from '../sale/cart.ts';
import { fits } from './in-force.ts';
import { floored, lessPercent } from './unit-price.ts';

/**
 * Promotions on several pieces together: second pair, every nth, set at a price. Each takes the pieces that it needs from what is left,
 * dearest first (which is best for the customer), and names the price a piece that it sells them at. Lines are walked, not pieces: a line of
 * 10,000 pieces costs no more than one of a single piece.
 */
export interface Claim {
  readonly line: number;
  readonly pieces: number;
  /** A piece. */
  readonly price: Kopecks;
}

/** Pairs of glasses looked at in one cart. */
const MOST_PAIRS = 100;

/** Can a promotion on several pieces use this line? Only whole pieces at the list price. */
export const isCountable = (line: CartLine): boolean => Number.isInteger(line.qty) && line.override === null;

/** Places of the lines that the promotion could use at all. */
export function concerns({ effect, target }: Promotion, line: CartLine): boolean {
  if (!isCountable(line)) return false;
  const { kind } = line.entry;
  switch (effect.kind) {
    case 'nth':
      return fits(target, line.entry);
    case 'bundle':
      return effect.parts.some((part) => fits(part, line.entry));
    case 'second-pair':
      if (kind === 'frame') return fits(target, line.entry);
      return effect.of === 'glasses' && kind === 'lens';
    default:
      return false;
  }
}

/** Places of the lines that a promotion could use, dearest first. */
export const placesOf = (promotion: Promotion, lines: readonly CartLine[]): number[] =>
  lines.flatMap((line, i) => (concerns(promotion, line) ? [i] : []));

/**
 * What the promotion takes of the pieces left.
 * @param lines sorted by `scanIndependentOrder`: dearest first
 * @param left pieces of each line that no other promotion has taken
 * @param places `placesOf` the promotion: they do not change while combinations are tried
 */
export function claims(
  promotion: Promotion,
  lines: readonly CartLine[],
  left: readonly number[],
  places: readonly number[] = placesOf(promotion, lines),
): Claim[] {
  const { effect, floor } = promotion;
  const usable = places.filter((place) => left[place]! > 0);
  switch (effect.kind) {
    case 'nth':
      return everyNth(usable, lines, left, effect.nth, (price) => lessPercent(price, effect.percent, floor));
    case 'second-pair':
      return effect.of === 'frames'
        ? everyNth(usable, lines, left, 2, (price) => lessPercent(price, effect.percent, floor))
        : secondGlasses(usable, lines, left, (price) => lessPercent(price, effect.percent, floor));
    case 'bundle':
      return sets(promotion, effect, usable, lines, left);
    default:
      return [];
  }
}

function everyNth(
  usable: readonly number[],
  lines: readonly CartLine[],
  left: readonly number[],
  nth: number,
  reduced: (price: Kopecks) => Kopecks,
): Claim[] {
  const all = usable.reduce((sum, i) => sum + left[i]!, 0);
  const used = all - (all % nth);
  const result: Claim[] = [];
  let at = 0;
  for (const line of usable) {
    const taken = Math.min(left[line]!, used - at);
    if (taken <= 0) break;
    const cheap = Math.floor((at + taken) / nth) - Math.floor(at / nth);
    const { price } = lines[line]!;
    if (taken > cheap) result.push({ line, pieces: taken - cheap, price });
    if (cheap > 0) result.push({ line, pieces: cheap, price: reduced(price) });
    at += taken;
  }
  return result;
}

type Pair = readonly { readonly line: number; readonly pieces: number }[];

/** Pairs sold as one position, and loose ones: the dearest frame with the two dearest lenses, and so on. */
function pairsOf(usable: readonly number[], lines: readonly CartLine[], left: readonly number[]): Pair[] {
  const groups = new Map<string, number[]>();
  const loose: { frames: number[]; lenses: number[] } = { frames: [], lenses: [] };
  for (const i of usable) {
    const { group, entry } = lines[i]!;
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), i]);
    else {
      const kept = entry.kind === 'frame' ? loose.frames : loose.lenses;
      for (let n = 0; n < left[i]! && kept.length < 2 * MOST_PAIRS; n += 1) kept.push(i);
    }
  }
  const has = (places: readonly number[], kind: string) => places.some((i) => lines[i]!.entry.kind === kind);
  const whole = [...groups.values()]
    .filter((places) => has(places, 'frame') && has(places, 'lens'))
    .map((places): Pair => places.map((line) => ({ line, pieces: left[line]! })));
  const loosePairs = loose.frames
    .slice(0, Math.floor(loose.lenses.length / 2))
    .map((frame, n): Pair => [frame, loose.lenses[2 * n]!, loose.lenses[2 * n + 1]!].map((line) => ({ line, pieces: 1 })));
  return [...whole, ...loosePairs].slice(0, MOST_PAIRS);
}

function secondGlasses(
  usable: readonly number[],
  lines: readonly CartLine[],
  left: readonly number[],
  reduced: (price: Kopecks) => Kopecks,
): Claim[] {
  const cost = (pair: Pair) => pair.reduce((sum, { line, pieces }) => sum + lines[line]!.price * pieces, 0);
  const pairs = pairsOf(usable, lines, left).sort((a, b) => cost(b) - cost(a) || a[0]!.line - b[0]!.line);
  return pairs.slice(0, pairs.length - (pairs.length % 2)).flatMap((pair, n) =>
    pair.map(({ line, pieces }): Claim => {
      const { price } = lines[line]!;
      return { line, pieces, price: n % 2 === 1 ? reduced(price) : price };
    }),
  );
}

function sets(
  { floor }: Promotion,
  { parts, price }: Extract<Promotion['effect'], { kind: 'bundle' }>,
  usable: readonly number[],
  lines: readonly CartLine[],
  left: readonly number[],
): Claim[] {
  const rest = [...left];
  const result: Claim[] = [];
  for (;;) {
    const taken = new Map<number, number>();
    const places: number[] = [];
    for (const part of parts) {
      const place = usable.find((i) => rest[i]! > (taken.get(i) ?? 0) && fits(part, lines[i]!.entry));
      if (place === undefined) return result;
      taken.set(place, (taken.get(place) ?? 0) + 1);
      places.push(place);
    }
    const prices = places.map((i) => lines[i]!.price);
    if (prices.reduce((sum, one) => sum + one, 0) <= price) return result;
    const times = Math.min(...[...taken].map(([i, needed]) => Math.floor(rest[i]! / needed)));
    const shares = allocate(price, prices);
    places.forEach((line, n) => {
      result.push({ line, pieces: times, price: floored(prices[n]!, shares[n]!, floor) });
      rest[line]! -= times;
    });
  }
}

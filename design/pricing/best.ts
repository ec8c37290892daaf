import type { Promotion } from '../documents/promotion.ts';
import { lineAmount, type Kopecks } from '../money/kopecks.ts';
import type { CartLine } from '../sale/cart.ts';
import { spread } from './manual.ts';
import { fits } from './in-force.ts';
import { claims, isCountable, placesOf, type Claim } from './together.ts';
import { bestWay, isSingle, priceAfter, stacked, type Way } from './unit-price.ts';

/**
 * The best combination of promotions for the customer, exactly and with bounded work (`best.test.ts` compares it with trying everything):
 *
 * - A piece gets either one exclusive promotion, or all stackable ones, or it is part of one promotion on several pieces (and of the
 *   stackable ones too, where that one is stackable). A line that a person priced gets none.
 * - For promotions on single pieces the best way is found for each line by itself: lines × promotions.
 * - Promotions on several pieces compete for them: every subset of those that share a line is tried, each subset in the order of priority,
 *   `MOST_TOGETHER` of them at most, so 256 subsets over lines, not pieces. Those that share no line are tried apart.
 * - One promotion on the whole receipt: over everything else where it is stackable, instead of everything else where it is exclusive.
 *
 * What can be chosen only grows with a promotion more, so it never makes the receipt dearer. That is said of promotions alone: what a person
 * takes off a line in per cent comes afterwards, of what is left there, and another choice may leave more on another line.
 */
export const MOST_TOGETHER = 8;

/** Pieces of a line that are sold the same way. `qty` of a line that is not counted in whole pieces is its own. */
export interface Share {
  readonly qty: number;
  readonly way: Way;
}

export interface Combination {
  /** For every line, its pieces by the way they are sold; together all of them. */
  readonly shares: readonly (readonly Share[])[];
  /** Off the whole receipt: by which promotion, and how much of it on each line. Kopecks. */
  readonly receipt: { readonly promotion: Promotion; readonly parts: readonly Kopecks[] } | null;
}

/** Amounts are those of the receipt's lines; to be compared. */
const costOf = (line: CartLine, shares: readonly Share[]): Kopecks =>
  shares.reduce((sum, { qty, way }) => sum + lineAmount(priceAfter(line.price, way), qty), 0);

/**
 * @param lines in `scanIndependentOrder`, with their price in force
 * @param promotions in force here and now, by priority
 * @param times how often a promotion on the receipt counts (coupons)
 */
export function bestCombination(
  lines: readonly CartLine[],
  promotions: readonly Promotion[],
  times: (promotion: Promotion) => number = () => 1,
): Combination {
  const main = itemsOf(lines, promotions);
  const nothing = lines.map(({ qty }): Share[] => [{ qty, way: [] }]);
  const amounts = main.map((shares, i) => costOf(lines[i]!, shares));
  const whole = nothing.map((shares, i) => costOf(lines[i]!, shares));
  let best: Combination = { shares: main, receipt: null };
  let least = sum(amounts);
  for (const promotion of promotions) {
    if (promotion.effect.kind !== 'receipt-sum') continue;
    const alone = promotion.combine === 'exclusive';
    const from = alone ? whole : amounts;
    const rooms = from.map((amount, i) => (takesPart(lines[i]!) ? Math.max(0, amount - floorOf(lines[i]!, promotion)) : 0));
    const parts = spread(promotion.effect.sum * times(promotion), rooms, rooms);
    const cost = sum(from) - sum(parts);
    if (cost >= least) continue;
    least = cost;
    best = { shares: alone ? nothing : main, receipt: { promotion, parts } };
  }
  return best;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const takesPart = (line: CartLine): boolean => line.override === null;
const floorOf = (line: CartLine, { floor }: Promotion): Kopecks => lineAmount(floor ?? 0, line.qty);

/** The lines and what is known of each for all combinations. */
interface Ground {
  readonly lines: readonly CartLine[];
  /** Promotions on single pieces that fit, by priority; none where a person made the price. */
  readonly fitting: readonly (readonly Promotion[])[];
  /** The best of them. */
  readonly ways: readonly Way[];
  readonly base: readonly Kopecks[];
}

function itemsOf(lines: readonly CartLine[], promotions: readonly Promotion[]): Share[][] {
  const single = promotions.filter(isSingle);
  const fitting = lines.map((line) => (takesPart(line) ? single.filter(({ target }) => fits(target, line.entry)) : []));
  const ways = lines.map((line, i) => bestWay(line.price, fitting[i]!));
  const ground = { lines, fitting, ways, base: lines.map((line, i) => priceAfter(line.price, ways[i]!)) };
  const left = lines.map((line) => (isCountable(line) ? line.qty : 0));
  const result = lines.map((): Share[] => []);
  for (const contest of contests(lines, promotions)) {
    for (const { promotion, claim } of bestSubset(contest, ground, left)) {
      const { line, pieces, price } = claim;
      const own = price < lines[line]!.price ? [{ promotion, price }] : [];
      result[line]!.push({ qty: pieces, way: [...own, ...furtherWay(promotion, price, fitting[line]!)] });
      left[line]! -= pieces;
    }
  }
  return lines.map((line, i) => {
    const rest = isCountable(line) ? left[i]! : line.qty;
    return rest > 0 ? [...result[i]!, { qty: rest, way: ways[i]! }] : result[i]!;
  });
}

/** What a piece that a stackable promotion on several pieces has taken gets besides. */
const furtherWay = (promotion: Promotion, price: Kopecks, fitting: readonly Promotion[]): Way =>
  promotion.combine === 'stackable'
    ? stacked(
        price,
        fitting.filter(({ combine }) => combine === 'stackable'),
      )
    : [];

interface Contestant {
  readonly promotion: Promotion;
  readonly places: readonly number[];
}

/** Promotions on several pieces, those together that compete for a line. Of more than can be tried the first by priority take part. */
function contests(lines: readonly CartLine[], promotions: readonly Promotion[]): Contestant[][] {
  const result: { contestants: Contestant[]; places: Set<number> }[] = [];
  for (const promotion of promotions) {
    const places = placesOf(promotion, lines);
    if (places.length === 0) continue;
    const touching = result.filter((one) => places.some((place) => one.places.has(place)));
    for (const one of touching) result.splice(result.indexOf(one), 1);
    result.push({
      contestants: [...touching.flatMap((one) => one.contestants), { promotion, places }],
      places: new Set([...touching.flatMap((one) => [...one.places]), ...places]),
    });
  }
  const rank = new Map(promotions.map((promotion, i) => [promotion, i]));
  const order = (a: Contestant, b: Contestant) => rank.get(a.promotion)! - rank.get(b.promotion)!;
  return result.map((one) => one.contestants.sort(order).slice(0, MOST_TOGETHER));
}

interface Taken {
  readonly promotion: Promotion;
  readonly claim: Claim;
}

/**
 * Of all subsets the one that leaves least to pay; of equal ones that which uses a promotion the later in the order, so that nothing is used
 * without need. What the first ones of a subset take is worked out once for all subsets that begin with them.
 */
function bestSubset(contest: readonly Contestant[], { lines, fitting, base }: Ground, left: readonly number[]): readonly Taken[] {
  let best: readonly Taken[] = [];
  let most = 0;
  const further = new Map<Promotion, Map<string, Kopecks>>();
  const lastPrice = (promotion: Promotion, { line, price }: Claim): Kopecks => {
    if (promotion.combine === 'exclusive') return price;
    const known = further.get(promotion) ?? new Map<string, Kopecks>();
    further.set(promotion, known);
    const key = `${line}:${price}`;
    const held = known.get(key) ?? priceAfter(price, furtherWay(promotion, price, fitting[line]!));
    known.set(key, held);
    return held;
  };
  const visit = (at: number, rest: readonly number[], taken: readonly Taken[], saved: number): void => {
    if (saved > most) [most, best] = [saved, taken];
    const contestant = contest[at];
    if (!contestant) return;
    visit(at + 1, rest, taken, saved);
    const { promotion, places } = contestant;
    const claimed = claims(promotion, lines, rest, places);
    if (claimed.length === 0) return;
    const less = [...rest];
    let more = saved;
    for (const claim of claimed) {
      less[claim.line]! -= claim.pieces;
      more += (base[claim.line]! - lastPrice(promotion, claim)) * claim.pieces;
    }
    visit(at + 1, less, [...taken, ...claimed.map((claim) => ({ promotion, claim }))], more);
  };
  visit(0, left, [], 0);
  return best;
}

import type { Signature, StockMovement } from '../documents/facts.ts';
import type { StockDocument } from '../documents/stock-document.ts';
import { docId } from '../ids.ts';
import { parseHlc } from '../time/hlc.ts';
import { localMonth } from '../time/local-time.ts';
import type { CountedDifference } from './adjustment.ts';
import type { OwnPlace, Place } from './places.ts';

/** Pieces of an article. */
export interface StockLine {
  readonly sku: string;
  readonly qty: number;
}

/** Kopecks a piece, as a paper of the supplier says. */
export interface StockPrice {
  readonly sku: string;
  readonly price: number;
}

/** What a person wrote at the stock desk. */
export interface StockPaper extends Pick<StockDocument, 'kind' | 'number' | 'party' | 'of'> {
  readonly from: Place;
  readonly to: Place;
  readonly lines: readonly StockLine[];
  readonly because: string;
  readonly expected?: readonly StockLine[];
  readonly codes?: readonly { readonly sku: string; readonly code: string }[];
  readonly prices?: readonly StockPrice[];
  readonly signed?: Signature;
}

type StockHead = Pick<StockMovement, 'hlc' | 'store' | 'by' | 'pos' | 'at'>;

/** Lines of one article become one; those of nothing go, but for the first, where nothing at all came of what was expected. */
function summedLines(lines: readonly StockLine[]): StockLine[] {
  const sums = new Map<string, number>();
  for (const { sku, qty } of lines) sums.set(sku, (sums.get(sku) ?? 0) + Math.round(qty * 1_000));
  const all = [...sums].map(([sku, thousandths]) => ({ sku, qty: thousandths / 1_000 }));
  const moved = all.filter(({ qty }) => qty !== 0);
  return moved.length > 0 ? moved : all.slice(0, 1);
}

/** One paper is one fact, `stock-movement:<hlc>`: it counts whole or not at all. `null` where it has no lines. */
export function paperFact(paper: StockPaper, head: StockHead): StockMovement | null {
  const [first, ...more] = summedLines(paper.lines);
  if (!first) return null;
  const { kind, number, party, of, from, to, because, expected, codes, prices, signed } = paper;
  return {
    ...{ _id: docId('stock-movement', head.hlc), type: 'stock-movement', schema: 1, ...head, ...first, from, to, because },
    ...(more.length > 0 ? { more } : {}),
    document: {
      ...{ kind, number, party, of },
      ...(expected ? { expected: [...expected] } : {}),
      ...(codes && codes.length > 0 ? { codes: [...codes] } : {}),
      ...(prices && prices.length > 0 ? { prices: [...prices] } : {}),
    },
    ...(signed ? { signed } : {}),
  };
}

/** What a person puts right by hand: pieces that lie there against what the books say. */
export const correctionOf = (sku: string, place: OwnPlace, lies: number, books: number): CountedDifference => ({
  ...{ sku, place },
  difference: (Math.round(lies * 1_000) - Math.round(books * 1_000)) / 1_000,
});

/**
 * What people call a stock paper: the device, the month and a count within it (`3-2611-004`), so that two tablets offline never give out the
 * same and a device that keeps two months of facts never gives one out again. @param taken every number of the shop that it knows of
 */
export function nextPaperNumber(hlc: string, timeZone: string, taken: Iterable<string>): string {
  const { device = 0, wall = 0 } = parseHlc(hlc) ?? {};
  const own = `${device}-${localMonth(wall, timeZone).slice(2)}-`;
  let last = 0;
  for (const number of taken)
    if (number.startsWith(own)) last = Math.max(last, Number.parseInt(number.slice(own.length), 10) || 0);
  return own + String(last + 1).padStart(3, '0');
}

interface StockDifference {
  readonly sku: string;
  readonly expected: number;
  readonly came: number;
}

/** Where what came is not what was expected; by article. */
export function differencesOf(expected: readonly StockLine[], came: readonly StockLine[]): StockDifference[] {
  const sum = (lines: readonly StockLine[]) => new Map(summedLines(lines).map(({ sku, qty }) => [sku, qty]));
  const [should, did] = [sum(expected), sum(came)];
  return [...new Set([...should.keys(), ...did.keys()])]
    .map((sku) => ({ sku, expected: should.get(sku) ?? 0, came: did.get(sku) ?? 0 }))
    .filter((one) => one.expected !== one.came)
    .sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

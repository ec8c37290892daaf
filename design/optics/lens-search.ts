import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { Pupils } from '../documents/prescription.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { fitEye, type EyeFitting } from './fitting.ts';
import { FITTING_LIMITS, type FittingLimits } from './fitting-limits.ts';
import type { FrameBox } from './frame-box.ts';
import { stops, type LensFinding } from './lens-findings.ts';
import { cellOf } from './lens-matrix.ts';
import type { EyeSide, LensNeed } from './lens-power.ts';
import { quoteLens, type LensQuote } from './lens-quote.ts';
import { lensArticle } from './lens-sku.ts';

type Lens = NonNullable<CatalogueEntry['lens']>;

/** Where the lenses of a pair would come from, the nearest first: this shop's drawer, the supplier's shelf, the laboratory. */
export const AVAILABILITY = ['on-hand', 'finished', 'to-order'] as const;
export type Availability = (typeof AVAILABILITY)[number];

export interface LensWish {
  readonly od: LensNeed | null;
  readonly os: LensNeed | null;
  /** Absent: with an add progressive, bifocal and office lenses, without one single vision. */
  readonly designs?: readonly Lens['design'][];
  /** Codes of what the lenses must have, included or for a surcharge. */
  readonly options?: readonly string[];
  readonly indexFrom?: number;
  /** Into which frame, where one was chosen already. */
  readonly fitting?: {
    readonly frame: FrameBox;
    readonly pd: Pupils;
    readonly heights: { readonly od: number | null; readonly os: number | null };
  };
}

/** Why a family stands where it stands in the list. */
export type LensReason = Availability | 'fits' | 'does-not-fit' | 'fit-unknown' | 'cheapest';

export interface LensEyeMatch {
  readonly quote: LensQuote;
  readonly availability: Availability;
  /** `null`: no frame was named. */
  readonly fitting: EyeFitting | null;
}

export interface LensMatch {
  readonly entry: CatalogueEntry;
  /** That of the eye which is harder to get. */
  readonly availability: Availability;
  /** Kopecks for all lenses of the pair, options and prism included. */
  readonly price: Kopecks;
  readonly od: LensEyeMatch | null;
  readonly os: LensEyeMatch | null;
  readonly findings: readonly LensFinding[];
  readonly reasons: readonly LensReason[];
}

/** Pieces of an article that this shop has to give, reservations taken off (`lensArticle` names the articles of powers). */
export type LensStock = (article: string) => number;

const EYES = ['od', 'os'] as const satisfies readonly EyeSide[];

/**
 * Families that a pair can be made of, the best first: what is nearest at hand, then what fits the frame with fewer warnings, then the
 * cheaper one. Families that cannot be made in a power, or not with what must be had, are left out; a missing PD or height is told on every
 * one and leaves out none. The same wish in the other notation finds the same lenses.
 */
export function findLenses(
  entries: Iterable<CatalogueEntry>,
  wish: LensWish,
  stock: LensStock = () => 0,
  limits: FittingLimits = FITTING_LIMITS,
): LensMatch[] {
  const found: Omit<LensMatch, 'reasons'>[] = [];
  if (!wish.od && !wish.os) return [];
  const designs = new Set(wish.designs ?? designsFor(wish));
  for (const entry of entries) {
    const { lens } = entry;
    if (!lens || !designs.has(lens.design) || lens.index < (wish.indexFrom ?? 0)) continue;
    // The matrix first: it is the cheapest question and rules out most.
    if (EYES.some((eye) => wish[eye] && !cellOf(lens, wish[eye]))) continue;
    const match = matchOf(entry, lens, wish, stock, limits);
    if (match) found.push(match);
  }
  const cheapest = found.reduce((least, { price }) => Math.min(least, price), Infinity);
  return found.sort(byRank).map((match) => ({ ...match, reasons: reasonsOf(match, cheapest) }));
}

const designsFor = ({ od, os }: LensWish): readonly Lens['design'][] =>
  [od, os].some((need) => (need?.add ?? null) !== null) ? ['progressive', 'bifocal', 'office'] : ['single-vision'];

function matchOf(
  entry: CatalogueEntry,
  lens: Lens,
  wish: LensWish,
  stock: LensStock,
  limits: FittingLimits,
): Omit<LensMatch, 'reasons'> | null {
  const quoteOf = (eye: EyeSide): LensQuote | null => {
    const need = wish[eye];
    return need ? quoteLens({ entry, need, options: wish.options ?? [] }, eye) : null;
  };
  const quotes = { od: quoteOf('od'), os: quoteOf('os') };
  if (EYES.some((eye) => quotes[eye] && stops(quotes[eye].findings))) return null;

  const articleOf = (eye: EyeSide): string => lensArticle(entry.sku, wish[eye]!, eye, lens.add !== null);
  // Two eyes of one power take two pieces of one article.
  const isTwice = wish.od && wish.os && articleOf('od') === articleOf('os');
  const eyeMatch = (eye: EyeSide): LensEyeMatch | null => {
    const [need, quote] = [wish[eye], quotes[eye]];
    if (!need || !quote) return null;
    const isOnHand = !quote.bespoke && stock(articleOf(eye)) >= (isTwice ? 2 : 1);
    const { fitting } = wish;
    return {
      quote,
      availability: isOnHand ? 'on-hand' : quote.finished ? 'finished' : 'to-order',
      fitting: fitting
        ? fitEye(
            {
              eye,
              lens,
              need,
              frame: fitting.frame,
              pd: fitting.pd,
              height: fitting.heights[eye],
              finished: isOnHand || quote.finished,
            },
            limits,
          )
        : null,
    };
  };
  const [od, os] = [eyeMatch('od'), eyeMatch('os')];
  const matches = [od, os].filter((one) => one !== null);
  return {
    entry,
    availability: AVAILABILITY[Math.max(...matches.map(({ availability }) => AVAILABILITY.indexOf(availability)))]!,
    price: matches.reduce((sum, { quote }) => sum + (quote.total ?? 0), 0),
    od,
    os,
    findings: matches.flatMap(({ quote, fitting }) => [...quote.findings, ...(fitting?.findings ?? [])]),
  };
}

const warnings = ({ findings }: Pick<LensMatch, 'findings'>): number =>
  findings.filter(({ severity }) => severity !== 'note').length;

type Ranked = Omit<LensMatch, 'reasons'>;
const byRank = (a: Ranked, b: Ranked): number =>
  AVAILABILITY.indexOf(a.availability) - AVAILABILITY.indexOf(b.availability) ||
  warnings(a) - warnings(b) ||
  a.price - b.price ||
  (a.entry.sku < b.entry.sku ? -1 : 1);

function reasonsOf({ od, os, availability, price }: Ranked, cheapest: Kopecks): LensReason[] {
  const fitted = [od, os].flatMap((one) => (one?.fitting ? [one.fitting] : []));
  const severities = new Set(fitted.flatMap(({ findings }) => findings.map(({ severity }) => severity)));
  const fit = severities.has('stop') ? 'fit-unknown' : severities.has('warning') ? 'does-not-fit' : 'fits';
  return [availability, ...(fitted.length > 0 ? [fit] : []), ...(price === cheapest ? ['cheapest'] : [])] as LensReason[];
}

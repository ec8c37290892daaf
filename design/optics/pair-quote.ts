import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { finding, type LensFinding } from './lens-findings.ts';
import type { EyeSide } from './lens-power.ts';
import { quoteLens, type LensChoice, type LensQuote } from './lens-quote.ts';

/** A pair of glasses as it is chosen. `frame` `null`: the client's own, or none yet. A lens `null`: that eye keeps what it has. */
export interface PairChoice {
  readonly frame: CatalogueEntry | null;
  readonly right: LensChoice | null;
  readonly left: LensChoice | null;
  /** Services: making, tinting by hand, a repair of the client's own frame. */
  readonly work: readonly CatalogueEntry[];
}

/** What the pair costs line by line, kopecks; `total` is their exact sum, `null` where a lens cannot be made. */
export interface PairQuote {
  readonly total: Kopecks | null;
  readonly frame: Kopecks;
  readonly right: LensQuote | null;
  readonly left: LensQuote | null;
  readonly work: Kopecks;
  readonly findings: readonly LensFinding[];
}

const add = (sum: Kopecks | null, quote: LensQuote | null): Kopecks | null => {
  if (!quote) return sum;
  return sum === null || quote.total === null ? null : sum + quote.total;
};

/** Prices a pair at the prices that its entries bear (those in force in the shop): frame, each lens by itself, work. */
export function quotePair({ frame, right, left, work }: PairChoice): PairQuote {
  const quoted = (choice: LensChoice | null, eye: EyeSide): LensQuote | null => (choice ? quoteLens(choice, eye) : null);
  const [od, os] = [quoted(right, 'od'), quoted(left, 'os')];
  const frameCosts = frame?.price ?? 0;
  const workCosts = work.reduce((sum, { price }) => sum + price, 0);
  return {
    total: add(add(frameCosts + workCosts, od), os),
    frame: frameCosts,
    right: od,
    left: os,
    work: workCosts,
    findings: [...(od?.findings ?? []), ...(os?.findings ?? []), ...differences(right, left)],
  };
}

/** Two lenses that will not look or see alike: rarely meant, seldom noticed before the glasses are worn. */
function differences(right: LensChoice | null, left: LensChoice | null): LensFinding[] {
  if (!right || !left) return [];
  if (right.entry.sku !== left.entry.sku) {
    return [finding('LENSES_DIFFER', null, { right: right.entry.name, left: left.entry.name })];
  }
  const only = (a: LensChoice, b: LensChoice): string[] => a.options.filter((code) => !b.options.includes(code));
  const lone = [...only(right, left), ...only(left, right)];
  return lone.length > 0 ? [finding('OPTIONS_DIFFER', null, { options: [...new Set(lone)].join(', ') })] : [];
}

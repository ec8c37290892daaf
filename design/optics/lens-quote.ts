import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { finding, stops, type LensFinding } from './lens-findings.ts';
import { cellOf } from './lens-matrix.ts';
import { eighths, type EyeSide, type LensNeed } from './lens-power.ts';
import { lensPrice } from './lens-price.ts';

type Lens = NonNullable<CatalogueEntry['lens']>;
type LensOption = NonNullable<Lens['options']>[number];

/** A lens for an eye: the family, what the eye needs, and the codes of the options wanted with it. */
export interface LensChoice {
  readonly entry: CatalogueEntry;
  readonly need: LensNeed;
  readonly options: readonly string[];
}

/** What one lens costs and why: kopecks a piece; `total` is the sum of the rest, `null` where it cannot be made (see `findings`). */
export interface LensQuote {
  readonly total: Kopecks | null;
  readonly base: Kopecks;
  readonly options: readonly { readonly code: string; readonly name: string; readonly price: Kopecks }[];
  readonly prism: Kopecks;
  /** The supplier has it as a finished lens and nothing asks for more; otherwise it is made to order. */
  readonly finished: boolean;
  /** Prism or an option that is not put on finished lenses: made to order even where a finished one lies in the drawer. */
  readonly bespoke: boolean;
  readonly findings: readonly LensFinding[];
}

/** Prescribed prism, Δ; none where it is not written. */
const prismOf = (need: LensNeed): number => need.prism ?? 0;

/** Does the family have this power, add and prism? Empty: yes. `eye` is only passed on. */
export function madeFindings(lens: Lens, need: LensNeed, eye: EyeSide | null = null): LensFinding[] {
  const found: LensFinding[] = [];
  if (!cellOf(lens, need)) found.push(finding('NOT_MADE', eye, { sph: need.sph, cyl: need.cyl ?? 0 }));
  if (lens.add) {
    const add = need.add ?? null;
    if (add === null) found.push(finding('ADD_MISSING', eye));
    else if (!isOnGrid(add, lens.add)) found.push(finding('ADD_NOT_MADE', eye, { add }));
  }
  const prism = prismOf(need);
  if (prism > 0) {
    const most = lens.prism?.reduce((top, { to }) => Math.max(top, to), 0);
    if (most === undefined) found.push(finding('PRISM_NOT_STATED', eye, { prism }));
    else if (prism > most) found.push(finding('PRISM_NOT_MADE', eye, { prism, most }));
  }
  return found;
}

const isOnGrid = (value: number, { min, max, step }: Lens['sph']): boolean =>
  eighths(value) >= eighths(min) && eighths(value) <= eighths(max) && (eighths(value) - eighths(min)) % eighths(step) === 0;

/** Can these options be had together on this family? What it comes with (`coatings`) may be named too. Empty: yes. */
export function optionFindings(lens: Lens, codes: readonly string[], eye: EyeSide | null = null): LensFinding[] {
  const held = new Set([...lens.coatings, ...codes]);
  return [...new Set(codes)].flatMap((code): LensFinding[] => {
    if (lens.coatings.includes(code)) return [];
    const option = lens.options?.find((one) => one.code === code);
    if (!option) return [finding('OPTION_UNKNOWN', eye, { option: code })];
    const excluded = [...held].filter((other) => other !== code && excludes(lens, option, other));
    const lacking = (option.requires ?? []).filter((other) => !held.has(other));
    return [
      ...excluded.map((other) => finding('OPTION_EXCLUDED', eye, { option: code, other })),
      ...lacking.map((other) => finding('OPTION_REQUIRES', eye, { option: code, other })),
    ];
  });
}

/** An exclusion is told on one of the two and holds for both. */
const excludes = (lens: Lens, option: LensOption, other: string): boolean =>
  (option.excludes?.includes(other) ?? false) ||
  (lens.options?.find(({ code }) => code === other)?.excludes?.includes(option.code) ?? false);

/** Options that are paid for: each once, none that the lens comes with. */
const chargedOptions = (lens: Lens, codes: readonly string[]): LensOption[] =>
  (lens.options ?? []).filter(({ code }) => codes.includes(code) && !lens.coatings.includes(code));

/** Surcharge a piece for prism: the cheapest step that reaches it; 0 where there is none or the catalogue does not say. */
function prismSurcharge(lens: Lens, prism: number): Kopecks {
  const reaching = prism > 0 ? (lens.prism ?? []).filter(({ to }) => to >= prism).map(({ price }) => price) : [];
  return reaching.length > 0 ? Math.min(...reaching) : 0;
}

/**
 * The price of a lens: its band, options that it does not come with, prism. Prism, and options that are not put on finished lenses, make a
 * lens to order.
 */
export function quoteLens({ entry, need, options }: LensChoice, eye: EyeSide | null = null): LensQuote {
  const { lens } = entry;
  const base = lensPrice(entry, need);
  const nothing = { total: null, base: 0, options: [], prism: 0, finished: false, bespoke: false };
  if (!lens) return { ...nothing, findings: [finding('NOT_MADE', eye)] };
  const findings = [...madeFindings(lens, need, eye), ...optionFindings(lens, options, eye)];
  if (base === null || stops(findings)) return { ...nothing, findings };
  const charged = chargedOptions(lens, options);
  const prism = prismSurcharge(lens, prismOf(need));
  const bespoke = prismOf(need) > 0 || !charged.every(({ onFinished }) => onFinished);
  return {
    total: charged.reduce((sum, { price }) => sum + price, base + prism),
    base,
    options: charged.map(({ code, name, price }) => ({ code, name, price })),
    prism,
    finished: (cellOf(lens, need)?.finished ?? false) && !bespoke,
    bespoke,
    findings,
  };
}

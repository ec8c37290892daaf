import type { CatalogueEntry } from '../documents/catalogue.ts';
import type {
  Fitting,
  OrderedFrame,
  OrderedLens,
  OrderedPower,
  PairDetails,
  PrescriptionSnapshot,
} from '../documents/order-pair.ts';
import type { Pupils } from '../documents/prescription.ts';
import { fitEye, type EyeFitting } from '../optics/fitting.ts';
import type { FrameBox } from '../optics/frame-box.ts';
import type { LensFinding } from '../optics/lens-findings.ts';
import type { LensNeed } from '../optics/lens-power.ts';
import type { LensWish } from '../optics/lens-search.ts';
import { quotePair, type PairQuote } from '../optics/pair-quote.ts';
import { polarOf } from '../optics/prescription/prism.ts';
import { monocular, nearFrom } from '../optics/prescription/pupils.ts';
import { orderedPowerOf } from './ordered.ts';
import { SIDES, type PairLetter, type Purpose, type Side } from './words.ts';
import type { OrderLine } from '../documents/order-pair.ts';

type Lens = NonNullable<CatalogueEntry['lens']>;

/** A lens as it is chosen for an eye; `stock`: a piece of this shop's drawer is taken for it. */
export interface DraftLens {
  readonly entry: CatalogueEntry;
  readonly options: readonly string[];
  readonly stock: boolean;
}
export type DraftFrame =
  | { readonly whose: 'ours'; readonly entry: CatalogueEntry; readonly piece?: string | null }
  | Extract<OrderedFrame, { readonly whose: 'own' }>;

/** A pair of glasses while it is put together: what was chosen, with the articles themselves, so that it can be priced. */
export interface PairDraft {
  readonly purpose: Purpose;
  readonly prescription: PrescriptionSnapshot | null;
  readonly frame: DraftFrame | null;
  readonly od: DraftLens | null;
  readonly os: DraftLens | null;
  readonly only: Side | null;
  readonly fitting: Fitting;
  readonly work: readonly CatalogueEntry[];
  readonly rush: boolean;
}

/** Bench work of one service, minutes, where the catalogue does not say. */
export const USUAL_WORK_MINUTES = 30;
const NOT_MEASURED = { pd: null, height: null };
export const NO_FITTING: Fitting = { od: NOT_MEASURED, os: NOT_MEASURED, vertex: null, tilt: null, wrap: null };

/** Of what kind the lenses are for a purpose. */
export const designFor = (purpose: Purpose): Lens['design'] =>
  purpose === 'progressive' || purpose === 'bifocal' ? purpose : 'single-vision';

/** What a prescription is for unless somebody says otherwise. */
export const purposeOf = ({ purpose, od, os }: PrescriptionSnapshot): Purpose =>
  purpose ?? ([od, os].some(({ add }) => add !== null) ? 'progressive' : 'distance');

/** Where the lenses are centred by the prescription alone: near glasses at the near distance, measured or computed. */
export function fittingFrom({ od, os, pd, pdNear, vertex, tilt, wrap }: PrescriptionSnapshot, purpose: Purpose): Fitting {
  const pupils: Pupils = purpose === 'near' ? (pdNear ?? nearFrom(pd)) : pd;
  const eye = (side: Side) => ({ pd: monocular(pupils, side), height: { od, os }[side].height ?? null });
  return { od: eye('od'), os: eye('os'), vertex: vertex ?? null, tilt: tilt ?? null, wrap: wrap ?? null };
}

/** The power to make, dioptres; `null` where the prescription has none for this eye and purpose, or the eye keeps its lens. */
export function powerFor({ prescription, purpose, only }: PairDraft, side: Side): OrderedPower | null {
  if (!prescription || (only !== null && only !== side)) return null;
  return orderedPowerOf(prescription[side], purpose);
}

export function needFor(draft: PairDraft, side: Side): LensNeed | null {
  const power = powerFor(draft, side);
  return power && { ...power, prism: polarOf(power.prism, side)?.amount ?? null };
}

/** Of ours by the catalogue, of the client's own as measured; `null`: nothing is known of its box. */
export function boxOf(frame: DraftFrame | null): FrameBox | null {
  if (frame?.whose === 'ours') return frame.entry.frame ?? null;
  const { a = null, dbl = null, b, ed } = frame?.sizes ?? {};
  return a === null || dbl === null ? null : { a, dbl, b: b ?? undefined, ed: ed ?? undefined };
}

const pupilsOf = ({ od, os }: Fitting): Pupils => ({ both: null, od: od.pd, os: os.pd });

/** The question to the catalogue: which lenses can this pair be made of? */
export function wishOf(draft: PairDraft, options: readonly string[] = []): LensWish {
  const frame = boxOf(draft.frame);
  const { fitting } = draft;
  return {
    od: needFor(draft, 'od'),
    os: needFor(draft, 'os'),
    designs: [designFor(draft.purpose)],
    options,
    ...(frame && { fitting: { frame, pd: pupilsOf(fitting), heights: { od: fitting.od.height, os: fitting.os.height } } }),
  };
}

/** How the chosen lens sits in the frame; `null` where there is no lens, no power or no box. */
export function fitOf(draft: PairDraft, side: Side): EyeFitting | null {
  const [chosen, need, frame] = [draft[side], needFor(draft, side), boxOf(draft.frame)];
  const lens = chosen?.entry.lens;
  if (!chosen || !lens || !need || !frame) return null;
  const { height } = draft.fitting[side];
  return fitEye({ eye: side, lens, need, frame, pd: pupilsOf(draft.fitting), height, finished: chosen.stock });
}

/** What the pair costs and everything that speaks against it. */
export function quoteDraft(draft: PairDraft): PairQuote {
  const choice = (side: Side) => {
    const [chosen, need] = [draft[side], needFor(draft, side)];
    return chosen && need ? { entry: chosen.entry, need, options: chosen.options } : null;
  };
  const frame = draft.frame?.whose === 'ours' ? draft.frame.entry : null;
  const quote = quotePair({ frame, right: choice('od'), left: choice('os'), work: draft.work });
  const fitted: LensFinding[] = SIDES.flatMap((side) => fitOf(draft, side)?.findings ?? []);
  return { ...quote, findings: [...quote.findings, ...fitted] };
}

function lensOf(draft: PairDraft, side: Side): OrderedLens | null {
  const [chosen, power] = [draft[side], powerFor(draft, side)];
  const lens = chosen?.entry.lens;
  if (!chosen || !lens || !power) return null;
  const extra = (lens.options ?? []).filter(({ code }) => chosen.options.includes(code));
  const tints = extra.filter(({ kind }) => kind !== 'coating' && kind !== 'edge');
  return {
    sku: chosen.entry.sku,
    name: chosen.entry.name,
    source: chosen.stock ? 'stock' : 'supplier',
    supplier: chosen.stock ? null : chosen.entry.brand || null,
    power,
    diameter: fitOf(draft, side)?.diameter ?? lens.diameter,
    coatings: [...lens.coatings, ...extra.filter((one) => !tints.includes(one)).map(({ code }) => code)],
    tint: tints.length > 0 ? tints.map(({ name }) => name).join(', ') : null,
  };
}

function frameOf(frame: DraftFrame | null): OrderedFrame | null {
  if (frame?.whose !== 'ours') return frame;
  const { sku, name, frame: box } = frame.entry;
  const ours = { whose: 'ours', sku, name, ...(frame.piece ? { piece: frame.piece } : {}) } as const;
  if (!box) return { ...ours, sizes: null };
  const { a, b = null, ed = null, dbl, temple, rim, material } = box;
  const made = /пласт|plast|acet|ацет|инжек/i.test(material)
    ? 'plastic'
    : /метал|metal|титан|titan|стал|steel|монель|monel/i.test(material)
      ? 'metal'
      : 'other';
  return { ...ours, sizes: { a, b, ed, dbl, temple, rim, material: made } };
}

/** What the order will say of the pair. */
export const detailsOf = (draft: PairDraft): PairDetails => ({
  purpose: draft.purpose,
  prescription: draft.prescription,
  frame: frameOf(draft.frame),
  od: lensOf(draft, 'od'),
  os: lensOf(draft, 'os'),
  fitting: draft.fitting,
  work: draft.work.map(({ sku, name }) => ({ sku, name, minutes: USUAL_WORK_MINUTES })),
  ...(draft.only && { only: draft.only }),
  ...(draft.rush && { rush: true }),
});

const NAME_MOST = 128;

/**
 * The price list of the pair: frame, each lens at the price of its band, its options and prism each by itself (a surcharge within the
 * lens's price would look like a wrong price), work. Empty of what cannot be made.
 */
export function linesOf(draft: PairDraft, pair: PairLetter, names: { readonly prism: string }): OrderLine[] {
  const quote = quoteDraft(draft);
  const line = (entry: CatalogueEntry, part: OrderLine['part'], price: number, change: Partial<OrderLine> = {}): OrderLine => ({
    ...{ sku: entry.sku, name: entry.name.slice(0, NAME_MOST), kind: entry.kind, qty: 1, price, discount: 0, amount: price },
    ...{ vat: entry.vat, pair, part, ...change },
  });
  const lenses = SIDES.flatMap((side): OrderLine[] => {
    const [chosen, one] = [draft[side], { od: quote.right, os: quote.left }[side]];
    if (!chosen || !one || one.total === null) return [];
    const part = side === 'od' ? 'lens-right' : 'lens-left';
    const surcharge = (code: string, name: string, price: number) =>
      line(chosen.entry, part, price, {
        sku: `${chosen.entry.sku}+${code}`.slice(0, 64),
        name: name.slice(0, NAME_MOST),
        kind: 'service',
      });
    return [
      line(chosen.entry, part, one.base),
      ...one.options.filter(({ price }) => price > 0).map(({ code, name, price }) => surcharge(code, name, price)),
      ...(one.prism > 0 ? [surcharge('PRISM', names.prism, one.prism)] : []),
    ];
  });
  return [
    ...(draft.frame?.whose === 'ours' ? [line(draft.frame.entry, 'frame', draft.frame.entry.price)] : []),
    ...lenses,
    ...draft.work.map((entry) => line(entry, 'work', entry.price)),
  ];
}

/** What is lacking before the pair can be ordered, beside findings that stop it. */
export type DraftLack = 'prescription' | 'power' | 'frame' | 'lens' | 'frame-description';

export function lacksOf(draft: PairDraft): DraftLack[] {
  if (!draft.prescription) return ['prescription'];
  const sides = SIDES.filter((side) => draft.only === null || draft.only === side);
  const powers = sides.filter((side) => powerFor(draft, side) === null);
  const lenses = sides.filter((side) => draft[side] === null);
  return [
    ...(powers.length > 0 ? (['power'] as const) : []),
    ...(draft.frame === null ? (['frame'] as const) : []),
    ...(draft.frame?.whose === 'own' && draft.frame.description.trim() === '' ? (['frame-description'] as const) : []),
    ...(powers.length === 0 && lenses.length > 0 ? (['lens'] as const) : []),
  ];
}

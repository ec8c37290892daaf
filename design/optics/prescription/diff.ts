import { canonicalJson } from '../../canonical-json.ts';
import type { AnyContent, Side } from './rules/rule.ts';
import { stored } from './correction.ts';

/** One field that differs; `null` is "not written". Prism and pupils come whole: a screen shows each as one figure. */
export interface FieldChange {
  readonly side: Side | null;
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

const EYES: readonly Side[] = ['od', 'os'];
/** In the order of the paper form; a field that a later program adds comes after. */
const EYE_ORDER = [
  'sph',
  'cyl',
  'axis',
  'add',
  'addIntermediate',
  'prism',
  'height',
  'addBand',
  'baseCurve',
  'diameter',
  'brand',
  'sku',
];
/** The document's head, not what was prescribed. */
const HEAD = new Set([
  '_id',
  '_rev',
  'type',
  'schema',
  'hlc',
  'by',
  'pos',
  'stamps',
  'client',
  'archived',
  'signed',
  'versions',
  'replaces',
  'confirmed',
]);

/**
 * What changed between two versions, or two visits, after both are brought to one notation: a lens written the other way is no change.
 * Eyes first, right before left.
 */
export function changesBetween<C extends AnyContent>(before: C, after: C): FieldChange[] {
  const [a, b] = [stored(before), stored(after)];
  return [
    ...EYES.flatMap((side) => changed(a[side], b[side], side, EYE_ORDER)),
    ...changed(without(a), without(b), null, ['purpose', 'pd', 'pdNear', 'vertex', 'tilt', 'wrap', 'date', 'doctor']),
  ];
}

const without = (content: object): object =>
  Object.fromEntries(Object.entries(content).filter(([field]) => !HEAD.has(field) && field !== 'od' && field !== 'os'));

function changed(before: object, after: object, side: Side | null, order: readonly string[]): FieldChange[] {
  const [a, b] = [before, after] as Record<string, unknown>[] as [Record<string, unknown>, Record<string, unknown>];
  const others = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((field) => !order.includes(field)).sort();
  return [...order, ...others].flatMap((field) => {
    const [from, to] = [a[field] ?? null, b[field] ?? null];
    return canonicalJson(from) === canonicalJson(to) ? [] : [{ side, field, from, to }];
  });
}

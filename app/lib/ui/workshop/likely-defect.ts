import type { CheckedItem } from '$design/workshop/check.ts';
import type { DamagedPart, DefectCause } from '$design/orders/words.ts';

const CAUSES: Readonly<Record<CheckedItem, DefectCause>> = {
  power: 'power',
  cylinder: 'power',
  add: 'power',
  axis: 'axis',
  height: 'centration',
  'height-difference': 'centration',
  'horizontal-distance': 'centration',
  'vertical-distance': 'centration',
  'horizontal-prism': 'prism',
  'vertical-prism': 'prism',
  thickness: 'size',
};

/** What a failed check (`od.axis`) most likely means; `null` where it says nothing. */
export function likelyDefect(failed: readonly string[]): { readonly part: DamagedPart; readonly cause: DefectCause } | null {
  const [eye, item] = failed[0]?.split('.') ?? [];
  const cause = item === undefined ? undefined : CAUSES[item as CheckedItem];
  if (cause === undefined) return null;
  return { part: eye === 'os' ? 'os' : 'od', cause };
}

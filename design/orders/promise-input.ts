import type { PairDetails } from '../documents/order-pair.ts';
import type { LensDesign } from '../workshop/promise-rules.ts';
import type { PromiseInput } from '../workshop/promise.ts';
import { designFor } from './pair-draft.ts';
import { SIDES } from './words.ts';

/** From the quickest to make to the slowest. */
const SLOWER: readonly LensDesign[] = ['single-vision', 'office', 'bifocal', 'progressive'];

/**
 * What the promise of a whole order depends on: its slowest lenses, everything that any pair asks of the bench. @param load glasses promised
 * already, by day
 */
export function promiseInputOf(pairs: readonly PairDetails[], at: number, load: Readonly<Record<string, number>>): PromiseInput {
  const lenses = pairs.flatMap((pair) => SIDES.flatMap((side) => pair[side] ?? []));
  const designs = pairs.map(({ purpose }) => SLOWER.indexOf(designFor(purpose)));
  return {
    at,
    design: SLOWER[Math.max(0, ...designs)]!,
    lenses: lenses.map(({ source, supplier }) => ({ source, supplier })),
    coatings: [...new Set(lenses.flatMap(({ coatings }) => coatings))],
    tint: lenses.some(({ tint }) => tint !== null),
    rimless: pairs.some(({ frame }) => frame?.sizes?.rim === 'rimless'),
    prism: lenses.some(({ power }) => power.prism != null),
    express: pairs.length > 0 && pairs.every(({ rush }) => rush === true),
    elsewhere: false,
    load,
  };
}

import { normalAxis } from '../notation.ts';
import { entryField, type EntryFieldName } from './fields.ts';

export type Direction = 1 | -1;
export type Stride = 'step' | 'leap';

/** Sums of tenths and twentieths, without the dust of binary fractions, and never −0. */
const clean = (value: number): number => Math.round(value * 1e6) / 1e6 + 0;

/**
 * The field after one press up (1) or down (−1). An empty field begins at a usual figure; a dioptre at a quarter to either side, so that
 * plano is reached by stepping back and never becomes empty by itself. A figure between two steps goes to the next step that way. The
 * axis goes round; everything else stops at its limit.
 */
export function stepped(
  name: EntryFieldName,
  value: number | null,
  direction: Direction,
  stride: Stride = 'step',
): number | null {
  const field = entryField(name);
  if (value === null) return direction === 1 ? field.first.up : field.first.down;
  const by = field[stride];
  const ratio = clean(value / by);
  const next = clean((direction === 1 ? Math.floor(ratio) + 1 : Math.ceil(ratio) - 1) * by);
  if (name === 'axis') return normalAxis(next);
  return Math.min(field.max, Math.max(field.min, next));
}

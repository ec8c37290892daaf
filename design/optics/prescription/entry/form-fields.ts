import type { Side } from '../rules/rule.ts';
import type { EntryFieldName } from './fields.ts';

/** Figures of one eye in the form for glasses, in the order of the paper form. */
export const GLASSES_EYE = [
  'sph',
  'cyl',
  'axis',
  'add',
  'addIntermediate',
  'prism.horizontal',
  'prism.vertical',
  'height',
  'visus.sc',
  'visus.cc',
] as const;
/** And in the form for contact lenses. */
export const CONTACT_LENS_EYE = [
  'sph',
  'cyl',
  'axis',
  'add',
  'baseCurve',
  'diameter',
  'overRefraction',
  'visus.sc',
  'visus.cc',
] as const;
/** Figures of the whole pair. */
export const PAIR_FIELDS = ['pd.both', 'pd.od', 'pd.os', 'pdNear.both', 'vertex', 'tilt', 'wrap'] as const;

export type EyeField = (typeof GLASSES_EYE)[number] | (typeof CONTACT_LENS_EYE)[number];
export type PairField = (typeof PAIR_FIELDS)[number];
/** Where a figure stands in the content, with dots: `od.visus.cc`, `pd.both`. */
export type FieldPath = `${Side}.${EyeField}` | PairField;
export type PrismPath = `${Side}.prism.${'horizontal' | 'vertical'}`;

/** What the other eye takes over when one eye is copied to it (`copy.ts`). */
export const COPIED: readonly EyeField[] = ['sph', 'cyl', 'axis', 'add', 'addIntermediate', 'baseCurve', 'diameter'];

export const isPrism = (path: FieldPath): path is PrismPath => path.includes('.prism.');

/** By which rules a figure is entered. */
export function entryNameOf(path: FieldPath): EntryFieldName {
  if (isPrism(path)) return 'prism';
  if (path === 'pd.od' || path === 'pd.os') return 'monocularPd';
  if (path === 'pd.both' || path === 'pdNear.both') return 'pd';
  if (path.includes('.visus.')) return 'visus';
  const name = path.slice(path.indexOf('.') + 1);
  return name === 'overRefraction' ? 'sph' : (name as EntryFieldName);
}

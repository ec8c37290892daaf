import { GRID, LIMITS } from '../../limits.ts';

export interface EntryField {
  readonly min: number;
  readonly max: number;
  /** Of one press of an arrow key or one notch of the wheel. */
  readonly step: number;
  /** Of Page Up and Page Down. */
  readonly leap: number;
  /** Where stepping begins in an empty field: up from it and down from it; `null`: that way stays empty. */
  readonly first: { readonly up: number; readonly down: number | null };
  /** A dioptre with a sign: shown always, and asked for where it was not typed. */
  readonly signed: boolean;
  /** Digits after the comma when shown. */
  readonly digits: number;
}

const power = (limit: { readonly min: number; readonly max: number }): EntryField => ({
  ...limit,
  step: GRID.quarter,
  leap: 1,
  first: { up: GRID.quarter, down: -GRID.quarter },
  signed: true,
  digits: 2,
});
const measure = (
  limit: { readonly min: number; readonly max: number },
  step: number,
  first: number,
  digits: number,
): EntryField => ({ ...limit, step, leap: step * 5, first: { up: first, down: first }, signed: false, digits });

/** How each field of the prescription form takes figures from hands. Dioptres, prism dioptres, degrees, mm. */
export const ENTRY_FIELDS = {
  sph: power(LIMITS.sph),
  cyl: power(LIMITS.cyl),
  axis: { ...LIMITS.axis, step: 1, leap: 10, first: { up: 1, down: 180 }, signed: false, digits: 0 },
  add: { ...power(LIMITS.add), first: { up: 0.75, down: null }, signed: false },
  addIntermediate: { ...power(LIMITS.add), first: { up: 0.5, down: null }, signed: false },
  prism: { ...measure(LIMITS.prism, 0.25, 0.5, 2), first: { up: 0.5, down: null } },
  pd: measure(LIMITS.pd, 0.5, 62, 1),
  monocularPd: measure(LIMITS.monocularPd, 0.5, 31, 1),
  height: measure(LIMITS.height, 0.5, 18, 1),
  vertex: measure(LIMITS.vertex, 0.5, 12, 1),
  tilt: measure(LIMITS.tilt, 0.5, 8, 1),
  wrap: measure(LIMITS.wrap, 0.5, 5, 1),
  visus: measure(LIMITS.visus, 0.1, 1, 2),
  baseCurve: measure(LIMITS.baseCurve, 0.05, 8.6, 2),
  diameter: measure(LIMITS.diameter, 0.1, 14.2, 1),
} as const satisfies Record<string, EntryField>;
export type EntryFieldName = keyof typeof ENTRY_FIELDS;

export const entryField = (name: EntryFieldName): EntryField => ENTRY_FIELDS[name];

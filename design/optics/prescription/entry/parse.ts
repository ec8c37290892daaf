import type { Pupils } from '../../../documents/prescription.ts';
import { normalAxis } from '../notation.ts';
import { fromHundredths, hundredths, isOnGrid } from '../power.ts';
import { entryField, type EntryFieldName } from './fields.ts';

/** What a person typed comes to. Nothing is guessed where a guess could hurt: a dioptre without its sign is asked for. */
export type Typed =
  | { readonly kind: 'empty' }
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'ask-sign'; readonly choices: readonly [minus: number, plus: number] }
  | { readonly kind: 'refused'; readonly why: 'not-a-number' }
  | { readonly kind: 'refused'; readonly why: 'negative' }
  | { readonly kind: 'refused'; readonly why: 'out-of-range'; readonly min: number; readonly max: number }
  /** `nearest`: the figures of the grid below and above it that may be written. */
  | { readonly kind: 'refused'; readonly why: 'off-grid'; readonly nearest: readonly number[] };

export interface EntryRules {
  /** May eighths be written (0,125, in the trade also 0,12)? Labs make them, the form steps by quarters. */
  readonly eighths?: boolean;
}

const PLANO = /^(pl|plan|plano|пл|план|плано)\.?$/;
/** In the column of the cylinder paper says "sphere" where there is none. */
const NO_CYLINDER = /^(sph|ds|сф|сфера)\.?$/;
const NUMBER = /^([+-]?)(\d{1,3}(?:\.\d{1,3})?|\.\d{1,3})$/;

/** All that keyboards and papers write for minus, plus and the decimal comma. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s\u00a0\u202f°]/g, '')
    .replace(/[−–—‐‑﹣-]/g, '-')
    .replace('＋', '+')
    .replace(',', '.');

/** A figure typed, or scanned, or dictated into a field of the form. Total: every text has an outcome. */
export function typed(name: EntryFieldName, text: string, rules: EntryRules = {}): Typed {
  const said = plain(text);
  if (said === '') return { kind: 'empty' };
  const isPower = name === 'sph' || name === 'cyl';
  if ((isPower && PLANO.test(said)) || (name === 'cyl' && NO_CYLINDER.test(said))) return { kind: 'value', value: 0 };
  const [, sign, digits] = NUMBER.exec(said) ?? [];
  if (digits === undefined) return { kind: 'refused', why: 'not-a-number' };
  const size = Number(digits);
  const isPositiveOnly = !isPower && entryField(name).min >= 0;
  if (sign === '-' && isPositiveOnly && size !== 0) return { kind: 'refused', why: 'negative' };
  if (name === 'axis') return axisOf(size);
  const value = withinEighths(sign === '-' ? -size : size, isPower || name === 'add' || name === 'addIntermediate') + 0;
  const refused = refusalOf(name, value, rules);
  if (refused) return refused;
  if (isPower && sign === '' && value !== 0) return { kind: 'ask-sign', choices: [-value, value] };
  return { kind: 'value', value };
}

/** 0 is 180 (requirements L-15). */
function axisOf(value: number): Typed {
  if (value > 180) return { kind: 'refused', why: 'out-of-range', min: 1, max: 180 };
  if (!Number.isInteger(value))
    return { kind: 'refused', why: 'off-grid', nearest: [Math.floor(value), Math.ceil(value)].map(normalAxis) };
  return { kind: 'value', value: normalAxis(value) };
}

/** 0,12 is the trade's 0,125. */
function withinEighths(value: number, isDioptre: boolean): number {
  if (!isDioptre || isOnGrid(value, 0.125)) return value;
  const meant = fromHundredths(Math.round(value * 100));
  return hundredths(meant) === Math.round(value * 1000) / 10 ? meant : value;
}

function refusalOf(name: EntryFieldName, value: number, { eighths = false }: EntryRules): Typed | null {
  const { min, max, step: usual } = entryField(name);
  if (value < min || value > max) return { kind: 'refused', why: 'out-of-range', min, max };
  const step = finestOf(name, usual, eighths);
  const ratio = Math.round((value / step) * 1e6) / 1e6;
  if (Number.isInteger(ratio)) return null;
  const nearest = [Math.floor(ratio), Math.ceil(ratio)].map((each) => Math.round(each * step * 1e6) / 1e6 + 0);
  return { kind: 'refused', why: 'off-grid', nearest: nearest.filter((each) => each >= min && each <= max) };
}

function finestOf(name: EntryFieldName, usual: number, eighths: boolean): number {
  if (name === 'visus') return 0.01;
  return eighths && (name === 'sph' || name === 'cyl' || name === 'add' || name === 'addIntermediate') ? 0.125 : usual;
}

export type TypedPupils =
  { readonly kind: 'empty' } | { readonly kind: 'value'; readonly value: Partial<Pupils> } | Extract<Typed, { kind: 'refused' }>;

/** The one field of the pupillary distance: `64` is binocular, `31,5/32,5` right and left. What is not said is not in the answer. */
export function typedPupils(text: string): TypedPupils {
  const sides = text.split('/');
  if (sides.length > 2) return { kind: 'refused', why: 'not-a-number' };
  const [first, second] = sides.map((side) => typed(sides.length === 1 ? 'pd' : 'monocularPd', side));
  for (const each of [first, second]) if (each?.kind === 'refused') return each;
  const [right, left] = [first, second].map((each) => (each?.kind === 'value' ? each.value : null)) as [
    number | null,
    number | null,
  ];
  if (right === null && left === null) return { kind: 'empty' };
  return { kind: 'value', value: sides.length === 1 ? { both: right } : { od: right, os: left } };
}

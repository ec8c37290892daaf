import type { MeasuredLens, MeasuredPair } from '$design/documents/quality.ts';
import type { Side } from '$design/orders/words.ts';

/** What a person typed of one lens; '' is not measured. */
export interface TypedLens {
  readonly sph: string;
  readonly cyl: string;
  readonly axis: string;
  readonly add: string;
  readonly height: string;
}
export const NOT_MEASURED: TypedLens = { sph: '', cyl: '', axis: '', add: '', height: '' };

export interface TypedPair extends Readonly<Record<Side, TypedLens>> {
  readonly horizontal: string;
  readonly vertical: string;
  readonly centres: string;
  readonly heightDifference: string;
}
export const NOTHING_TYPED: TypedPair = {
  ...{ od: NOT_MEASURED, os: NOT_MEASURED },
  ...{ horizontal: '', vertical: '', centres: '', heightDifference: '' },
};

/** A figure as typed: comma or point, either minus. `null` where it is none. */
export function figureOf(text: string): number | null {
  const plain = text.trim().replace(',', '.').replace(/^[−–]/, '-');
  return /^[+-]?\d{1,3}(?:\.\d{0,3})?$/.test(plain) ? Number(plain) : null;
}

/** The other sign; of nothing, a minus to begin with. */
export function turnedSign(text: string): string {
  const plain = text.trim();
  if (/^[-−–]/.test(plain)) return plain.slice(1);
  return `−${plain.replace(/^\+/, '')}`;
}

/** An axis is of a half circle. */
const axisOf = (text: string): number | null => {
  const axis = figureOf(text);
  return axis !== null && axis >= 0 && axis <= 180 ? axis : null;
};

/** A lens without its sphere counts as not measured. */
function lensOf({ sph, cyl, axis, add, height }: TypedLens): MeasuredLens | null {
  const sphere = figureOf(sph);
  if (sphere === null) return null;
  return { sph: sphere, cyl: figureOf(cyl), axis: axisOf(axis), add: figureOf(add), height: figureOf(height) };
}

export const measuredOf = (typed: TypedPair): MeasuredPair => ({
  od: lensOf(typed.od),
  os: lensOf(typed.os),
  horizontal: figureOf(typed.horizontal),
  vertical: figureOf(typed.vertical),
  centres: figureOf(typed.centres),
  heightDifference: figureOf(typed.heightDifference),
});

const figuresOf = ({ sph, cyl, axis, add, height }: TypedLens): string[] => [sph, cyl, axis, add, height];

/** Something was typed that is no figure, or a sphere is missing beside other figures: nothing of it may be lost silently. */
export function isOdd(typed: TypedPair): boolean {
  const bad = (text: string): boolean => text.trim() !== '' && figureOf(text) === null;
  const lens = (one: TypedLens): boolean =>
    figuresOf(one).some(bad) ||
    (one.axis.trim() !== '' && axisOf(one.axis) === null) ||
    (one.sph.trim() === '' && figuresOf(one).some((text) => text.trim() !== ''));
  return lens(typed.od) || lens(typed.os) || [typed.horizontal, typed.vertical, typed.centres, typed.heightDifference].some(bad);
}

import { eighths, minusCylinder, type LensPower, type MinusPower } from './lens-power.ts';

interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** The part of a lens family that says which powers there are; see `lensAttributes` in `design/documents/catalogue.ts`. */
export interface PowerTable {
  readonly sph: Range;
  readonly cyl: Range;
  readonly bands: readonly { readonly sphTo: number; readonly cylTo: number; readonly price: number }[];
  readonly matrix?: string | undefined;
}

/** One power of a family. `band`: whose price it has (place in `bands`), `null` where the family has no bands. */
export interface LensCell {
  readonly band: number | null;
  /** A finished lens, held by the supplier or the shop; otherwise it is made to order. */
  readonly finished: boolean;
}

/**
 * A matrix as text, like a position in chess: rows by sphere from the least to the greatest, parted by `/`, in each the cylinders 0, −step,
 * −2·step … as runs of `<count><letter>`; `<count>*` before a row repeats it, and what a row leaves out at its end is not made. The letter
 * is the band (`a` the first): small it is made to order, capital a finished lens; `-` is not made. A family of 1,200 powers takes some
 * hundred characters and is looked up where it stands.
 */
export const MATRIX_TEXT = /^(?:\d+\*)?(?:\d*[A-Za-z-])+(?:\/(?:\d+\*)?(?:\d*[A-Za-z-])+)*$/;

const NOT_MADE = '-';
const FIRST = 'a'.charCodeAt(0);
const FIRST_FINISHED = 'A'.charCodeAt(0);

const steps = ({ min, max, step }: Range): number => Math.floor((eighths(max) - eighths(min)) / eighths(step)) + 1;
const deepest = ({ min, max }: Range): number => Math.max(Math.abs(min), Math.abs(max));

/** How many spheres and cylinders (0 included) the ranges span, in minus cylinder. */
export function matrixSize({ sph, cyl }: Pick<PowerTable, 'sph' | 'cyl'>): { readonly rows: number; readonly columns: number } {
  return { rows: steps(sph), columns: steps({ min: 0, max: deepest(cyl), step: cyl.step }) };
}

/** The power of a cell, dioptres, minus cylinder. */
export const powerAt = ({ sph, cyl }: Pick<PowerTable, 'sph' | 'cyl'>, row: number, column: number): MinusPower => ({
  sph: sph.min + row * sph.step,
  cyl: 0 - column * cyl.step,
});

/** Whole steps from `from` to `value`, `null` where it lies between two or before it. */
function place(value: number, from: number, step: number): number | null {
  const off = eighths(value) - eighths(from);
  return off >= 0 && off % eighths(step) === 0 ? off / eighths(step) : null;
}

/** Digits from `at` on as a number and where they end; no digits are 1. */
function count(text: string, at: number): { readonly n: number; readonly end: number } {
  let end = at;
  let n = 0;
  for (let code = text.charCodeAt(end); code >= 48 && code <= 57; code = text.charCodeAt(++end)) n = n * 10 + code - 48;
  return { n: end === at ? 1 : n, end };
}

/** Walks over the runs of a row until `column`; the text stays packed. */
function letterInRow(text: string, from: number, end: number, column: number): string {
  let left = column;
  for (let at = from; at < end;) {
    const run = count(text, at);
    if (left < run.n) return text[run.end]!;
    left -= run.n;
    at = run.end + 1;
  }
  return NOT_MADE;
}

function letterAt(text: string, row: number, column: number): string {
  let left = row;
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('/', at);
    const end = next < 0 ? text.length : next;
    const times = count(text, at);
    const isRepeated = text[times.end] === '*';
    const repeat = isRepeated ? times.n : 1;
    if (left < repeat) return letterInRow(text, isRepeated ? times.end + 1 : at, end, column);
    left -= repeat;
    at = end + 1;
  }
  return NOT_MADE;
}

const cellOfLetter = (letter: string): LensCell | null => {
  if (letter === NOT_MADE) return null;
  const finished = letter < 'a';
  return { band: letter.charCodeAt(0) - (finished ? FIRST_FINISHED : FIRST), finished };
};

const within = (value: number, { min, max, step }: Range): boolean =>
  eighths(value) <= eighths(max) && place(value, min, step) !== null;

/** Without a matrix: made in either notation that lies within the ranges, in the cheapest band that reaches it. */
function cellOfRanges({ sph, cyl, bands }: PowerTable, minus: MinusPower): LensCell | null {
  const plus = { sph: minus.sph + minus.cyl, cyl: -minus.cyl };
  if (![minus, plus].some((one) => within(one.sph, sph) && (one.cyl === 0 || within(one.cyl, cyl)))) return null;
  if (bands.length === 0) return { band: null, finished: false };
  let band: number | null = null;
  for (const [i, { sphTo, cylTo, price }] of bands.entries()) {
    const reaches = Math.abs(minus.sph) <= sphTo && Math.abs(minus.cyl) <= cylTo;
    if (reaches && (band === null || price < bands[band]!.price)) band = i;
  }
  return band === null ? null : { band, finished: false };
}

/** The cell of a power in either notation of its cylinder; `null`: the family is not made in it. */
export function cellOf(lens: PowerTable, power: LensPower): LensCell | null {
  const minus = minusCylinder(power);
  if (lens.matrix === undefined) return cellOfRanges(lens, minus);
  const row = place(minus.sph, lens.sph.min, lens.sph.step);
  const column = place(-minus.cyl, 0, lens.cyl.step);
  return row === null || column === null ? null : cellOfLetter(letterAt(lens.matrix, row, column));
}

/** The text of a matrix whose cells `cellFor` tells, in minus cylinder. */
export function packMatrix(axes: Pick<PowerTable, 'sph' | 'cyl'>, cellFor: (power: MinusPower) => LensCell | null): string {
  const { rows, columns } = matrixSize(axes);
  const lines = Array.from({ length: rows }, (_, row) => {
    const letters = Array.from({ length: columns }, (_, column) => letterOf(cellFor(powerAt(axes, row, column))));
    return runs(letters.join('').replace(/-+$/, '') || NOT_MADE);
  });
  return lines
    .flatMap((line, i) => {
      if (line === lines[i - 1]) return [];
      let times = 1;
      while (lines[i + times] === line) times += 1;
      return times > 1 ? `${times}*${line}` : line;
    })
    .join('/');
}

const letterOf = (cell: LensCell | null): string =>
  cell ? String.fromCharCode((cell.finished ? FIRST_FINISHED : FIRST) + (cell.band ?? 0)) : NOT_MADE;
const runs = (letters: string): string =>
  letters.replace(/(.)\1*/g, (run, letter: string) => (run.length > 1 ? `${run.length}${letter}` : letter));

/** Why a matrix cannot be that of its family: rows or cylinders beyond its ranges, or a band that it does not have. `null`: it can. */
export function matrixFault(lens: PowerTable): 'rows' | 'columns' | 'bands' | null {
  if (lens.matrix === undefined) return null;
  const { rows, columns } = matrixSize(lens);
  let height = 0;
  for (const line of lens.matrix.split('/')) {
    const [times, row] = line.includes('*') ? (line.split('*') as [string, string]) : ['1', line];
    height += Number(times);
    let width = 0;
    for (const [, length, letter] of row.matchAll(/(\d*)([A-Za-z-])/g)) {
      width += length === '' ? 1 : Number(length);
      const band = cellOfLetter(letter!)?.band ?? -1;
      if (band >= lens.bands.length) return 'bands';
    }
    if (width > columns) return 'columns';
  }
  return height === rows ? null : 'rows';
}

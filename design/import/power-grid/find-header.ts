import { suggestMapping } from '../columns.ts';
import { plainText } from '../convert/plain-text.ts';
import { layoutOf } from '../header.ts';
import type { TableRow } from '../table.ts';
import { axisTitle, type AxisTitle } from './axis.ts';

/** The row of cylinders over one grid. Columns count from 0; `spheres`: where its rows have theirs (one column, or one for plus and one for minus). */
export interface GridHeader {
  readonly row: number;
  readonly spheres: readonly number[];
  readonly cylinders: readonly (AxisTitle & { readonly column: number })[];
  /** What stands in the corner: words of the axes, or the lens's name. */
  readonly corner: string;
}

/** «Sph», «Сфера / Цилиндр», «Cyl, D»: says what the figures are, and nothing of the lens. */
const AXIS_WORDS =
  /^(?:[\\/|,.:()+\-−–±\s]|sph(?:ere)?|cyl(?:inder)?|sf|сф(?:ера|еры)?|ц(?:ил(?:индр|индры)?)?|дптр|dpt|d|д)+\.?$/iu;
export const isAxisWords = (text: string): boolean => AXIS_WORDS.test(text);
const LEAST = 3;

const isRun = (titles: readonly AxisTitle[]): boolean => {
  const [first, second] = titles;
  if (!first || !second) return false;
  const rises = second.range.from > first.range.from;
  return titles.every(
    ({ range }, i) => i === 0 || (rises ? range.from > titles[i - 1]!.range.from : range.from < titles[i - 1]!.range.from),
  );
};

/** Cylinders are written with a sign, begin at plano, or are called so; a row of other figures (1 | 2 | 3) is none. */
function isCylinders(run: readonly AxisTitle[], texts: readonly string[], corner: string): boolean {
  const words = corner !== '' && isAxisWords(corner);
  if (!isRun(run) || run.length < (words ? 2 : LEAST)) return false;
  return words || run.some(({ range }) => range.from <= 0 && range.to >= 0) || texts.some((text) => /^[+\-‐‑‒–—―−]/.test(text));
}

/**
 * The grids whose cylinders stand in this row: one, or several side by side. A cylinder without a sign is minus, as price lists write them
 * (`readPowers`).
 */
export function gridHeaders({ row, cells }: TableRow): GridHeader[] {
  const texts = cells.map(plainText);
  const found: GridHeader[] = [];
  for (let start = 1; start < cells.length;) {
    let end = start;
    const run: (AxisTitle & { column: number })[] = [];
    for (let title = axisTitle(cells[end], -1); title !== null && end < cells.length; title = axisTitle(cells[end], -1)) {
      run.push({ ...title, column: end });
      end += 1;
    }
    const corner = texts[start - 1] ?? '';
    if (isCylinders(run, texts.slice(start, end), corner) && axisTitle(cells[start - 1]) === null) {
      const last = found.at(-1)?.cylinders.at(-1)?.column ?? -1;
      const before = start - 2;
      // «Sph +» beside «Sph −»: two columns of spheres at one price.
      const isPair = before > last && /\+/.test(texts[before] ?? '') && /[-−–]/.test(corner) && isAxisWords(texts[before]!);
      found.push({ row, spheres: isPair ? [before, start - 1] : [start - 1], cylinders: run, corner });
    }
    start = Math.max(end, start) + 1;
  }
  return found;
}

/** Is the sheet one of power grids, and no list with titles over its columns? */
export function isPowerGrid(head: readonly TableRow[]): boolean {
  if (!hasPowerGrid(head)) return false;
  const { titles, headerRow, dataRow } = layoutOf(head, { headerRow: null, headerRows: null, dataRow: null });
  const samples = head.filter(({ row }) => row >= dataRow);
  const fields = new Set(headerRow === null ? [] : suggestMapping(titles, samples).suggested.map(({ field }) => field));
  return !(fields.has('price') && (fields.has('sku') || fields.has('name') || fields.has('ean')));
}

/** Has the top of a sheet a power grid: a row of cylinders with at least two rows of spheres under it? */
function hasPowerGrid(head: readonly TableRow[]): boolean {
  return head.some((row, i) => {
    const [header] = gridHeaders(row);
    if (!header) return false;
    const below = head.slice(i + 1, i + 5).filter(({ cells }) => axisTitle(cells[header.spheres.at(-1)!]) !== null);
    const priced = below.filter(({ cells }) => header.cylinders.some(({ column }) => /\d{2}/.test(plainText(cells[column]))));
    return below.length >= 2 && priced.length >= 1;
  });
}

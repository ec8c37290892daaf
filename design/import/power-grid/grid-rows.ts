import { isDash, plainText } from '../convert/plain-text.ts';
import type { PowerRange } from '../convert/dioptres.ts';
import type { Cell, TableRow } from '../table.ts';
import { axisTitle, isBothSigns, powersOf, type AxisTitle } from './axis.ts';
import type { GridHeader } from './find-header.ts';

/** One price of a grid: a sphere, cylinders beside each other that cost the same, and the cell as the file has it. */
interface GridPrice {
  readonly row: number;
  readonly sph: PowerRange;
  readonly cyl: PowerRange;
  readonly price: Cell;
}

/** A row of spheres as it was found. `opposite`: its powers are meant with the other sign, too. */
export interface SphereRow {
  readonly row: TableRow;
  readonly title: AxisTitle;
  readonly opposite: boolean;
}

/** «−», «нет», «x», 0: not made. */
const NOT_MADE =
  /^(?:нет|не (?:выпуск\p{L}*|производ\p{L}*|изготавл\p{L}*|делаем)|н\/д|n\/?a|no|none|not made|[xх×*]|0+(?:[.,]0+)?)\.?$/iu;
const isMade = (cell: Cell | undefined): boolean => {
  const text = plainText(cell);
  return text !== '' && !isDash(text) && !NOT_MADE.test(text);
};

/** The spheres that a row of a grid begins with; `null`: it is no such row. `sign`: what a heading over it says. */
export function sphereRow(row: TableRow, { spheres, cylinders }: GridHeader, sign: 1 | -1): SphereRow | null {
  if (cylinders.every(({ column }) => plainText(row.cells[column]) === '')) return null;
  const [first, second] = spheres.map((column) => row.cells[column]);
  const cell = plainText(first) === '' ? second : first;
  if (isBothSigns(cell)) {
    const title = axisTitle(plainText(cell).replace(/^\D+/, ''));
    return title && { row, title, opposite: true };
  }
  const title = axisTitle(cell, sign);
  if (title === null) return null;
  return { row, title, opposite: spheres.length === 2 && plainText(first) !== '' && plainText(second) !== '' };
}

/** No power lies between them, on the finest grid that price lists have. */
const touches = (a: PowerRange, b: PowerRange): boolean => Math.max(a.from, b.from) - Math.min(a.to, b.to) <= 0.25;
const round = (a: PowerRange, b: PowerRange): PowerRange => ({ from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) });
const turned = ({ from, to }: PowerRange): PowerRange => ({ from: 0 - to, to: 0 - from });

/** Every price of a grid, row by row; cells that say that a power is not made give none. */
export function gridPrices(header: GridHeader, rows: readonly SphereRow[]): GridPrice[] {
  const cylinders = powersOf(header.cylinders);
  const spheres = powersOf(rows.map(({ title }) => title));
  return rows.flatMap(({ row, opposite }, i) => {
    const runs: { cyl: PowerRange; price: Cell }[] = [];
    let open = false;
    for (const [at, { column }] of header.cylinders.entries()) {
      const cell = row.cells[column];
      const before = runs.at(-1);
      const cyl = cylinders[at]!;
      if (!isMade(cell)) open = false;
      else if (open && before && plainText(before.price) === plainText(cell) && touches(before.cyl, cyl))
        runs[runs.length - 1] = { ...before, cyl: round(before.cyl, cyl) };
      else {
        runs.push({ cyl, price: cell ?? null });
        open = true;
      }
    }
    const sph = spheres[i]!;
    const both = opposite && !(sph.from <= 0 && sph.to >= 0 && sph.from === -sph.to);
    return runs.flatMap((run) => (both ? [sph, turned(sph)] : [sph]).map((one) => ({ row: row.row, sph: one, ...run })));
  });
}

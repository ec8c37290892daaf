import type { ReadRow } from '../checked-row.ts';
import { plainText } from '../convert/plain-text.ts';
import type { ImportField } from '../fields.ts';
import { FINDINGS } from '../finding.ts';
import { foldBands } from '../lens-bands.ts';
import type { ImportRules } from '../profile.ts';
import { readerOf } from '../read-row.ts';
import type { TableReader } from '../table-reader.ts';
import { isEmptyRow, type Cell, type TableRow } from '../table.ts';
import { notedMoney, notesOf, titleMoney } from '../title-money.ts';
import { axisTitle } from './axis.ts';
import { gridHeaders, isAxisWords, type GridHeader } from './find-header.ts';
import { gridPrices, sphereRow, type SphereRow } from './grid-rows.ts';
import { articleOfName, gridTitle, type GridTitle } from './grid-title.ts';

/** A grid's prices are read as rows of a price list by power bands. */
const FIELDS = ['sku', 'name', 'sphFrom', 'sphTo', 'cylFrom', 'cylTo', 'price', 'index', 'diameter'] as const;
const COLUMNS = Object.fromEntries(FIELDS.map((field, i) => [field, i]));
/** What a file of grids tells of every article. */
const TOLD: readonly ImportField[] = ['name', 'price', 'sphFrom', 'cylFrom'];
/** Rows over a grid that may say what lens it is. */
const TITLE_ROWS = 5;

interface OpenGrid {
  readonly header: GridHeader;
  readonly title: GridTitle;
  readonly rows: SphereRow[];
  sign: 1 | -1;
}

interface GridSheet {
  readonly head: readonly TableRow[];
  readonly rules: ImportRules;
  readonly today: string;
}

const textsOf = ({ cells }: TableRow, from = 0, to = cells.length): string[] =>
  cells.slice(from, to).map(plainText).filter(Boolean);
const skips = ({ findings }: ReadRow): boolean => findings.some(({ type }) => FINDINGS[type].skips);

/** «Минусовые рефракции», «плюс»: the sign of the spheres below that have none. */
function signOf(texts: readonly string[]): 1 | -1 | null {
  const [only, ...others] = texts;
  if (only === undefined || others.length > 0) return null;
  if (/^(?:[-−–]|\(-\)|минус\p{L}*|отрицательн\p{L}*|minus)(?:\s+(?:сфер\p{L}*|рефракц\p{L}*|диоптри\p{L}*|sph))?$/iu.test(only))
    return -1;
  return /^(?:\+|\(\+\)|плюс\p{L}*|положительн\p{L}*|plus)(?:\s+(?:сфер\p{L}*|рефракц\p{L}*|диоптри\p{L}*|sph))?$/iu.test(only)
    ? 1
    : null;
}

/**
 * Reads a lens supplier's sheet of grids: rows of spheres, columns of cylinders, a price in each cell, the lens's name over each grid.
 * Every grid becomes one lens family (`foldBands`). A lens without an article is called by its name (`skuAssumed`).
 */
export function gridReaderOf({ head, rules, today }: GridSheet): TableReader {
  const noted = notedMoney(notesOf(head));
  const samples = head.flatMap(({ row, cells }) =>
    cells.slice(1).map((cell) => ({ row, cells: [...Array<null>(6).fill(null), cell] })),
  );
  const first = head.find((row) => gridHeaders(row).length > 0);
  const read: ReadRow[] = [];
  let above: TableRow[] = [];
  let open: OpenGrid[] = [];

  /** The texts over a grid: from rows that stand one upon another, and of its own columns where several grids stand side by side. */
  function titleOf(header: GridHeader, all: readonly GridHeader[], at: number): GridTitle {
    const next = all[at + 1]?.spheres[0];
    const [from, to] = all.length === 1 ? [0, undefined] : [header.spheres[0]!, next];
    const rows: TableRow[] = [];
    for (let i = above.length - 1, below = header.row; i >= 0 && rows.length < TITLE_ROWS; i -= 1) {
      const row = above[i]!;
      if (rows.length > 0 && row.row < below - 1) break;
      below = row.row;
      if (!textsOf(row).every((text) => isAxisWords(text) || axisTitle(text) !== null)) rows.unshift(row);
    }
    const corner = isAxisWords(header.corner) ? [] : [header.corner];
    return gridTitle([...rows.flatMap((row) => textsOf(row, from, to)), ...corner]);
  }

  function close(): void {
    for (const grid of open) if (grid.rows.length > 0) read.push(...rowsOf(grid));
    open = [];
  }

  function rowsOf({ header, title, rows }: OpenGrid): ReadRow[] {
    const told = titleMoney(title.text);
    const price = { ...told, currency: told.currency ?? noted.currency, vat: told.vat ?? noted.vat };
    const reader = readerOf({
      columns: COLUMNS,
      rules: { ...rules, kind: rules.kind ?? 'lens', priceWithoutVat: rules.priceWithoutVat || price.vat === 'without' },
      today,
      samples,
      money: { price },
    });
    const { name, index, diameter } = title;
    const sku =
      title.sku ??
      (name === null
        ? null
        : articleOfName([name, diameter !== null && !/\d{2}\s*(?:мм|mm)?$/.test(name) ? diameter : ''].join(' ')));
    const assumed = title.sku === null && sku !== null ? ({ skuAssumed: true } as const) : {};
    const all = gridPrices(header, rows).map(({ row, sph, cyl, price: cell }): ReadRow => {
      const cells: Cell[] = [sku, name, sph.from, sph.to, cyl.from, cyl.to, cell, index, diameter];
      return { ...reader({ row, cells }), ...assumed };
    });
    const good = all.filter((one) => !skips(one));
    const goodRows = new Set(good.map(({ row }) => row));
    // Of a row of a grid one fault is told; a row that gives prices, too, is counted with these.
    const faulty = new Map(all.filter(skips).map((one) => [one.row, goodRows.has(one.row) ? { ...one, folded: 0 } : one]));
    return [...good, ...faulty.values()];
  }

  function begin(headers: readonly GridHeader[]): void {
    close();
    open = headers.map((header, at) => ({ header, title: titleOf(header, headers, at), rows: [], sign: 1 }));
    above = [];
  }

  return {
    layout: {
      headerRow: first?.row ?? null,
      headerRows: 1,
      dataRow: (first?.row ?? 0) + 1,
      titles: first ? first.cells.map((cell, i) => plainText(cell) || `Колонка ${i + 1}`) : [],
    },
    columns: {},
    fields: TOLD,
    vanished: [],
    read(row) {
      if (isEmptyRow(row)) return null;
      const headers = gridHeaders(row);
      if (headers.length > 0) begin(headers);
      else {
        const found = open.map((grid) => ({ grid, sphere: sphereRow(row, grid.header, grid.sign) }));
        const sign = signOf(textsOf(row));
        if (found.some(({ sphere }) => sphere !== null)) for (const { grid, sphere } of found) if (sphere) grid.rows.push(sphere);
        if (found.every(({ sphere }) => sphere === null)) {
          if (sign !== null) for (const grid of open) grid.sign = sign;
          else above.push(row);
        }
      }
      return null;
    },
    finish() {
      close();
      return foldBands(read);
    },
  };
}

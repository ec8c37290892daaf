import { plainText } from './convert/plain-text.ts';
import type { FileChoice } from './profile.ts';
import { isEmptyCell, type Cell, type TableRow } from './table.ts';
import { meaningsOf } from './title-meaning.ts';

/**
 * Where a table's titles stand. `headerRow: null`: it has none, and columns are called by their number. `titles`: one for every column,
 * none empty and none twice («Цена», «Цена (2)»). `dataRow`: the first row that may be data.
 */
export interface Layout {
  readonly headerRow: number | null;
  readonly headerRows: 1 | 2;
  readonly dataRow: number;
  readonly titles: readonly string[];
}

/** How far down titles are looked for. */
const SEARCHED = 50;

const textOf = (cell: Cell | undefined): string => plainText(cell);
const isText = (cell: Cell | undefined): boolean =>
  !isEmptyCell(cell) && typeof cell === 'string' && !/^[\d\s.,%₽-]+$/.test(cell);

const widthOf = (rows: readonly TableRow[]): number => Math.max(0, ...rows.map(({ cells }) => cells.length));

/** Fields that the titles tell, each once. */
const known = (titles: readonly string[]): number => new Set(titles.flatMap((title) => meaningsOf(title)[0]?.field ?? [])).size;

/** Titles of two rows as one: an upper title stands over the lower ones to its right that have none of their own («Цена» over «опт», «розница»). */
function joined(upper: TableRow, lower: TableRow): string[] {
  let over = '';
  return Array.from({ length: Math.max(upper.cells.length, lower.cells.length) }, (_, i) => {
    const [top, bottom] = [textOf(upper.cells[i]), textOf(lower.cells[i])];
    if (top !== '') over = bottom === '' ? '' : top;
    else if (bottom === '') over = '';
    const above = top || over;
    return bottom === '' || bottom === above ? above : above === '' ? bottom : `${above} ${bottom}`;
  });
}

/** No title empty, none twice. */
function named(titles: readonly string[], width: number): string[] {
  const used = new Set<string>();
  return Array.from({ length: width }, (_, i) => {
    const title = (titles[i] ?? '').slice(0, 180) || `Столбец ${i + 1}`;
    let unique = title;
    for (let n = 2; used.has(unique.toLowerCase()); n++) unique = `${title} (${n})`;
    used.add(unique.toLowerCase());
    return unique;
  });
}

const single = ({ cells }: TableRow): string[] => cells.map(textOf);
/** Nothing but texts, and no cell that only goods have. */
const mayBeTitles = ({ cells }: TableRow): boolean => cells.every((cell) => isEmptyCell(cell) || isText(cell));

interface Candidate {
  readonly at: number;
  readonly rows: 1 | 2;
  readonly titles: readonly string[];
  readonly score: number;
}

/** One row, or two where both together tell more than each alone. */
function candidateAt(head: readonly TableRow[], at: number, wanted: 1 | 2 | null): Candidate {
  const row = head[at]!;
  const below = head[at + 1];
  const alone = single(row);
  const one: Candidate = { at, rows: 1, titles: alone, score: known(alone) };
  if (wanted === 1 || !below || below.row !== row.row + 1) return one;
  const both = joined(row, below);
  const two: Candidate = { at, rows: 2, titles: both, score: known(both) };
  if (wanted === 2) return two;
  // A merged cell may repeat its text in both rows.
  const repeats = alone.some((title, i) => title !== '' && title === textOf(below.cells[i]));
  const least = Math.max(one.score, known(single(below)));
  return mayBeTitles(below) && two.score >= least + (repeats ? 0 : 1) ? two : one;
}

/** Without a single known title: the first row of two texts and more that has a row of as many cells below it. */
function byShape(head: readonly TableRow[]): Candidate | undefined {
  const at = head.findIndex((row, i) => {
    const filled = row.cells.filter((cell) => !isEmptyCell(cell));
    const below = head[i + 1]?.cells.filter((cell) => !isEmptyCell(cell)).length ?? 0;
    return filled.length >= 2 && filled.every(isText) && below >= filled.length - 1 && below >= 2;
  });
  const hasFigures = head.slice(at + 1).some(({ cells }) => cells.some((cell) => !isEmptyCell(cell) && !isText(cell)));
  return at >= 0 && hasFigures ? candidateAt(head, at, null) : undefined;
}

/**
 * Finds the titles among the first rows (those with content): the row, or two rows of merged cells, that tell the most fields; the first of
 * equal ones. What a person or a profile says (`choice`) comes before any guess.
 */
export function layoutOf(head: readonly TableRow[], choice: Pick<FileChoice, 'headerRow' | 'headerRows' | 'dataRow'>): Layout {
  const searched = head.slice(0, SEARCHED);
  const found =
    choice.headerRow === null ? guessed(searched, choice.headerRows) : chosen(searched, choice.headerRow, choice.headerRows);
  const rows = found?.rows ?? 1;
  const headerRow = found ? searched[found.at]!.row : null;
  const next = headerRow === null ? (searched[0]?.row ?? 1) : headerRow + rows;
  return {
    headerRow,
    headerRows: rows,
    dataRow: Math.max(choice.dataRow ?? next, next),
    titles: named(found?.titles ?? [], widthOf(searched)),
  };
}

function chosen(head: readonly TableRow[], headerRow: number, rows: 1 | 2 | null): Candidate | undefined {
  const at = head.findIndex(({ row }) => row === headerRow);
  return at < 0 ? undefined : candidateAt(head, at, rows);
}

/** Titles of goods with rows of goods right below: of several tables in a sheet the first is read. */
function isTableOfGoods(head: readonly TableRow[], { at, rows, titles }: Candidate): boolean {
  const told = new Set(titles.flatMap((title) => meaningsOf(title).map(({ field }) => field)));
  const below = head[at + rows];
  const isGoods = told.has('price') && (told.has('sku') || told.has('name') || told.has('ean'));
  return isGoods && below !== undefined && !mayBeTitles(below);
}

function guessed(head: readonly TableRow[], rows: 1 | 2 | null): Candidate | undefined {
  let best: Candidate | undefined;
  for (let at = 0; at < head.length; at++) {
    const candidate = candidateAt(head, at, rows);
    if (candidate.score >= 2 && isTableOfGoods(head, candidate)) return candidate;
    if (candidate.score > (best?.score ?? 0)) best = candidate;
  }
  const isTold = best !== undefined && (best.score >= 2 || (best.score === 1 && mayBeTitles(head[best.at]!)));
  return isTold ? best : byShape(head);
}

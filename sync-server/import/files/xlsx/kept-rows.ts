import type { BookFacts } from './exceljs-rows.ts';
import type { MergedDown } from './merged-cells.ts';

/** Characters, all sheets together: some 20,000 rows of a price list. Larger workbooks are unpacked a second time. */
const MOST_CHARACTERS = 12 * 1024 * 1024;

/** Rows of a sheet as exceljs reads them without loss, and what their cells point at. */
interface KeptSheet {
  readonly rows: readonly string[];
  readonly facts: BookFacts;
}

/** What the look through a workbook unpacked, for whoever reads its rows next: most files are unpacked once, not twice. */
export interface KeptRows {
  /**
   * Before the first row of a sheet: what takes its rows, piece by piece. Of two sheets of one name the first counts. `merged` is filled
   * when the last row was read.
   */
  begin(sheet: string, facts: BookFacts, merged?: readonly MergedDown[]): (rows: string) => void;
  /** The cells of a sheet that are merged over rows, however large it is. */
  merged(sheet: string): readonly MergedDown[];
  /** A sheet that was looked through to its end, whole; `null`: it is to be read from the file. Nothing is kept after. */
  take(sheet: string): KeptSheet | null;
}

export function createKeptRows(most = MOST_CHARACTERS): KeptRows {
  const sheets = new Map<string, { rows: string[]; facts: BookFacts }>();
  const merges = new Map<string, readonly MergedDown[]>();
  let characters = 0;
  return {
    begin(sheet, facts, merged = []) {
      if (merges.has(sheet)) return () => undefined;
      merges.set(sheet, merged);
      const kept = { rows: [] as string[], facts };
      sheets.set(sheet, kept);
      return (rows) => {
        if (!sheets.has(sheet)) return;
        characters += rows.length;
        kept.rows.push(rows);
        if (characters <= most) return;
        for (const { length } of kept.rows) characters -= length;
        sheets.delete(sheet);
      };
    },
    merged: (sheet) => merges.get(sheet) ?? [],
    take(sheet) {
      const kept = sheets.get(sheet) ?? null;
      sheets.clear();
      return kept;
    },
  };
}

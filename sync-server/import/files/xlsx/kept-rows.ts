import type { BookFacts } from './exceljs-rows.ts';

/** Characters, all sheets together: some 20,000 rows of a price list. Larger workbooks are unpacked a second time. */
const MOST_CHARACTERS = 12 * 1024 * 1024;

/** Rows of a sheet as exceljs reads them without loss, and what their cells point at. */
interface KeptSheet {
  readonly rows: readonly string[];
  readonly facts: BookFacts;
}

/** What the look through a workbook unpacked, for whoever reads its rows next: most files are unpacked once, not twice. */
export interface KeptRows {
  /** Before the first row of a sheet: what takes its rows, piece by piece. Of two sheets of one name the first counts. */
  begin(sheet: string, facts: BookFacts): (rows: string) => void;
  /** A sheet that was looked through to its end, whole; `null`: it is to be read from the file. Nothing is kept after. */
  take(sheet: string): KeptSheet | null;
}

export function createKeptRows(most = MOST_CHARACTERS): KeptRows {
  const sheets = new Map<string, { rows: string[]; facts: BookFacts }>();
  const named = new Set<string>();
  let characters = 0;
  return {
    begin(sheet, facts) {
      if (named.has(sheet)) return () => undefined;
      named.add(sheet);
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
    take(sheet) {
      const kept = sheets.get(sheet) ?? null;
      sheets.clear();
      return kept;
    },
  };
}

/** Bounds of a supplier's file (requirement E-13); beyond them it is refused whole. Bytes, rows with content, columns, characters. */
export const FILE_LIMITS = {
  xlsxBytes: 25 * 1024 * 1024,
  csvBytes: 50 * 1024 * 1024,
  rows: 100_000,
  /** Rows of titles, totals and headings that may stand beside the data rows. */
  otherRows: 50,
  columns: 200,
  cellCharacters: 32_767,
} as const;

/** More files than this wait for nobody's good: the next one is refused. */
export const QUEUE_ROOM = 20;

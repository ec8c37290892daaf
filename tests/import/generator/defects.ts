import type { ImportField } from '../../../design/import/fields.ts';
import type { FindingType } from '../../../design/import/finding.ts';

/** Shares of requirement E-50, of the rows of a file. */
export const SHARES = {
  duplicateSku: 0.02,
  badEan: 0.005,
  emptyRequired: 0.003,
  badVat: 0.002,
  currency: 0.001,
  costOverPrice: 0.005,
  duplicateEan: 0.004,
} as const;
export type DefectKind = keyof typeof SHARES;

/** What was done to a row, and the one finding that a check must make of it. `old`: the row or article that it collides with. */
export interface Defect {
  readonly defect: DefectKind;
  /** As the spreadsheet shows it; the titles stand in row 1. */
  readonly row: number;
  readonly type: FindingType;
  readonly field: ImportField | null;
  readonly old: string | null;
}

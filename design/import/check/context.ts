import type { KnownCatalogue, ReadRow } from '../checked-row.ts';
import type { ImportField } from '../fields.ts';
import type { Finding, FindingType } from '../finding.ts';
import type { ImportRules } from '../profile.ts';

export interface CheckOptions {
  readonly rules: ImportRules;
  readonly catalogue: KnownCatalogue;
  /** Whose file it is (the profile's word); `null`: not known, then nothing can vanish and no supplier is dearer than another. */
  readonly supplier: string | null;
  /** Fields that the file has a column for: an empty cell of such a column is a fault of the row, a column that is missing is not. */
  readonly columns: readonly ImportField[];
  /** `YYYY-MM-DD`: the day whose VAT rates are in force. */
  readonly today: string;
}

export const finding = (
  { row }: Pick<ReadRow, 'row'>,
  type: FindingType,
  field: ImportField | null = null,
  value: string | null = null,
  old: string | null = null,
): Finding => ({ row, type, field, value, old });

/** Kopecks as a finding tells them: roubles with two decimals and a point. */
export function roublesText(kopecks: number): string {
  const digits = String(Math.abs(kopecks)).padStart(3, '0');
  return `${kopecks < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

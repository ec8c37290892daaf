import type { KnownProduct, ReadRow } from '../checked-row.ts';
import type { ImportField } from '../fields.ts';
import type { Finding, FindingType } from '../finding.ts';
import type { ImportRules } from '../profile.ts';
import { finding, roublesText } from './context.ts';

/**
 * What is wrong with a row by itself: required cells that are empty (E-33; a new article needs them even where the file has no such
 * column), a category that is missing, sums and pieces below nought (E-39). What the reader said of a cell is not said again.
 */
export function rowFaults(
  row: ReadRow,
  known: KnownProduct | undefined,
  columns: ReadonlySet<ImportField>,
  rules: ImportRules,
): Finding[] {
  const faults: Finding[] = [];
  const silent = (field: ImportField): boolean => !row.findings.some((found) => found.field === field);
  const needed = (field: 'name' | 'price' | 'category'): boolean => columns.has(field) || !known;
  const fault = (type: FindingType, field: ImportField, value: string | null = null): void => {
    if (silent(field)) faults.push(finding(row, type, field, value));
  };
  if (row.name === null && needed('name')) fault('REQUIRED_EMPTY', 'name');
  if (row.price === null && needed('price')) fault('REQUIRED_EMPTY', 'price');
  if (row.category === null && rules.category === null && columns.has('category')) fault('CATEGORY_MISSING', 'category');
  if (row.price !== null && row.price < 0) fault('PRICE_NEGATIVE', 'price', roublesText(row.price));
  if (row.cost !== null && row.cost < 0) fault('PRICE_NEGATIVE', 'cost', roublesText(row.cost));
  if (row.stock !== null && row.stock < 0) fault('STOCK_NEGATIVE', 'stock', String(row.stock));
  return faults;
}

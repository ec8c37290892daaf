import type { KnownCatalogue, KnownProduct, ReadRow } from '../checked-row.ts';
import type { Finding } from '../finding.ts';
import type { ImportRules } from '../profile.ts';
import { finding } from './context.ts';

/** Which article a row speaks of: a known one, a new one under its own code, or none that could be told. */
export type Target =
  | { readonly sku: string; readonly known: KnownProduct | undefined }
  | { readonly sku: null; readonly findings: readonly Finding[] };

const none = (...findings: Finding[]): Target => ({ sku: null, findings });

/** An empty cell is told unless the reader already said what is wrong with it. */
const empty = (row: ReadRow, field: 'sku' | 'ean' | 'name'): Target =>
  row.findings.some((found) => found.field === field && found.type !== 'EAN_INVALID')
    ? none()
    : none(finding(row, 'REQUIRED_EMPTY', field));

/**
 * Finds the article by what the profile matches (E-10: code, barcode or name). By barcode or name, what is not found is new under the
 * file's code; a code that another article bears is never taken over.
 */
export function targetOf(row: ReadRow, match: ImportRules['match'], catalogue: KnownCatalogue): Target {
  if (row.skuAssumed && row.sku !== null) return byMadeArticle(row, row.sku, catalogue);
  if (match === 'sku') return row.sku === null ? empty(row, 'sku') : { sku: row.sku, known: catalogue.bySku(row.sku) };
  const value = match === 'ean' ? row.ean : row.name;
  if (value === null) return empty(row, match);
  const known = match === 'ean' ? catalogue.byEan(value) : catalogue.byName(value);
  if (known === 'many') return none(finding(row, 'MATCH_AMBIGUOUS', match, value));
  if (known) return { sku: known.sku, known };
  if (row.sku === null) return empty(row, 'sku');
  if (catalogue.bySku(row.sku)) return none(finding(row, 'MATCH_AMBIGUOUS', match, value, row.sku));
  return { sku: row.sku, known: undefined };
}

/** An article made of a name is the one that was made so before, else the one that bears the name. */
function byMadeArticle(row: ReadRow, sku: string, catalogue: KnownCatalogue): Target {
  const known = catalogue.bySku(sku) ?? (row.name === null ? undefined : catalogue.byName(row.name));
  if (known === 'many') return none(finding(row, 'MATCH_AMBIGUOUS', 'name', row.name));
  return known ? { sku: known.sku, known } : { sku, known: undefined };
}

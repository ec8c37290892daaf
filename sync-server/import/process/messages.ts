import type { CheckCounts } from '../../../design/import/check.ts';
import type { KnownProduct, ProductChange, SupplierOffer } from '../../../design/import/checked-row.ts';
import type { Finding } from '../../../design/import/finding.ts';
import type { FileChoice, ImportRules, Mapping } from '../../../design/import/profile.ts';
import type { TableRow } from '../../../design/import/table.ts';
import type { FileOutline, TextChoice } from '../files/file-outline.ts';

/**
 * What the reading process is asked, as the first line on its standard input. A check is followed by the catalogue, an array of
 * `KnownProduct` a line, until the input ends.
 */
export type ReaderTask =
  | { readonly what: 'outline'; readonly path: string; readonly choice: TextChoice }
  | {
      readonly what: 'check';
      readonly path: string;
      readonly choice: FileChoice;
      readonly mapping: Mapping | null;
      readonly rules: ImportRules;
      readonly supplier: string | null;
      readonly today: string;
    }
  /** Rows by their numbers as they stand in the file; `null`: all of them. */
  | { readonly what: 'source'; readonly path: string; readonly choice: FileChoice; readonly rows: readonly number[] | null };

/** What it answers, one a line; it waits where nobody reads. `done`: rows looked at of so many. The last one is `outline`,
 * `checked`, `sourced` or `failed`. */
export type ReaderAnswer =
  | { readonly kind: 'outline'; readonly outline: FileOutline }
  | {
      readonly kind: 'batch';
      readonly changes: readonly ProductChange[];
      readonly findings: readonly Finding[];
      /** What the supplier has; absent: nothing is said. */
      readonly offers?: readonly SupplierOffer[];
      readonly done: number;
      readonly of: number;
    }
  | { readonly kind: 'vanished'; readonly products: readonly KnownProduct[] }
  | { readonly kind: 'checked'; readonly counts: CheckCounts }
  | { readonly kind: 'source'; readonly titles: readonly string[]; readonly rows: readonly TableRow[] }
  | { readonly kind: 'sourced' }
  | { readonly kind: 'failed'; readonly code: string; readonly details: Readonly<Record<string, unknown>> };

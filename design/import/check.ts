import type { KnownProduct, ProductChange, ReadRow, SupplierOffer } from './checked-row.ts';
import type { CheckOptions } from './check/context.ts';
import type { ImportField } from './fields.ts';
import type { Finding, FindingType } from './finding.ts';
import type { ImportSummary } from './report.ts';
import { changedProduct } from './check/changed-product.ts';
import { finding } from './check/context.ts';
import { newProduct } from './check/new-product.ts';
import { rowFaults } from './check/row-faults.ts';
import { SeenRows } from './check/seen-rows.ts';
import { isShifted } from './check/shifted.ts';
import { skuKey } from './check/sku-key.ts';
import { targetOf } from './check/target.ts';
import { FINDINGS } from './finding.ts';

/** `unchanged`: the catalogue already says so; counted as processed. */
type RowOutcome = 'created' | 'updated' | 'unchanged' | 'skipped';

export interface CheckedRow {
  readonly outcome: RowOutcome;
  readonly change: ProductChange | null;
  /** The reader's and the check's, in a fixed order. */
  readonly findings: readonly Finding[];
  /** What the supplier has of the article; absent: the file does not say, or speaks of our own stock. */
  readonly offer?: SupplierOffer;
}

/** `processed` + `skipped` = `total_rows`. `warnings`: rows with a warning and no error; `held`: changes that wait for a person. */
export interface CheckCounts extends ImportSummary {
  readonly unchanged: number;
  readonly warnings: number;
  readonly held: number;
}

export interface CheckEnd {
  /** Articles of the supplier that are sold and not in the file. */
  readonly vanished: readonly KnownProduct[];
  /** Their archiving, where the profile says so. */
  readonly changes: readonly ProductChange[];
  /** Of the whole file (row 0). */
  readonly findings: readonly Finding[];
}

export interface Checker {
  /** The next data row, in the file's order: neither title nor total nor empty. */
  check(row: ReadRow): CheckedRow;
  /** Once, after the last row. */
  finish(): CheckEnd;
  counts(): CheckCounts;
}

/** What is told once for the whole file where it has no column for it. */
const ASSUMED = [
  ['ean', 'EAN_MISSING'],
  ['vat', 'VAT_ASSUMED'],
  ['category', 'CATEGORY_ASSUMED'],
] as const;

const holds = (findings: readonly Finding[]): FindingType[] => [
  ...new Set(findings.map(({ type }) => type).filter((type) => 'held' in FINDINGS[type])),
];

const skips = (findings: readonly Finding[]): boolean => findings.some(({ type }) => FINDINGS[type].skips);
const level = (findings: readonly Finding[], wanted: string): boolean =>
  findings.some(({ type }) => FINDINGS[type].level === wanted);

/**
 * Checks the rows of a supplier's file one after another against the catalogue and against each other (requirements E-30…E-39) and says
 * what becomes of each article. Remembers codes and barcodes only: 100,000 rows take some 40 MB. The same rows in the same order give the
 * same plan; a plan that was applied leaves nothing to do for the same file.
 */
export function checkerOf(options: CheckOptions): Checker {
  const { rules, catalogue, supplier } = options;
  const columns = new Set(options.columns);
  const seen = new SeenRows();
  const assumed = new Map<ImportField, number>();
  const counts = {
    total_rows: 0,
    processed: 0,
    created: 0,
    updated: 0,
    skipped: 0,
    errors: 0,
    unchanged: 0,
    warnings: 0,
    held: 0,
  };

  const skipped = (findings: readonly Finding[]): CheckedRow => ({ outcome: 'skipped', change: null, findings });

  /** E-32: the barcode of a row where it is free; another article's is told and left out. */
  function freeEan(row: ReadRow, sku: string, findings: Finding[]): string | null {
    if (row.ean === null) return null;
    const inFile = seen.otherWithEan(row.ean, sku, row.row);
    const holder = catalogue.byEan(row.ean);
    const known = holder && holder.sku !== sku && !holder.archived ? holder : undefined;
    if (!inFile && !known) return row.ean;
    const place = inFile ? `${inFile.sku}, строка ${inFile.row}` : (known?.sku ?? '');
    findings.push(finding(row, 'EAN_CONFLICT', 'ean', row.ean, place));
    return null;
  }

  /** The stock of our shop, where the file is one: only what was counted. */
  function ownStock(row: ReadRow, findings: Finding[]): number | null {
    if (rules.stockStore === null || row.stock === null) return null;
    if (!row.stockRough) return row.stock;
    findings.push(finding(row, 'STOCK_ROUGH', 'stock', String(row.stock)));
    return null;
  }

  /** What the supplier has himself. */
  function offerOf({ stock, stockRough }: ReadRow, sku: string): Pick<CheckedRow, 'offer'> {
    if (rules.stockStore !== null || supplier === null || stock === null) return {};
    return { offer: { sku, pieces: stock, rough: stockRough === true } };
  }

  /** A new code that looks like another one is most likely the same article, mistyped. */
  function twin(row: ReadRow, sku: string): Finding[] {
    const like = catalogue.bySkuKey(skuKey(sku))?.sku ?? seen.twinOf(sku);
    return like === undefined ? [] : [finding(row, 'SKU_LOOKALIKE', 'sku', sku, like)];
  }

  function checked(row: ReadRow): CheckedRow {
    if (isShifted(row)) {
      if (row.sku !== null) seen.name(row.sku);
      return skipped([finding(row, 'ROW_SHIFTED', null, row.sku)]);
    }
    const target = targetOf(row, rules.match, catalogue);
    const { sku } = target;
    const known = sku === null ? undefined : target.known;
    const findings = [...row.findings, ...rowFaults(row, known, columns, rules)];
    if (sku === null) return skipped([...findings, ...target.findings]);
    // A faulty band of a lens family is no second article: the family has its code.
    if (row.band && !row.folded && skips(findings)) return skipped(findings);
    const before = seen.first(sku, row.row);
    if (before !== undefined) return skipped([...findings, finding(row, 'DUPLICATE_SKU', 'sku', sku, String(before))]);
    if (skips(findings)) return skipped(findings);
    if (known && !rules.updateExisting) return skipped([...findings, finding(row, 'UPDATE_OFF', null, sku)]);
    if (!known && !rules.createMissing) return skipped([...findings, finding(row, 'CREATE_OFF', null, sku)]);
    const ean = freeEan(row, sku, findings);
    const stock = ownStock(row, findings);
    const offer = offerOf(row, sku);
    if (known) return { ...changed(row, known, ean, stock, findings), ...offer };
    findings.push(...twin(row, sku));
    const draft = newProduct(row, sku, ean, options);
    findings.push(...draft.findings);
    for (const field of draft.assumed) assumed.set(field, (assumed.get(field) ?? 0) + 1);
    const change = { sku, row: row.row, what: 'create', before: null, after: draft.after, stock, held: holds(findings) } as const;
    return { outcome: 'created', change, findings, ...offer };
  }

  function changed(row: ReadRow, known: KnownProduct, ean: string | null, stock: number | null, told: Finding[]): CheckedRow {
    const { before, after, findings } = changedProduct(row, known, ean, options);
    // A barcode that went to another article while this one was archived does not come back with it.
    const lost = known.archived && ean === null && row.ean !== null && row.ean === known.ean;
    const all = [...told, ...findings];
    const patch = lost ? { before: { ...before, ean: known.ean }, after: { ...after, ean: null } } : { before, after };
    const idle = Object.keys(patch.after).length === 0;
    if (idle && stock === null) return { outcome: 'unchanged', change: null, findings: all };
    const held = idle ? [] : holds(all);
    const change = { sku: known.sku, row: row.row, what: 'update', ...patch, stock, held } as const;
    return { outcome: idle ? 'unchanged' : 'updated', change, findings: all };
  }

  return {
    check(row) {
      const result = checked(row);
      // A lens family is one article of several rows.
      const rows = row.folded ?? 1;
      counts.total_rows += rows;
      counts[result.outcome] += result.outcome === 'skipped' ? rows : 1;
      if (result.outcome !== 'skipped') counts.processed += rows;
      if (level(result.findings, 'error')) counts.errors += 1;
      else if (level(result.findings, 'warning')) counts.warnings += 1;
      if (result.change && result.change.held.length > 0) counts.held += 1;
      return result;
    },
    finish() {
      const own = supplier === null ? [] : [...catalogue.ofSupplier(supplier)].filter(({ archived }) => !archived);
      const vanished = own.filter(({ sku }) => !seen.has(sku));
      const file = { row: 0 };
      const told: Finding[] = [];
      for (const [field, type] of ASSUMED) {
        const times = assumed.get(field);
        if (times !== undefined) told.push(finding(file, type, field, String(times)));
      }
      const many = rules.archiveVanished && vanished.length * 5 > own.length;
      if (many) told.push(finding(file, 'VANISHED_MANY', null, String(vanished.length), String(own.length)));
      const archive = ({ sku }: KnownProduct): ProductChange => ({
        ...{ sku, row: 0, what: 'archive', before: { archived: false }, after: { archived: true }, stock: null },
        held: many ? ['VANISHED_MANY'] : [],
      });
      return { vanished, changes: rules.archiveVanished ? vanished.map(archive) : [], findings: told };
    },
    counts: () => ({ ...counts }),
  };
}

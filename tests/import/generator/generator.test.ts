import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CheckCounts } from '../../../design/import/check.ts';
import { EMPTY_CATALOGUE, knownCatalogue } from '../../../design/import/check/known-catalogue.ts';
import { FINDINGS, type Finding } from '../../../design/import/finding.ts';
import type { KnownCatalogue } from '../../../design/import/checked-row.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../../design/import/profile.ts';
import { checkTable } from '../../../sync-server/import/process/check-table.ts';
import type { ReaderTask } from '../../../sync-server/import/process/messages.ts';
import { SHARES, type DefectKind } from './defects.ts';
import { spoiledPriceList } from './price-list.ts';
import { suppliers } from './suppliers.ts';
import { writeSupplier } from './write-all.ts';
import { writeCsv, writeXlsx } from './write-table.ts';

const ROWS = 10_000;
const SEED = 42;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'optics-generator-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Check = Extract<ReaderTask, { what: 'check' }>;
const task: Omit<Check, 'path'> = {
  what: 'check',
  choice: GUESS_ALL,
  mapping: null,
  rules: STANDARD_RULES,
  supplier: null,
  today: '2026-11-21',
};

async function checked(asked: Check, catalogue: KnownCatalogue): Promise<{ findings: Finding[]; counts: CheckCounts | null }> {
  const findings: Finding[] = [];
  let counts: CheckCounts | null = null;
  for await (const answer of checkTable(asked, catalogue)) {
    if (answer.kind === 'batch') findings.push(...answer.findings);
    if (answer.kind === 'checked') counts = answer.counts;
  }
  return { findings, counts };
}

const told = ({ row, type, field, old }: Pick<Finding, 'row' | 'type' | 'field' | 'old'>): string =>
  `${row} ${type} ${field ?? '-'} ${type === 'COST_OVER_PRICE' ? '' : (old ?? '')}`.trim();
const byRow = (a: Finding | { row: number }, b: Finding | { row: number }): number => a.row - b.row;
const counted = (kinds: readonly DefectKind[]): Record<string, number> =>
  Object.fromEntries(Object.keys(SHARES).map((kind) => [kind, kinds.filter((one) => one === kind).length]));

it('E-50: 10,000 rows hold the exact shares of defects, no row two of them, and the same seed gives the same file', () => {
  const { table, defects } = spoiledPriceList(SEED, ROWS);
  expect(table.rows).toHaveLength(ROWS);
  expect(counted(defects.map(({ defect }) => defect))).toEqual({
    ...{ duplicateSku: 200, badEan: 50, emptyRequired: 30, badVat: 20, currency: 10, costOverPrice: 50, duplicateEan: 40 },
  });
  expect(new Set(defects.map(({ row }) => row)).size).toBe(defects.length);
  expect(spoiledPriceList(SEED, ROWS)).toEqual({ table, defects });
  expect(spoiledPriceList(SEED + 1, ROWS).defects).not.toEqual(defects);
});

it.each(['xlsx', 'csv'])('E-50: the check of the %s finds every injected defect in its row, and nothing else', async (format) => {
  const { table, defects } = spoiledPriceList(SEED, ROWS);
  const path = join(folder, `catalogue.${format}`);
  if (format === 'xlsx') await writeXlsx(path, table);
  else await writeCsv(path, table, ';', 'utf-8');
  const { findings, counts } = await checked({ ...task, path }, EMPTY_CATALOGUE);
  expect(findings.sort(byRow).map(told)).toEqual([...defects].sort(byRow).map(told));
  const skipped = 200 + 30 + 20 + 10;
  expect(counts).toMatchObject({ total_rows: ROWS, processed: ROWS - skipped, created: ROWS - skipped, skipped, held: 50 });
});

it.each(suppliers(SEED, 5_000).map((supplier) => ({ supplier, name: supplier.name, file: supplier.file })))(
  'E-12: the file of $name ($file) is read by its profile: new and changed articles as many as there are, errors where they are',
  async ({ supplier }) => {
    const path = await writeSupplier(folder, supplier);
    const { profile, known, expected } = supplier;
    const { findings, counts } = await checked(
      { ...task, path, choice: profile.file, mapping: profile.mapping, rules: profile.rules, supplier: profile.supplier },
      knownCatalogue(known),
    );
    expect(counts).toMatchObject({
      ...{ total_rows: 5_000, created: expected.created, updated: expected.updated, skipped: expected.skipped, held: 0 },
    });
    expect(expected.created).toBeGreaterThan(900);
    expect(expected.updated).toBeGreaterThan(3_000);
    const errors = findings.filter(({ type }) => FINDINGS[type].level === 'error');
    expect(errors.sort(byRow).map(({ row, type, field }) => ({ row, type, field }))).toEqual([...expected.errors].sort(byRow));
  },
);

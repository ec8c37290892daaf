import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../design/errors.office.ts';
import { EMPTY_CATALOGUE } from '../../../design/import/check/known-catalogue.ts';
import type { CheckCounts } from '../../../design/import/check.ts';
import type { ProductChange } from '../../../design/import/checked-row.ts';
import type { Finding } from '../../../design/import/finding.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../../design/import/profile.ts';
import { checkTable } from '../../../sync-server/import/process/check-table.ts';
import { FILES, withFile, type Expected, type Form } from './corpus-case.ts';

const names = readdirSync(FILES);
const formOf = (name: string): Form =>
  names.includes(`${name}.book.json`) ? 'book' : names.includes(`${name}.parts`) ? 'parts' : 'plain';
const cases = names
  .filter((name) => name.endsWith('.expected.json'))
  .map((name) => name.slice(0, -'.expected.json'.length))
  .map((name) => ({
    name,
    form: formOf(name),
    expected: JSON.parse(readFileSync(path.join(FILES, `${name}.expected.json`), 'utf8')) as Expected,
  }));

/** Told of nearly every small file. */
const ASSUMED: ReadonlySet<string> = new Set(['EAN_MISSING', 'VAT_ASSUMED', 'CATEGORY_ASSUMED']);

interface Outcome {
  readonly changes: ProductChange[];
  readonly findings: Finding[];
  counts: CheckCounts | null;
  /** Code of the refusal. */
  refused: string | null;
}

/** The whole way from bytes to the plan, as the reading process goes it, against an empty catalogue. */
async function checked(file: string, rules: Expected['rules']): Promise<Outcome> {
  const outcome: Outcome = { changes: [], findings: [], counts: null, refused: null };
  const task = {
    what: 'check',
    path: file,
    choice: GUESS_ALL,
    mapping: null,
    rules: { ...STANDARD_RULES, ...rules },
    supplier: null,
    today: '2026-11-21',
  } as const;
  try {
    for await (const answer of checkTable(task, EMPTY_CATALOGUE)) {
      if (answer.kind === 'batch') {
        outcome.changes.push(...answer.changes);
        outcome.findings.push(...answer.findings);
      } else if (answer.kind === 'checked') outcome.counts = answer.counts;
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    outcome.refused = error.code;
  }
  return outcome;
}

/** Only what is written of the goods is compared. */
const likeThe = (wanted: Readonly<Record<string, unknown>>, { sku, after }: ProductChange): Record<string, unknown> => {
  const made: Record<string, unknown> = { sku, ...after };
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, made[key]]));
};

describe('files that broke other programs', () => {
  it('are at least forty', () => expect(cases.length).toBeGreaterThanOrEqual(40));

  it.each(cases)('$name: $expected.bug', async ({ name, form, expected }) => {
    await withFile(name, form, async (file) => {
      const { changes, findings, counts, refused } = await checked(file, expected.rules);
      expect(refused).toBe(expected.error ?? null);
      // A refused file gives nothing: neither goods nor counters that a job could apply.
      if (refused !== null) return void expect({ changes, counts }).toEqual({ changes: [], counts: null });
      const { goods = [] } = expected;
      expect(changes.map((change, i) => likeThe(goods[i] ?? { sku: '', name: '', price: 0 }, change))).toEqual(goods);
      const told = findings.filter(({ row }) => row > 0).map(({ row, type, field }) => `${row} ${type} ${field}`);
      expect(told.sort()).toEqual([...(expected.findings ?? [])].sort());
      const ofFile = findings.filter(({ row, type }) => row === 0 && !ASSUMED.has(type)).map(({ type }) => type);
      if (expected.ofFile) expect(ofFile).toEqual(expected.ofFile);
      expect(counts).toMatchObject(expected.summary ?? {});
    });
  });
});

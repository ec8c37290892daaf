import { FINDING_TEXTS } from './finding-texts.ts';
import type { Finding, FindingLevel, FindingType } from './finding.ts';
import { FINDINGS } from './finding.ts';

/** Requirement E-24, as `npm run import -- FILE --json` and the API print it. */
export interface ImportReport {
  readonly import_id: string;
  readonly profile_id: string | null;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly completed_at: string;
  readonly duration_seconds: number;
  readonly dry_run: boolean;
  readonly summary: ImportSummary;
  readonly errors: readonly ReportedFinding[];
}

/** Rows: `total_rows` that are not empty and neither title nor total; `errors`: rows with at least one error. */
export interface ImportSummary {
  readonly total_rows: number;
  readonly processed: number;
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly errors: number;
}

export interface ReportedFinding {
  readonly row: number;
  readonly level: FindingLevel;
  readonly type: FindingType;
  readonly field: string | null;
  readonly value: string | null;
  readonly old_value: string | null;
  /** Russian: what is wrong, what becomes of the row or what to do. */
  readonly message: string;
  readonly resolution: string;
}

const SEVERITY: Readonly<Record<FindingLevel, number>> = { error: 0, warning: 1, info: 2 };

/** A finding in words. */
export function reportedFinding(finding: Finding): ReportedFinding {
  const { row, type, field, value, old } = finding;
  const { message, resolution } = FINDING_TEXTS[type];
  return { row, level: FINDINGS[type].level, type, field, value, old_value: old, message: message(finding), resolution };
}

/** Which findings are wanted; what is absent is any. */
export interface FindingFilter {
  readonly level?: FindingLevel | undefined;
  readonly type?: FindingType | undefined;
  readonly field?: string | undefined;
}

export const isWanted = ({ type, field }: Finding, wanted: FindingFilter): boolean =>
  (wanted.level === undefined || FINDINGS[type].level === wanted.level) &&
  (wanted.type === undefined || type === wanted.type) &&
  (wanted.field === undefined || field === wanted.field);

/** By row, or the worst first and by row within. What is equal keeps its order. */
export const inOrder = (findings: readonly Finding[], by: 'row' | 'severity'): Finding[] =>
  findings.toSorted((a, b) =>
    by === 'row' ? a.row - b.row : SEVERITY[FINDINGS[a.type].level] - SEVERITY[FINDINGS[b.type].level] || a.row - b.row,
  );

/** The report of an import. Instants: epoch ms. */
export function reportOf(
  run: {
    readonly importId: string;
    readonly profileId: string | null;
    readonly startedAt: number;
    readonly completedAt: number;
    readonly dryRun: boolean;
  },
  { total_rows, processed, created, updated, skipped, errors }: ImportSummary,
  findings: readonly Finding[],
): ImportReport {
  return {
    import_id: run.importId,
    profile_id: run.profileId,
    started_at: new Date(run.startedAt).toISOString(),
    completed_at: new Date(run.completedAt).toISOString(),
    duration_seconds: (run.completedAt - run.startedAt) / 1000,
    dry_run: run.dryRun,
    summary: { total_rows, processed, created, updated, skipped, errors },
    errors: inOrder(findings, 'row').map(reportedFinding),
  };
}

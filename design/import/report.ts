import type { FindingLevel, FindingType } from './finding.ts';

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

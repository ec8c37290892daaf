/**
 * The server's reconciliations: by the customer's numbers (requirements C-41, C-42), deposits that were set off twice, and goods
 * that were given back twice.
 */
export const REPORT_JOBS = ['c41', 'c42', 'deposits', 'refunds'] as const;
export type ReportJob = (typeof REPORT_JOBS)[number];
/** Whose findings a person has to settle although nothing is lost. */
export const SETTLED_BY_PEOPLE: readonly ReportJob[] = ['c41', 'deposits', 'refunds'];

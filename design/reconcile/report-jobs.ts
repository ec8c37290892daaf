/**
 * The server's reconciliations: by the customer's numbers (requirements C-40, C-41, C-42), deposits that were set off twice, goods
 * that were given back twice, and articles that are below zero (C-20 to C-22).
 */
export const REPORT_JOBS = ['c40', 'c41', 'c42', 'deposits', 'refunds', 'stock'] as const;
export type ReportJob = (typeof REPORT_JOBS)[number];
/** Whose findings a person has to settle although nothing is lost. */
export const SETTLED_BY_PEOPLE: readonly ReportJob[] = ['c40', 'c41', 'deposits', 'refunds', 'stock'];

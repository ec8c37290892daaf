/** The server's reconciliations by the customer's numbers (requirements C-41, C-42). */
export const REPORT_JOBS = ['c41', 'c42'] as const;
export type ReportJob = (typeof REPORT_JOBS)[number];

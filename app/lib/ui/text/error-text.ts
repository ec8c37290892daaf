import { ERRORS, type ErrorCode } from '$design/errors.ts';

/** What happened and what to do, for a cashier. */
export const errorText = (code: ErrorCode): { what: string; next: string } => ERRORS[code].ru;

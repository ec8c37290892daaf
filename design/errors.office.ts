import { ERRORS } from './errors.ts';
import { importFileErrors } from './errors/import-file.ts';
import { importErrors } from './errors/import.ts';
import { officeAccessErrors } from './errors/office-access.ts';

/**
 * Errors of the back office: no till meets them, and its first load has no room for their words. They join `ERRORS` where this file is
 * loaded; what throws one of them takes `DomainError` from here.
 */
const officeErrors = { ...importErrors, ...importFileErrors, ...officeAccessErrors } as const;
export type OfficeErrors = typeof officeErrors;

Object.assign(ERRORS, officeErrors);

export { DomainError } from './errors.ts';

import type { Role } from '../people/roles.ts';
import type { FindingType } from './finding.ts';

const PRICES: readonly Role[] = ['manager', 'accountant', 'administrator'];

/** Whose word lets through what is held: another VAT is the accountant's alone (E-34, I-13), the rest of whoever answers for prices. */
export const approverRoles = (type: FindingType): readonly Role[] => (type === 'VAT_CHANGED' ? ['accountant'] : PRICES);

export const mayApprove = (role: Role, type: FindingType): boolean => approverRoles(type).includes(role);

/** Who may answer for new prices at once while registers have receipts to deliver (C-31). */
export const mayOverride = (role: Role): boolean => PRICES.includes(role);

/** Anybody whose word is asked for anywhere. */
export const mayBeAsked = (role: Role): boolean => PRICES.includes(role);

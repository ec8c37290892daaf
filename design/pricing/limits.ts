import type { Role } from '../people/roles.ts';

/**
 * How much may be taken off by hand, in hundredths of a percent of the list price: one place for screen, server and test (requirement
 * A cashier up to 10 %; a manager and the administrator up to the hard 50 %, over which nobody goes. Promotions and coupons are
 * the chain's own price policy, decided by the administrator beforehand: they do not count towards these.
 */
export const HARD_LIMIT = 50_00;
export const SELLER_LIMIT = 10_00;

const LIMITS: Readonly<Partial<Record<Role, number>>> = {
  cashier: SELLER_LIMIT,
  optician: SELLER_LIMIT,
  manager: HARD_LIMIT,
  administrator: HARD_LIMIT,
};

/** Hundredths of a percent that a role gives on its own word; 0: none. */
export const discountLimit = (role: Role): number => LIMITS[role] ?? 0;

import type { ErrorCode } from '../errors.ts';

/** Who may say yes to a refund that is refused (design §7, requirements L-27, L-28, L-43). An administrator may what a manager may. */
export const OVERRIDE_ROLES = ['manager', 'administrator'] as const;
export type OverrideRole = (typeof OVERRIDE_ROLES)[number];

const LIFTED_BY: Partial<Record<ErrorCode, OverrideRole>> = {
  ORIGINAL_NOT_DELIVERED: 'manager',
  REFUND_PAYMENT_DIFFERS: 'manager',
  ORIGINAL_DEAD: 'administrator',
};

/** The least role that lifts a refusal, `null` where nobody may: more than was sold, or an original nobody knows, is never given back. */
export const overrideRoleFor = (code: ErrorCode): OverrideRole | null => LIFTED_BY[code] ?? null;

export function mayLift(role: OverrideRole, code: ErrorCode): boolean {
  const least = overrideRoleFor(code);
  return least !== null && OVERRIDE_ROLES.indexOf(role) >= OVERRIDE_ROLES.indexOf(least);
}

const FINAL: ReadonlySet<ErrorCode> = new Set([
  'REFUND_EXCEEDS_SALE',
  'REFUND_LINE_DIFFERS',
  'REFUND_PAYMENT_DIFFERS',
  'RECEIPT_CORRECTED',
  'CORRECTION_TOO_LATE',
]);

/**
 * Does this very refund stay refused, however long it waits? What was given back stays given back, so nobody has to decide about it and
 * no shift has to wait for it; whoever lifts the refusal does so with a request of its own.
 */
export const isFinalRefusal = (code: ErrorCode): boolean => FINAL.has(code);

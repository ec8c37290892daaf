import type { Signature } from '$design/documents/facts.ts';
import type { CashSheet } from '$design/money/denominations.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import { t } from '$lib/i18n/i18n.ts';
import type { App } from '$lib/app.model.ts';
import type { DrawerCount } from '$lib/shift/shift.model.ts';
import { formatRoubles } from '../text/format.ts';

/** A count while it is being made. `sum`: `null` nothing counted yet, `undefined` what was typed is no sum. */
export interface CountState {
  readonly sheet: CashSheet;
  readonly text: string;
  readonly sum: Kopecks | null | undefined;
  readonly reason: string;
}

export const NO_COUNT: CountState = { sheet: {}, text: '', sum: null, reason: '' };

/** What keeps a count from being taken as it stands; `null` when it may be. */
export function countTrouble(count: CountState, expected: Kopecks | null): 'no-sum' | 'reason' | null {
  if (count.sum === undefined) return 'no-sum';
  const differs = typeof count.sum === 'number' && expected !== null && count.sum !== expected;
  return differs && count.reason.trim() === '' ? 'reason' : null;
}

/**
 * The count as it goes into the books, signed where it differs by more than the shop allows. `undefined`: nobody signed, so nothing goes.
 * Nothing counted is
 * `null`. `already`: who has signed for the whole, and need not be asked twice.
 */
export async function signedCount(
  app: Pick<App, 'approval' | 'shift'>,
  count: CountState,
  expected: Kopecks | null,
  already: Signature | null = null,
): Promise<DrawerCount | null | undefined> {
  if (typeof count.sum !== 'number') return null;
  const difference = expected === null ? 0 : count.sum - expected;
  const reason = difference === 0 ? null : count.reason.trim();
  const sheet = Object.keys(count.sheet).length > 0 ? count.sheet : null;
  if (Math.abs(difference) <= app.shift.rules.differenceLimit) return { sum: count.sum, sheet, reason, signed: null };
  const what = t('report.signDifference', { sum: formatRoubles(difference), reason: reason ?? '' });
  const signed = already ?? (await app.approval.ask({ action: 'cash.difference', what, self: true }));
  if (!signed) return undefined;
  return { sum: count.sum, sheet, reason, signed: { by: signed.by, name: signed.name, role: signed.role } };
}

import type { Kopecks } from '$design/money/kopecks.ts';
import type { Settlement, SettlementKind } from '$design/sale/settlement.ts';

/** What the cashier chooses between; a prepayment of everything is one of 100 %. */
export const CHOICES = ['full', 'prepayment', 'advance', 'credit'] as const satisfies readonly SettlementKind[];
export type Choice = (typeof CHOICES)[number];

export const choiceOf = ({ kind }: Settlement): Choice | 'credit-payment' => (kind === 'full-prepayment' ? 'prepayment' : kind);

/** The sum beside the choice that a settlement already carries, as a cashier would have typed it; '' where none was said. */
export function sumTextOf(settlement: Settlement): string {
  const sum = settlement.kind === 'credit' ? settlement.now : 'amount' in settlement ? settlement.amount : 0;
  return sum === 0 ? '' : String(sum / 100).replace('.', ',');
}

/**
 * The settlement that a choice and the sum typed beside it mean; `sum` as `parseRoubles` reads it (`null`: empty, `undefined`: no sum).
 * `null` where they mean nothing: more than the goods cost, or no sum at all where one is needed.
 */
export function settlementOf(choice: Choice, sum: Kopecks | null | undefined, total: Kopecks): Settlement | null {
  if (sum === undefined) return null;
  switch (choice) {
    case 'full':
      return { kind: 'full' };
    case 'prepayment':
      if (sum === null || sum === total) return { kind: 'full-prepayment' };
      return sum > 0 && sum < total ? { kind: 'prepayment', amount: sum } : null;
    case 'advance':
      return { kind: 'advance', amount: sum ?? 0 };
    case 'credit':
      return sum === null || sum < total ? { kind: 'credit', now: sum ?? 0 } : null;
  }
}

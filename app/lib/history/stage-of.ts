import type { ReceiptStage } from '$design/fiscal/wire.ts';
import type { HistoryStage } from './history-filter.ts';
import type { DayReceipt } from './receipts-of-day.ts';

/**
 * How far a receipt is, as this device can know. `told`: by its own gateway. Another till's gateway tells nobody here: its receipt is
 * registered once its result has come, and until then its outcome is with that till, not "not sent to the register".
 */
export function stageOf(
  { result, voided }: Pick<DayReceipt, 'result' | 'voided'>,
  told: ReceiptStage | undefined,
  isOurs: boolean,
): HistoryStage {
  if (voided) return 'voided';
  if (told !== undefined) return told;
  if (result !== null) return 'registered';
  return isOurs ? 'unsent' : 'elsewhere';
}

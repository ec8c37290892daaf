import type { ErrorCode } from '$design/errors.ts';
import { t } from '$lib/i18n/i18n.ts';
import { errorText } from '../text/error-text.ts';

/**
 * What the screen of a receipt in trouble says. A card that is declined *there* is not the sale's first: another has paid its part, so
 * money is taken, and cash is no button but the way round over giving it back.
 */
export function troubleText(code: ErrorCode): { readonly what: string; readonly next: string } {
  if (code !== 'CARD_DECLINED') return errorText(code);
  return { what: t('card.nextDeclined'), next: t('card.nextDeclinedNext', { again: t('card.again'), back: t('card.back') }) };
}

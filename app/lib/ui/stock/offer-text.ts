import type { Offer } from '$design/stock/purchases.ts';
import { localDate } from '$design/time/local-time.ts';
import { formatDay, formatNumber } from '../text/format.ts';
import { t } from '$lib/i18n/i18n.ts';

/** A word is no number: «много» stands for ten and more, one that says less is only «есть». */
const MUCH = 10;

/** «много», «есть», «5 шт.», «нет»: what a supplier says that he has. */
export function offerText({ pieces, rough }: Offer): string {
  if (pieces === 0) return t('purchases.none');
  if (rough) return t(pieces >= MUCH ? 'purchases.much' : 'purchases.rough');
  return t('purchases.pieces', { count: formatNumber(pieces) });
}

/** «Оптик-А: много (на 20.11.2026)». @param zone the shop's: its day counts */
export const offerLine = (offer: Offer, zone = 'Europe/Moscow'): string =>
  t('purchases.offer', {
    supplier: offer.supplier,
    stock: offerText(offer),
    day: formatDay(localDate(offer.at, zone)),
  });

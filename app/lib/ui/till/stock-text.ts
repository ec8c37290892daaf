import type { StockLevel } from '$lib/stock/stock.model.ts';
import { t } from '$lib/i18n/i18n.ts';
import { formatDuration } from '../text/duration.ts';
import { formatNumber } from '../text/format.ts';

/** Fresher than this is «сейчас»: devices exchange what changes within seconds. */
const FRESH = 120_000;

/** How old a word about stock is: `сейчас`, `2 ч назад`. Instants in epoch ms. */
export function stockAge(at: number | null, now: number): string {
  if (at === null) return t('goods.neverSynced');
  return now - at < FRESH ? t('goods.now') : t('goods.ago', { duration: formatDuration(now - at) });
}

/** `3 шт · 2 ч назад`; below zero with a true minus. */
export function stockText({ qty, at }: StockLevel, now: number): string {
  const age = stockAge(at, now);
  return qty === 0 ? t('goods.stockNone', { age }) : t('goods.stock', { qty: pieces(qty), age });
}

export const pieces = (qty: number): string => formatNumber(qty).replace('-', '−');

import type { Coupon, Promotion } from '../documents/promotion.ts';
import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { Target } from '../documents/promotion.ts';
import { localDateTime } from '../time/local-time.ts';

/** An instant as the shop's wall clock shows it. */
export interface ShopTime {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** `HH:MM`. */
  readonly time: string;
  /** 1 = Monday … 7 = Sunday. */
  readonly weekday: number;
}

/** `at`: epoch ms, server-corrected. */
export function shopTime(at: number, timeZone: string): ShopTime {
  const local = localDateTime(at, timeZone);
  const day = local.slice(0, 10);
  return { day, time: local.slice(11, 16), weekday: new Date(`${day}T00:00:00Z`).getUTCDay() || 7 };
}

const isBetween = (day: string, { from, until }: Pick<Coupon, 'from' | 'until'>): boolean =>
  (from === null || from <= day) && (until === null || day <= until);

export const couponInForce = (coupon: Coupon, { day }: ShopTime): boolean => coupon.active && isBetween(day, coupon);

/** By day, weekday and hour. Hours that pass midnight belong to the day they began on only in the eyes of a customer: the day is the calendar's. */
export function isTimeOf({ from, until, weekdays, hours }: Promotion, { day, time, weekday }: ShopTime): boolean {
  if (!isBetween(day, { from, until })) return false;
  if (weekdays.length > 0 && !weekdays.includes(weekday)) return false;
  if (hours === null) return true;
  const [after, before] = [hours.from <= time, time < hours.until];
  return hours.from <= hours.until ? after && before : after || before;
}

export const isPlaceOf = ({ stores }: Promotion, store: string): boolean => stores.length === 0 || stores.includes(store);

/** Does the article belong to the target? */
export const fits = ({ kinds, categories, brands, skus }: Target, entry: CatalogueEntry): boolean =>
  (kinds?.includes(entry.kind) ?? true) &&
  (categories?.includes(entry.category) ?? true) &&
  (brands?.includes(entry.brand) ?? true) &&
  (skus?.includes(entry.sku) ?? true);

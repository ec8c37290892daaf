import type { Settings } from '../documents/catalogue.ts';

/** How a shop counts its cash (`settings.cash`): `differenceLimit` in kopecks. */
type CashRules = Readonly<NonNullable<Settings['cash']>>;

/** What a shop that has said nothing wants: the sum is shown, and 500 ₽ are nobody's to wave through alone. */
export const CASH_RULES: CashRules = { blindCount: false, differenceLimit: 50_000 };

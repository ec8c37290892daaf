import { addMonths, localMonth } from '../../../design/time/local-time.ts';
import { salesDatabase } from '../../../design/databases.ts';

/** How big a chain is, and how hard it works. */
export interface LoadPlan {
  readonly shops: number;
  readonly tillsAShop: number;
  readonly tabletsAShop: number;
  /** Months of sales that the server holds for each shop, the two to come included. */
  readonly months: number;
  /** Clients, and as many orders, of each shop when the day begins. */
  readonly clients: number;
  /** Mean time between two sales of one till and between two edits of one tablet, ms. */
  readonly saleEvery: number;
  readonly editEvery: number;
  /** How long everybody works, ms. */
  readonly lasts: number;
  /** Programs that the devices are spread over. */
  readonly programs: number;
}

/** Design: 20 shops with 40 tills and 20 tablets; 20 shops × (its own database and 36 months) = 740 databases. */
export const WHOLE: LoadPlan = {
  shops: 20,
  tillsAShop: 2,
  tabletsAShop: 1,
  months: 36,
  clients: 100,
  saleEvery: 20_000,
  editEvery: 30_000,
  lasts: 600_000,
  programs: 3,
};
/** A tenth of the chain, quicker hands. */
export const TENTH: LoadPlan = {
  ...WHOLE,
  shops: 2,
  clients: 20,
  saleEvery: 4_000,
  editEvery: 4_000,
  lasts: 20_000,
  programs: 1,
};

export const TIME_ZONE = 'Europe/Moscow';

export const shopCodes = ({ shops }: LoadPlan): string[] =>
  Array.from({ length: shops }, (_, n) => `shop-${String(n + 1).padStart(2, '0')}`);

/** Names of a shop's months, the oldest first; the last two are still to come. */
export function monthsOf(store: string, { months }: LoadPlan, now: number): string[] {
  const current = localMonth(now, TIME_ZONE);
  return Array.from({ length: months }, (_, n) => salesDatabase(store, addMonths(current, n - months + 3)));
}

/** One paired browser of the chain. */
export interface LoadDevice {
  readonly kind: 'till' | 'tablet' | 'dashboard';
  readonly device: number;
  readonly token: string;
  readonly store: string;
  /** Name of the till; empty for the others. */
  readonly till: string;
  /** What the till's gateway shows to the server. */
  readonly gatewayToken: string;
}

import { addMonths, localMonth } from './time/local-time.ts';
import { parseHlc } from './time/hlc.ts';
import { keyOfId } from './ids.ts';

/** Names of databases (design §4) and who sees them. A shop's code is `[a-z][a-z0-9-]*`. */
export const STORE_CODE = /^[a-z][a-z0-9-]{0,30}$/;

export const PRODUCTS = 'products';
export const COSTS = 'costs';
export const CATALOG = 'catalog';
export const CHAIN = 'chain';
/** Purchase cost by shop and day: beside `chain`, because a dashboard alone does not open it. */
export const CHAIN_COST = 'chain-cost';
/** Server-private: devices, tokens, gateways, journal rows, cursors. Never reachable through `/db`. */
export const CONTROL = 'control';
export const JOURNAL = 'journal';
/** Server-private: suppliers' profiles, jobs, what they are to change and what was found. Never reachable through `/db`. */
export const IMPORTS = 'imports';
export const storeDatabase = (store: string): string => `store-${store}`;
/** What revoked devices of a shop handed in. Never reachable through `/db` by name. */
export const quarantineDatabase = (store: string): string => `quarantine-${store}`;
export const salesDatabase = (store: string, month: string): string => `sales-${store}-${month}`;

export type DatabaseKind =
  | 'products'
  | 'costs'
  | 'catalog'
  | 'chain'
  | 'chain-cost'
  | 'control'
  | 'journal'
  | 'imports'
  | 'store'
  | 'sales'
  | 'quarantine';
export interface DatabaseName {
  readonly kind: DatabaseKind;
  readonly store: string | null;
  readonly month: string | null;
}

const SINGLES = [PRODUCTS, COSTS, CATALOG, CHAIN, CHAIN_COST, CONTROL, JOURNAL, IMPORTS] as const;

/** What a name means; `null` where it is none of ours. */
export function parseDatabaseName(name: string): DatabaseName | null {
  const single = SINGLES.find((one) => one === name);
  if (single) return { kind: single, store: null, month: null };
  const sales = /^sales-([a-z][a-z0-9-]{0,30})-(\d{4}(?:0[1-9]|1[0-2]))$/.exec(name);
  if (sales) return { kind: 'sales', store: sales[1]!, month: sales[2]! };
  const other = /^(store|quarantine)-([a-z][a-z0-9-]{0,30})$/.exec(name);
  return other ? { kind: other[1] as 'store' | 'quarantine', store: other[2]!, month: null } : null;
}

/** Months that the server keeps open for facts: last month to two ahead (`yyyymm`). Others are CLOCK_WRONG. */
export function openMonths(now: number, timeZone: string): string[] {
  const month = localMonth(now, timeZone);
  return [-1, 0, 1, 2].map((by) => addMonths(month, by));
}

/**
 * What the server does with facts for a month database of a shop: `open` takes them as a matter of course, `late` is an older month that
 * it has held (a till that was away for long hands in there, and a person is told), `wrong` is a month that never was or is yet to
 * come: the writer's clock was wrong, and the facts go to another home (docs/decisions/0017).
 */
export type MonthState = 'open' | 'late' | 'wrong';

export function monthState(month: string, context: { now: number; timeZone: string; held: boolean }): MonthState {
  const open = openMonths(context.now, context.timeZone);
  if (open.includes(month)) return 'open';
  return context.held && month < open[0]! ? 'late' : 'wrong';
}

/** The last instant that a month's name of four digits of a year can tell, in any time zone. */
const LAST_MOMENT = Date.UTC(9999, 11, 30);

/** The month database of a fact: that of its shift's opening, or, without a shift, of its own stamp, in the shop's time zone. */
export function salesDatabaseOf(
  fact: { store: string; hlc: string; shift?: { openedAt: number } | null },
  timeZone: string,
): string {
  const at = fact.shift ? fact.shift.openedAt : (parseHlc(fact.hlc)?.wall ?? 0);
  return salesDatabase(fact.store, localMonth(Math.min(Math.max(0, at), LAST_MOMENT), timeZone));
}

/** Names a shift where a wrong clock's facts are given a home: drive and number, `null` for what belongs to no shift. */
export const shiftKeyOf = (fact: { shift?: { fn: string; number: number } | null }): string | null =>
  fact.shift ? `${fact.shift.fn}-${fact.shift.number}` : null;

export const resultIdOf = (saleId: string): string => `fiscal-result:${keyOfId(saleId)}`;
export const recoveryIdOf = (saleId: string): string => `recovery:${keyOfId(saleId)}`;

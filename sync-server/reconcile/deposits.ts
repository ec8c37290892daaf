import { parseDatabaseName } from '../../design/databases.ts';
import type { ReportItem } from '../../design/documents/chain.ts';
import type { Correction, FiscalResult, Refund, Sale, SaleVoid } from '../../design/documents/facts.ts';
import { resultIdOf } from '../../design/databases.ts';
import { openDebts, openDeposits, type SettlementFact } from '../../design/folds/open-deposits.ts';
import { usesOf } from '../../design/folds/settlement-uses.ts';
import { rangeOf } from '../../design/ids.ts';
import { voidIdOf } from '../../design/sale/sale-document.ts';
import type { Database, Engine } from '../engine/engine.ts';
import type { Findings } from './compare-chain.ts';

const PAGE = 500;
/** Months of each shop whose sales are looked through for deposits that were set off. */
const LATEST = 2;

async function* pages<T>(database: Database, type: string): AsyncGenerator<T[]> {
  let { startkey } = rangeOf(type);
  const { endkey } = rangeOf(type);
  for (;;) {
    const docs = await database.range({ startkey, endkey, limit: PAGE });
    yield docs as unknown as T[];
    if (docs.length < PAGE) return;
    startkey = `${docs.at(-1)!._id}\u0000`;
  }
}

/** Deposits and debts that a receipt takes from. */
export const takenBy = ({ settles = [], lines }: Pick<Sale, 'settles' | 'lines'>): string[] => [
  ...settles.map(({ sale }) => sale),
  ...lines.flatMap(({ method, of }) => (method === 'credit-payment' && of ? [of.sale] : [])),
];

/**
 * Two tills that could not know of each other may have set off the same deposit, or taken money for the same debt (both were offline, or in
 * different shops). What they sold stays sold; this tells of which deposit or debt more was used than there was, and by which receipts, for a
 * person to settle with the customer. Looks at everything that a sale of the newest months names, through all months of the chain.
 */
export async function compareDeposits(engine: Engine, now: number): Promise<Findings> {
  const named = new Set<string>();
  for (const { name, isLatest } of await salesDatabases(engine)) {
    if (!isLatest) continue;
    for await (const page of pages<Sale>(await engine.open(name), 'sale'))
      for (const sale of page) takenBy(sale).forEach((id) => named.add(id));
  }
  const found = await overdrawn(engine, named);
  const from = Math.min(now, ...found.map(({ since }) => since));
  const items = found.flatMap((one) => one.items);
  return { from, to: now, lost: 0, waiting: 0, found: found.length, items: items.slice(0, 500), tills: [] };
}

/** A deposit or a debt of which more was used than there was. */
export interface Overdrawn {
  readonly sale: string;
  readonly store: string;
  readonly since: number;
  /** The document itself with what is too much, then the receipts that used it, the oldest first. */
  readonly items: readonly ReportItem[];
}

/** Of these deposits and debts. `made`: only what a drive has registered counts, for what is on its way may still be given up. */
export async function overdrawn(engine: Engine, named: ReadonlySet<string>, made = false): Promise<Overdrawn[]> {
  if (named.size === 0) return [];
  const databases = await salesDatabases(engine);
  const found: SettlementFact[] = [];
  for (const { name } of databases) found.push(...(await about(await engine.open(name), named)));
  // A result or a void may lie in another month than its sale: they are asked for by the sales that were found.
  const late = found.flatMap(({ _id }) => [resultIdOf(_id), voidIdOf(_id)]);
  for (const { name } of databases) {
    found.push(...((await (await engine.open(name)).range({ keys: late })) as unknown as (FiscalResult | SaleVoid)[]));
  }
  const results = new Map(found.flatMap((fact) => (fact.type === 'fiscal-result' ? [[fact.sale, fact]] : [])));
  const facts = made
    ? found.filter(({ _id, type }) => !['sale', 'refund', 'correction'].includes(type) || results.has(_id))
    : found;
  const docs = new Map(facts.map((fact) => [fact._id, fact]));
  const open = [
    ...openDeposits(facts).map((one) => ({ ...one, what: 'deposit-overdrawn' })),
    ...openDebts(facts).map((one) => ({ ...one, what: 'debt-overpaid' })),
  ];
  return open.flatMap(({ sale, store, at, left, what }): Overdrawn[] => {
    if (left >= 0 || !named.has(sale)) return [];
    const itemOf = (id: string, what: string, difference: number): ReportItem => {
      const { fn, fd } = results.get(id) ?? { fn: null, fd: null };
      const doc = docs.get(id);
      const when = doc && 'at' in doc ? doc.at : at;
      return { pos: doc?.pos ?? '', store: doc?.store ?? store, what, id, fn, fd, at: when, difference };
    };
    const users = [...usesOf(facts, sale)].filter(([, amount]) => amount > 0).sort(([a], [b]) => (a < b ? -1 : 1));
    const items = [itemOf(sale, what, -left), ...users.map(([id, amount]) => itemOf(id, 'used-by', amount))];
    return [{ sale, store, since: at, items }];
  });
}

/** Of one month: the deposits and debts themselves, what takes from them, and refunds of either. */
async function about(database: Database, named: ReadonlySet<string>): Promise<(Sale | Refund | Correction)[]> {
  const found: (Sale | Refund | Correction)[] = [];
  for await (const page of pages<Sale>(database, 'sale')) {
    found.push(...page.filter((sale) => named.has(sale._id) || takenBy(sale).some((id) => named.has(id))));
  }
  for await (const page of pages<Refund>(database, 'refund')) {
    found.push(...page.filter(({ original }) => original.sale !== null));
  }
  for await (const page of pages<Correction>(database, 'correction')) {
    found.push(...page.filter((doc) => doc.original?.sale || takenBy(doc).some((id) => named.has(id)) || named.has(doc._id)));
  }
  return found;
}

async function salesDatabases(engine: Engine): Promise<{ name: string; isLatest: boolean }[]> {
  const byStore = new Map<string, string[]>();
  for (const name of (await engine.list()).sort().reverse()) {
    const parts = parseDatabaseName(name);
    if (parts?.kind === 'sales') byStore.set(parts.store!, [...(byStore.get(parts.store!) ?? []), name]);
  }
  // Months are made two ahead of time: the newest that are named are empty yet.
  return [...byStore.values()].flatMap((names) => names.map((name, i) => ({ name, isLatest: i < LATEST + 2 })));
}

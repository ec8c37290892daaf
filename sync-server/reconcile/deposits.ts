import { parseDatabaseName } from '../../design/databases.ts';
import type { ReportItem } from '../../design/documents/chain.ts';
import type { Correction, FiscalResult, Refund, Sale, SaleVoid } from '../../design/documents/facts.ts';
import { resultIdOf } from '../../design/databases.ts';
import { openDeposits, type SettlementFact } from '../../design/folds/open-deposits.ts';
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

/**
 * Two tills that could not know of each other may have set off the same deposit (both were offline, or in different shops). What they sold
 * stays sold; this tells whose deposit was used up by more than was paid in, for a person to settle with the customer. Looks at every
 * deposit that a sale of the newest months names, through all months of the chain.
 */
export async function compareDeposits(engine: Engine, now: number): Promise<Findings> {
  const databases = await salesDatabases(engine);
  const named = new Set<string>();
  for (const { name, isLatest } of databases) {
    if (!isLatest) continue;
    for await (const page of pages<Sale>(await engine.open(name), 'sale')) {
      for (const { settles = [] } of page) for (const { sale } of settles) named.add(sale);
    }
  }
  const facts: SettlementFact[] = [];
  if (named.size > 0) for (const { name } of databases) facts.push(...(await about(await engine.open(name), named)));
  // A result or a void may lie in another month than its sale: they are asked for by the sales that were found.
  const late = facts.flatMap(({ _id, type }) =>
    type === 'sale' || type === 'refund' || type === 'correction' ? [resultIdOf(_id), voidIdOf(_id)] : [],
  );
  for (const { name } of late.length > 0 ? databases : []) {
    facts.push(...((await (await engine.open(name)).range({ keys: late })) as unknown as (FiscalResult | SaleVoid)[]));
  }
  const deposits = openDeposits(facts).filter(({ sale }) => named.has(sale));
  const items = deposits
    .filter(({ left }) => left < 0)
    .map(({ sale, store, fn, fd, at, left }): ReportItem => {
      const about = { what: 'deposit-overdrawn', id: sale, fn, fd, at, difference: -left };
      return { pos: facts.find(({ _id }) => _id === sale)?.pos ?? '', store, ...about };
    });
  const from = Math.min(now, ...deposits.map(({ at }) => at));
  return { from, to: now, lost: 0, waiting: 0, found: items.length, items: items.slice(0, 500), tills: [] };
}

/** Of one month: the deposits themselves, what sets them off, and refunds of either. */
async function about(database: Database, named: ReadonlySet<string>): Promise<(Sale | Refund | Correction)[]> {
  const found: (Sale | Refund | Correction)[] = [];
  for await (const page of pages<Sale>(database, 'sale')) {
    found.push(...page.filter(({ _id, settles = [] }) => named.has(_id) || settles.some(({ sale }) => named.has(sale))));
  }
  for await (const page of pages<Refund>(database, 'refund')) {
    found.push(...page.filter(({ original }) => original.sale !== null));
  }
  for await (const page of pages<Correction>(database, 'correction')) {
    found.push(...page.filter(({ original }) => original !== null && original.sale !== null));
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

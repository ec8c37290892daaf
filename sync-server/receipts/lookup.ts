import { CONTROL, resultIdOf } from '../../design/databases.ts';
import type { Correction, FiscalResult, Receipt, Refund, Sale, SaleVoid } from '../../design/documents/facts.ts';
import { bareSign, parseQr, type ReceiptMark } from '../../design/fiscal/qr.ts';
import { owedAtFirst, paidInAdvance, type SettlementFact } from '../../design/folds/open-deposits.ts';
import { sumOfUses, usesOf } from '../../design/folds/settlement-uses.ts';
import { docId, rangeOf } from '../../design/ids.ts';
import { knows, type TillLedger } from '../../design/reconcile/till-ledger.ts';
import type { FoundReceipt, ReceiptQuery } from '../../design/receipt-lookup.ts';
import { returnOf, soldBy } from '../../design/refund/returns.ts';
import { voidIdOf } from '../../design/sale/sale-document.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import { localMonth } from '../../design/time/local-time.ts';
import type { Database, Engine } from '../engine/engine.ts';
import { around, salesNames, type SalesName } from './candidates.ts';

const PAGE = 500;
const RETURNS = ['refund', 'correction'] as const;
const USERS = ['sale', 'correction'] as const;

interface Held {
  readonly place: SalesName;
  readonly id: string;
  readonly result: FiscalResult | null;
}

/** Documents of a type, a page at a time: others are served in between. */
async function* pages<T extends { _id: string }>(database: Database, type: string): AsyncGenerator<T[]> {
  let { startkey } = rangeOf(type);
  const { endkey } = rangeOf(type);
  for (;;) {
    const docs = (await database.range({ startkey, endkey, limit: PAGE })) as unknown as T[];
    yield docs;
    if (docs.length < PAGE) return;
    startkey = `${docs.at(-1)!._id}\u0000`;
  }
}

/** Refunds and reversals of corrections, a page at a time. */
async function* returnsIn(database: Database): AsyncGenerator<Refund[]> {
  for (const type of RETURNS) {
    for await (const page of pages<Refund | Correction>(database, type)) {
      yield page.map(returnOf).filter((back) => back !== null);
    }
  }
}

/** Does a receipt set this deposit off, or pay this debt off? */
const isUser = ({ settles = [], lines }: Pick<Sale, 'settles' | 'lines'>, id: string): boolean =>
  settles.some(({ sale }) => sale === id) || lines.some(({ method, of }) => method === 'credit-payment' && of?.sale === id);

/** Has the drive worked in this month of this shop? Its shifts say so: their ids begin with its number. */
async function knowsDrive(database: Database, fn: string): Promise<boolean> {
  return (await database.range({ startkey: `shift-event:${fn}-`, endkey: `shift-event:${fn}-\ufff0`, limit: 1 })).length > 0;
}

async function resultIn(database: Database, { fn, fd, fp }: ReceiptMark): Promise<FiscalResult | null> {
  for await (const results of pages<FiscalResult>(database, 'fiscal-result')) {
    const found = results.find((one) => one.fd === fd && one.fn === fn);
    if (found) return bareSign(found.fp) === bareSign(fp) ? found : null;
  }
  return null;
}

/**
 * Finds a receipt anywhere in the chain's months and what became of it. The own shop is looked through first; nothing is kept for it
 * beyond the facts themselves, so an answer takes from milliseconds to, for a paper without a date, a few seconds.
 */
export function createReceiptLookup(
  engine: Engine,
  timeZoneOf: (store: string) => string,
  /** Brings `till-ledger`s up to date with the journals. */
  catchUp: () => Promise<unknown> = () => Promise.resolve(),
) {
  async function byMark(mark: ReceiptMark, own: string): Promise<Held | null> {
    const all = await salesNames(engine, own);
    const near = mark.at === null ? all : await around(engine, all, mark.at.slice(0, 7).replace('-', ''));
    for (const place of near) {
      const database = await engine.open(place.name);
      // Without a date a shop's months are many: those in which the drive opened no shift are passed over.
      if ((mark.at === null || place.store !== own) && !(await knowsDrive(database, mark.fn))) continue;
      const result = await resultIn(database, mark);
      if (result) return { place, id: result.sale, result };
    }
    return null;
  }

  /** In the own shop only: a key is no proof that somebody holds the paper. */
  async function byKey(key: string, own: string): Promise<Held | null> {
    const all = (await salesNames(engine, own)).filter(({ store }) => store === own);
    for (const place of await around(engine, all, localMonth(parseHlc(key)!.wall, timeZoneOf(own)))) {
      const database = await engine.open(place.name);
      const [found] = await database.range({ keys: ['sale', 'refund', 'correction'].map((type) => docId(type, key)) });
      if (found) return { place, id: found._id, result: null };
    }
    return null;
  }

  /** The document, wherever it lies: a result settled in a later shift is in another month than its sale. */
  async function documentOf<T>(id: string, near: SalesName): Promise<T | null> {
    const inPlace = await (await engine.open(near.name)).get(id);
    if (inPlace) return inPlace as unknown as T;
    for (const { name, store } of await salesNames(engine, near.store)) {
      if (store !== near.store) break;
      const found = await (await engine.open(name)).get(id);
      if (found) return found as unknown as T;
    }
    return null;
  }

  async function isVoided(id: string, place: SalesName): Promise<boolean> {
    for await (const voids of pages<SaleVoid>(await engine.open(place.name), 'sale-void')) {
      if (voids.some(({ sale }) => sale === id)) return true;
    }
    return false;
  }

  async function refundsOf({ id, place }: Held, result: FiscalResult | null, own: string): Promise<FoundReceipt['refunds']> {
    const refunds: FoundReceipt['refunds'] = [];
    for (const other of await salesNames(engine, place.store)) {
      if (other.month < place.month) continue;
      for await (const page of returnsIn(await engine.open(other.name))) {
        for (const refund of page) {
          const { sale, fn, fd } = refund.original;
          if (sale !== id && (fn !== result?.fn || fd !== result.fd)) continue;
          const outcome = await documentOf<FiscalResult>(resultIdOf(refund._id), other);
          if (!outcome && (await documentOf<SaleVoid>(voidIdOf(refund._id), other))) continue;
          refunds.push({ refund: other.store === own ? refund : { ...refund, client: null }, result: outcome });
        }
      }
    }
    return refunds;
  }

  /**
   * Who anywhere in the chain has set off money that this receipt took in advance, or paid off what it left owed, less what refunds of
   * those receipts gave back; what was voided has not.
   */
  async function usesFor({ id, place }: Held): Promise<{ sale: string; amount: number }[]> {
    const names = (await salesNames(engine, place.store)).filter(({ month }) => month >= place.month);
    const users = await gather(names, USERS, (doc) => 'lines' in doc && isUser(doc, id));
    if (users.length === 0) return [];
    const ids = new Set(users.map(({ _id }) => _id));
    const about = (doc: SettlementFact): boolean => 'original' in doc && ids.has(doc.original?.sale ?? '');
    const facts = [...users, ...(await gather(names, RETURNS, about))];
    const late = facts.flatMap(({ _id }) => [resultIdOf(_id), voidIdOf(_id)]);
    for (const { name } of names) {
      facts.push(...((await (await engine.open(name)).range({ keys: late })) as unknown as SettlementFact[]));
    }
    return [...usesOf(facts, id)].map(([sale, amount]) => ({ sale, amount }));
  }

  async function gather(
    names: readonly SalesName[],
    types: readonly string[],
    wanted: (doc: SettlementFact) => boolean,
  ): Promise<SettlementFact[]> {
    const found: SettlementFact[] = [];
    for (const { name } of names) {
      const database = await engine.open(name);
      for (const type of types) {
        for await (const page of pages<SettlementFact>(database, type)) found.push(...page.filter(wanted));
      }
    }
    return found;
  }

  /** What the copies of the tills' journals say, as far as they have been worked through: a till may have delivered it since. */
  async function deliveryOf({ fn, fd }: FiscalResult): Promise<FoundReceipt['delivery']> {
    // Another server may write them at this moment: what they said before is good enough.
    await catchUp().catch(() => null);
    for (const doc of await (await engine.open(CONTROL)).range(rangeOf('till-ledger'))) {
      const ledger = doc['ledger'] as TillLedger;
      if (!knows(ledger, fn, fd)) continue;
      const { undelivered, refused } = ledger.drives[fn]!;
      if (refused.includes(fd)) return 'refused';
      return Object.hasOwn(undelivered, String(fd)) ? 'pending' : 'delivered';
    }
    return null;
  }

  return {
    /** `null` where the chain knows of no such receipt. @param own shop of whoever asks */
    async find(query: ReceiptQuery, own: string): Promise<FoundReceipt | null> {
      const held = 'key' in query ? await byKey(query.key, own) : await byMarkOf(query, own);
      if (!held) return null;
      const { place, id } = held;
      const sale = await documentOf<Receipt>(id, place);
      const result = held.result ?? (await documentOf<FiscalResult>(resultIdOf(id), place));
      const voided = result === null && (await isVoided(id, place));
      const refunds = await refundsOf(held, result, own);
      const sold = sale && sale.type !== 'refund' ? soldBy(sale) : null;
      const isOpen = sold !== null && (paidInAdvance(sold) > 0 || owedAtFirst(sold) > 0);
      const uses = isOpen ? await usesFor(held) : [];
      return {
        ...(isOpen && { uses, settled: sumOfUses(new Map(uses.map((one) => [one.sale, one.amount]))) }),
        store: place.store,
        sale: sale && place.store !== own ? { ...sale, client: null } : sale,
        result,
        voided,
        refunds,
        ...(result && { delivery: await deliveryOf(result) }),
      };
    },
  };

  function byMarkOf(query: Exclude<ReceiptQuery, { key: string }>, own: string): Promise<Held | null> {
    const mark = 'qr' in query ? parseQr(query.qr) : { ...query, at: query.day ?? null };
    return mark ? byMark(mark, own) : Promise.resolve(null);
  }
}
export type ReceiptLookup = ReturnType<typeof createReceiptLookup>;

import { resultIdOf, storeDatabase } from '$design/databases.ts';
import type { CardAttempt, Correction, FiscalResult, Refund, Sale, SaleVoid } from '$design/documents/facts.ts';
import type { Client } from '$design/documents/people.ts';
import { owedAtFirst, paidInAdvance, type SettlementFact } from '$design/folds/open-deposits.ts';
import { leftOf, NO_USES, type Uses } from '$design/folds/settlement-uses.ts';
import { debtOf, type DebtOfSale } from '$design/refund/debt-back.ts';
import { keyOfId, rangeOf } from '$design/ids.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { FoundReceipt } from '$design/receipt-lookup.ts';
import { returnOf, soldBy } from '$design/refund/returns.ts';
import { cardOperations } from '$design/sale/card-ledger.ts';
import type { Databases } from '../storage/databases.ts';
import type { Facts } from '../storage/facts.ts';
import { fits, traitsOf, type ReceiptCandidate } from './receipt-candidates.ts';

export interface KnownReceiptsDeps {
  readonly databases: Pick<Databases, 'range' | 'known'>;
  readonly facts: Pick<Facts, 'names' | 'find'>;
  readonly place: () => { readonly store: string; readonly timeZone: string };
}

/** So many receipts are shown of those that fit. */
const SHOWN = 50;

/** What this device knows of the shop's receipts: the second ring of refund limits (design §6). */
export class KnownReceipts {
  private readonly deps: KnownReceiptsDeps;
  constructor(deps: KnownReceiptsDeps) {
    this.deps = deps;
  }

  private async all<T>(type: string): Promise<T[]> {
    const { databases, facts } = this.deps;
    const { startkey, endkey } = rangeOf(type);
    const found: T[] = [];
    for (const name of facts.names()) found.push(...(await databases.range<T>(name, startkey, endkey)));
    return found;
  }

  /** Sales and the right receipts of corrections, as sales. */
  private async sales(): Promise<Sale[]> {
    const corrected = (await this.all<Correction>('correction')).map(soldBy);
    return [...(await this.all<Sale>('sale')), ...corrected.filter((sale) => sale !== null)];
  }

  private async voided(): Promise<Set<string>> {
    return new Set((await this.all<SaleVoid>('sale-void')).map(({ sale }) => sale));
  }

  /** Refunds and reversals of this shop that were registered or still may be: what was given up counts nowhere. */
  async refunds(): Promise<Refund[]> {
    const voided = await this.voided();
    const reversals = (await this.all<Correction>('correction')).map(returnOf).filter((back) => back !== null);
    const refunds = [...(await this.all<Refund>('refund')), ...reversals].filter(({ _id }) => !voided.has(_id));
    // What moves to the home of a wrong clock lies in two months for a moment.
    return [...new Map(refunds.map((refund) => [refund._id, refund])).values()];
  }

  /** Those of one receipt: by its document, or by its marks where a refund knew no more. */
  async refundsOf(sale: Pick<Sale, '_id'>, { fn, fd }: Pick<FiscalResult, 'fn' | 'fd'>): Promise<Refund[]> {
    const refunds = await this.refunds();
    return refunds.filter(({ original }) => original.sale === sale._id || (original.fn === fn && original.fd === fd));
  }

  /** The right receipt that a correction made instead of this one, where it is known here and was not given up. */
  async rightOf({ _id }: Pick<Sale, '_id'>): Promise<{ readonly sale: string; readonly fd: number | null } | null> {
    const voided = await this.voided();
    const right = (await this.all<Correction>('correction')).find(
      (doc) => doc.kind === 'right' && doc.original?.sale === _id && !voided.has(doc._id),
    );
    if (!right) return null;
    return { sale: right._id, fd: (await this.deps.facts.find<FiscalResult>(resultIdOf(right._id)))?.fd ?? null };
  }

  private async settlements(sale: Sale): Promise<SettlementFact[]> {
    const lists = ['sale', 'correction', 'sale-void', 'refund', 'fiscal-result'].map((type) => this.all<SettlementFact>(type));
    return [sale, ...(await Promise.all(lists)).flat()];
  }

  /** What of money paid in advance is left, with what other rings told; `null` where the sale is no deposit. */
  async depositRest(sale: Sale, { refunds, uses }: ChainWord): Promise<Kopecks | null> {
    if (paidInAdvance(sale) === 0) return null;
    const facts = [...(await this.settlements(sale)), ...together(await this.refunds(), refunds)];
    return Math.max(0, leftOf(facts, sale._id, uses) ?? 0);
  }

  /** Of goods sold on credit: what is still owed and by which receipts it was paid off; `null` where they were paid at once. */
  async debtOf(sale: Sale, { refunds, uses }: ChainWord): Promise<DebtOfSale | null> {
    if (owedAtFirst(sale) === 0) return null;
    const facts = [...(await this.settlements(sale)), ...together(await this.refunds(), refunds)];
    const debt = debtOf(sale, facts);
    return debt && { ...debt, left: leftOf(facts, sale._id, uses) ?? debt.left };
  }

  /** Last digits of the cards that a sale was charged to, in the order of its card payments. */
  async cardsOf(sale: Sale): Promise<(string | null)[]> {
    const count = sale.payments.filter(({ method }) => method === 'card').length;
    if (count === 0) return [];
    // The right receipt of a correction was paid by the cards of the wrong one.
    const doc = await this.deps.facts.find<Sale | Correction>(sale._id);
    const paidBy = doc?.type === 'correction' ? doc.original?.sale : sale._id;
    const attempts = (await this.all<CardAttempt>('card-attempt')).filter((one) => one.sale === paidBy);
    const charged = cardOperations(attempts).filter(({ state }) => state === 'approved');
    return Array.from({ length: count }, (_, part) => charged.find((one) => one.part === part)?.pan?.slice(-4) ?? null);
  }

  /** Receipts that fit what was typed, or all of one client's. */
  async candidates(wanted: string | { readonly client: string }): Promise<ReceiptCandidate[]> {
    const [sales, results, attempts, clients] = await Promise.all([
      this.sales(),
      this.all<FiscalResult>('fiscal-result'),
      this.all<CardAttempt>('card-attempt'),
      this.clients(),
    ]);
    const own = typeof wanted === 'string' ? sales : sales.filter(({ client }) => client === wanted.client);
    const traits = traitsOf({ sales: own, results, attempts }, clients, this.deps.place().timeZone);
    return (typeof wanted === 'string' ? traits.filter((one) => fits(one, wanted)) : traits).slice(0, SHOWN);
  }

  private async clients(): Promise<Map<string, Client>> {
    const name = storeDatabase(this.deps.place().store);
    if (!this.deps.databases.known().includes(name)) return new Map();
    const { startkey, endkey } = rangeOf('client');
    const clients = await this.deps.databases.range<Client & { _id: string }>(name, startkey, endkey);
    return new Map(clients.map((client) => [client._id, client]));
  }

  /** What was sold, by its document: a sale, or a correction that registers one. */
  async sold(id: string): Promise<Sale | null> {
    const doc = await this.deps.facts.find<Sale | Correction>(id);
    return doc && (doc.type === 'sale' || doc.type === 'correction') ? soldBy(doc) : null;
  }

  /** The sale with its result as this device holds them. */
  async find(saleId: string): Promise<FoundReceipt | null> {
    const sale = await this.sold(saleId);
    const result = await this.deps.facts.find<FiscalResult>(resultIdOf(saleId));
    if (!sale || !result) return null;
    const refunds = (await this.refundsOf(sale, result)).map((refund) => ({ refund, result: null }));
    return { store: sale.store, sale, result, voided: false, refunds };
  }

  /** What became of the refund with this key, `null` where none was written. Either way the key is spent. */
  async fateOf(key: string): Promise<'made' | 'given-up' | null> {
    if ((await this.refunds()).some((refund) => refund.key === key)) return 'made';
    return (await this.all<Refund>('refund')).some((refund) => refund.key === key) ? 'given-up' : null;
  }
}

/** What the chain has told of one receipt: refunds of it, and who used it up (a deposit) or paid it off (a debt). */
export interface ChainWord {
  readonly refunds: readonly Refund[];
  readonly uses: Uses;
}
export const NOT_TOLD: ChainWord = { refunds: [], uses: NO_USES };
export const wordOf = ({ refunds, uses = [] }: Pick<FoundReceipt, 'refunds' | 'uses'>): ChainWord => ({
  refunds: refunds.map(({ refund }) => refund),
  uses: new Map(uses.map(({ sale, amount }) => [sale, amount])),
});

/** Refunds that several rings told of, each once. */
export const together = (...rings: readonly (readonly Refund[])[]): Refund[] => [
  ...new Map(rings.flat().map((refund) => [keyOfId(refund._id), refund])).values(),
];

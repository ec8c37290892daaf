import { resultIdOf } from '$design/databases.ts';
import type { FiscalResult, Receipt, Sale, SaleVoid, SettledDeposit } from '$design/documents/facts.ts';
import {
  openDebts,
  openDeposits,
  owedAtFirst,
  paidInAdvance,
  type OpenDebt,
  type OpenDeposit,
  type SettlementFact,
} from '$design/folds/open-deposits.ts';
import { rangeOf, typeOfId } from '$design/ids.ts';
import { soldBy } from '$design/refund/returns.ts';
import { voidIdOf } from '$design/sale/sale-document.ts';
import type { Settlement } from '$design/sale/settlement.ts';
import type { FoundReceipt, ReceiptQuery } from '$design/receipt-lookup.ts';
import type { ReceiptSearch } from '../history/find-receipt.ts';
import type { Databases } from '../storage/databases.ts';
import type { Facts } from '../storage/facts.ts';
import { askedDeposits, copyOf, EMPTY_BOOK, type DepositBook } from './deposit-book.ts';
import type { DepositSearch, DepositsModel } from './deposits.model.ts';

export interface DepositsDeps {
  readonly databases: Pick<Databases, 'range' | 'get'>;
  readonly facts: Pick<Facts, 'names' | 'find'>;
  /** A receipt by its paper or square, here or in the chain; `null` where the text is neither. */
  readonly findReceipt: (text: string) => Promise<ReceiptSearch | null>;
  /** A receipt as the chain knows it. */
  readonly ask: (query: ReceiptQuery) => Promise<FoundReceipt>;
  /** Awaitable pause, ms. */
  readonly wait: (ms: number) => Promise<void>;
}

/** Does a receipt take, use up or owe something? All others are not kept. */
const concernsSale = (sale: Pick<Sale, 'lines' | 'payments' | 'settles'>): boolean =>
  paidInAdvance(sale) > 0 ||
  owedAtFirst(sale) > 0 ||
  (sale.settles ?? []).length > 0 ||
  sale.lines.some(({ method, of }) => method === 'credit-payment' || of !== undefined);

const concerns = (doc: Receipt): boolean =>
  doc.type === 'sale' ? concernsSale(doc) : typeof doc.original?.sale === 'string' || concernsSale(doc);
const isReceipt = (doc: SettlementFact | null): doc is Receipt =>
  doc?.type === 'sale' || doc?.type === 'refund' || doc?.type === 'correction';
const isOutcome = (doc: SettlementFact | null): doc is FiscalResult | SaleVoid =>
  doc?.type === 'fiscal-result' || doc?.type === 'sale-void';

/**
 * Deposits and debts as the facts on this device tell. Read whole once, when somebody first asks, and followed from then on: a till that
 * never takes a prepayment never pays for it.
 */
export class DepositsStore implements DepositsModel {
  state = $state<DepositsModel['state']>('empty');
  private held = $state.raw<DepositBook>(EMPTY_BOOK);
  private loading: Promise<void> | null = null;
  /** Changes that are being taken in. */
  private changes: Promise<unknown> = Promise.resolve();
  /** Deposits of the chain that were looked at. */
  private readonly fetched = askedDeposits();
  private readonly deps: DepositsDeps;

  readonly all = $derived.by<readonly OpenDeposit[]>(() => openDeposits(this.held.values()));
  readonly deposits = $derived.by<readonly OpenDeposit[]>(() =>
    this.all.filter(({ left, fd }) => left > 0 && fd !== null).reverse(),
  );
  readonly debts = $derived.by<readonly OpenDebt[]>(() =>
    openDebts(this.held.values())
      .filter(({ left, fd }) => left > 0 && fd !== null)
      .reverse(),
  );

  constructor(deps: DepositsDeps) {
    this.deps = deps;
  }

  load(): Promise<void> {
    this.loading ??= this.read().catch(() => {
      this.loading = null;
      this.state = 'empty';
    });
    return this.loading;
  }

  /** Documents that were written or pulled. */
  changed(database: string, ids: readonly string[]): Promise<void> {
    if (this.loading === null) return Promise.resolve();
    const taken = this.loading.then(() => this.take(database, ids));
    this.changes = Promise.allSettled([this.changes, taken]);
    return taken;
  }

  private async take(database: string, ids: readonly string[]): Promise<void> {
    const wanted = ids.filter((id) => ['sale', 'refund', 'correction', 'fiscal-result', 'sale-void'].includes(typeOfId(id)));
    const docs = await Promise.all(wanted.map((id) => this.deps.databases.get<SettlementFact>(database, id)));
    const [receipts, late] = [docs.filter(isReceipt), docs.filter(isOutcome)];
    // The server may have had the outcome before the till handed its receipt in.
    const earlier = (await Promise.all(receipts.filter(concerns).map((doc) => this.outcomesOf(doc._id)))).flat();
    const next = copyOf(this.held);
    for (const doc of receipts.filter(concerns)) next.set(doc._id, doc);
    for (const doc of [...late, ...earlier]) if (next.has(doc.sale)) next.set(doc._id, doc);
    this.held = next;
  }

  /** Rejects with DEPOSIT_USED, or DEBT_PAID where a debt is paid off, if less is left than is to be taken. */
  async demand(settles: readonly SettledDeposit[], settlement: Settlement): Promise<void> {
    if (settles.length === 0 && settlement.kind !== 'credit-payment') return;
    await this.load();
    await this.changes;
    const { demandOpen } = await import('./demand-open.ts');
    const debts = settlement.kind === 'credit-payment' ? [{ ...settlement, code: 'DEBT_PAID' as const }] : [];
    const { ask, wait } = this.deps;
    await demandOpen({ book: this.held, fetched: this.fetched, ask, wait }, [
      ...settles.map((one) => ({ ...one, code: 'DEPOSIT_USED' as const })),
      ...debts,
    ]);
  }

  async find(text: string): Promise<DepositSearch> {
    await this.load();
    const number = /^\s*\d{1,10}\s*$/.test(text) ? Number(text) : null;
    const byNumber = number === null ? undefined : this.deposits.find(({ fd }) => fd === number);
    if (byNumber) return { state: 'found', deposit: byNumber, where: 'here' };
    const debtHere = number === null ? undefined : this.debts.find(({ fd }) => fd === number);
    if (debtHere) return { state: 'debt', debt: debtHere };
    const found = await this.deps.findReceipt(text);
    if (found === null || found.state === 'not-found') return { state: 'none' };
    if (found.state === 'offline') return { state: 'offline' };
    if (found.state === 'error') return { state: 'error', code: found.code };
    return this.judge(found.receipt, found.from);
  }

  private async judge(receipt: FoundReceipt, where: 'here' | 'network'): Promise<DepositSearch> {
    const { sale: doc, result } = receipt;
    const sale = doc && doc.type !== 'refund' ? soldBy(doc) : null;
    if (!sale || !result) return { state: 'none' };
    const debt = this.debts.find((one) => one.sale === sale._id);
    if (debt) return { state: 'debt', debt };
    const here = this.all.find((one) => one.sale === sale._id);
    if (here) return this.answer(here, 'here');
    const [{ toldBy }, { leftOf }] = await Promise.all([import('./demand-open.ts'), import('$design/folds/settlement-uses.ts')]);
    const { facts, uses } = toldBy(receipt);
    const alone = openDeposits(facts).find((one) => one.sale === sale._id);
    if (!alone) return { state: 'none' };
    // The chain knows what other shops and older months have used; this till, what has not reached the server yet.
    const left = leftOf([...facts, ...this.held.values()], sale._id, uses) ?? 0;
    this.fetched.set(sale._id, receipt);
    return this.answer({ ...alone, left }, where === 'here' ? 'here' : 'chain');
  }

  private answer(deposit: OpenDeposit, where: 'here' | 'chain'): DepositSearch {
    return deposit.left > 0 ? { state: 'found', deposit, where } : { state: 'used' };
  }

  private async read(): Promise<void> {
    this.state = 'loading';
    const { databases, facts } = this.deps;
    const next = copyOf(EMPTY_BOOK);
    for (const name of facts.names()) {
      for (const type of ['sale', 'refund', 'correction']) {
        const { startkey, endkey } = rangeOf(type);
        const docs = await databases.range<Receipt>(name, startkey, endkey);
        for (const doc of docs.filter(concerns)) next.set(doc._id, doc);
      }
    }
    for (const { _id } of [...next.values()]) for (const found of await this.outcomesOf(_id)) next.set(found._id, found);
    this.held = next;
    this.state = 'ready';
  }

  private async outcomesOf(receipt: string): Promise<(FiscalResult | SaleVoid)[]> {
    const ids = [resultIdOf(receipt), voidIdOf(receipt)];
    const found = await Promise.all(ids.map((id) => this.deps.facts.find<FiscalResult | SaleVoid>(id)));
    return found.filter((one) => one !== null);
  }
}

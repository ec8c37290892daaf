import { resultIdOf } from '$design/databases.ts';
import type { FiscalResult, Refund, Sale, SaleVoid, SettledDeposit } from '$design/documents/facts.ts';
import {
  openDebts,
  openDeposits,
  owedAtFirst,
  paidInAdvance,
  usedOf,
  type OpenDebt,
  type OpenDeposit,
  type SettlementFact,
} from '$design/folds/open-deposits.ts';
import { rangeOf, typeOfId } from '$design/ids.ts';
import { SaleFailure } from '$design/machines/sale.machine.ts';
import { voidIdOf } from '$design/sale/sale-document.ts';
import type { FoundReceipt } from '$design/receipt-lookup.ts';
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
}

/** Does a receipt take, use up or owe something? All others are not kept. */
const concernsSale = (sale: Sale): boolean =>
  paidInAdvance(sale) > 0 ||
  owedAtFirst(sale) > 0 ||
  (sale.settles ?? []).length > 0 ||
  sale.lines.some(({ method, of }) => method === 'credit-payment' || of !== undefined);

const concerns = (doc: Sale | Refund): boolean => (doc.type === 'sale' ? concernsSale(doc) : doc.original.sale !== null);
const isReceipt = (doc: SettlementFact | null): doc is Sale | Refund => doc?.type === 'sale' || doc?.type === 'refund';
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
  /** Deposits of the chain that were looked at, with what the chain says was used of them elsewhere. */
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
  async changed(database: string, ids: readonly string[]): Promise<void> {
    if (this.loading === null) return;
    await this.loading;
    const wanted = ids.filter((id) => ['sale', 'refund', 'fiscal-result', 'sale-void'].includes(typeOfId(id)));
    const docs = await Promise.all(wanted.map((id) => this.deps.databases.get<SettlementFact>(database, id)));
    const [receipts, late] = [docs.filter(isReceipt), docs.filter(isOutcome)];
    // The server may have had the outcome before the till handed its receipt in.
    const earlier = (await Promise.all(receipts.filter(concerns).map((doc) => this.outcomesOf(doc._id)))).flat();
    const next = copyOf(this.held);
    for (const doc of receipts.filter(concerns)) next.set(doc._id, doc);
    for (const doc of [...late, ...earlier]) if (next.has(doc.sale)) next.set(doc._id, doc);
    this.held = next;
  }

  /** Rejects with DEPOSIT_USED where less is left than is to be used up; a deposit of the chain was asked there when it was found. */
  async demand(settles: readonly SettledDeposit[]): Promise<void> {
    if (settles.length === 0) return;
    await this.load();
    const used = usedOf(this.held.values());
    for (const { sale, amount } of settles) {
      const here = this.all.find((one) => one.sale === sale);
      const elsewhere = this.fetched.get(sale);
      const left = here?.left ?? (elsewhere ? elsewhere.left + elsewhere.usedHere - (used.get(sale) ?? 0) : 0);
      if (amount > left) throw new SaleFailure('DEPOSIT_USED', false, { left: Math.max(0, left), wanted: amount });
    }
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

  private judge(receipt: FoundReceipt, where: 'here' | 'network'): DepositSearch {
    const { sale, result, refunds, settled = 0 } = receipt;
    if (sale?.type !== 'sale' || !result) return { state: 'none' };
    const here = this.all.find((one) => one.sale === sale._id);
    const debt = this.debts.find((one) => one.sale === sale._id);
    if (debt) return { state: 'debt', debt };
    const facts = [sale, result, ...refunds.flatMap((one) => (one.result ? [one.refund, one.result] : [one.refund]))];
    const [alone] = openDeposits(facts);
    if (here || !alone) return here ? this.answer(here, 'here') : { state: 'none' };
    // The chain knows what other shops and older months have used; this till, what has not reached the server yet.
    const usedHere = usedOf(this.held.values()).get(sale._id) ?? 0;
    const deposit = { ...alone, left: alone.left - Math.max(settled, usedHere) };
    this.fetched.set(deposit.sale, { left: deposit.left, usedHere });
    return this.answer(deposit, where === 'here' ? 'here' : 'chain');
  }

  private answer(deposit: OpenDeposit, where: 'here' | 'chain'): DepositSearch {
    return deposit.left > 0 ? { state: 'found', deposit, where } : { state: 'used' };
  }

  private async read(): Promise<void> {
    this.state = 'loading';
    const { databases, facts } = this.deps;
    const next = copyOf(EMPTY_BOOK);
    for (const name of facts.names()) {
      for (const type of ['sale', 'refund']) {
        const { startkey, endkey } = rangeOf(type);
        const docs = await databases.range<Sale | Refund>(name, startkey, endkey);
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

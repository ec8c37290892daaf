import type { Correction, FiscalResult, Refund, Sale, SaleLine, SaleVoid, SettledDeposit } from '../documents/facts.ts';
import { resultIdOf } from '../databases.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { returnOf, soldBy } from '../refund/returns.ts';

/** Tag 1214 of money taken before the goods. */
export const IN_ADVANCE: readonly SaleLine['method'][] = ['full-prepayment', 'prepayment', 'advance'];
const isInAdvance = ({ method }: Pick<SaleLine, 'method'>): boolean => IN_ADVANCE.includes(method);
const sumOf = (amounts: Iterable<number>): Kopecks => [...amounts].reduce((sum, amount) => sum + amount, 0);

const HANDS_OVER: readonly SaleLine['method'][] = ['full', 'partial', 'credit'];
/** Do goods go with the line? Not with money before them, nor with the paying off of a credit. */
export const handsOver = ({ method }: Pick<SaleLine, 'method'>): boolean => HANDS_OVER.includes(method);

export const paidInAdvance = ({ lines }: { readonly lines: readonly SaleLine[] }): Kopecks =>
  sumOf(lines.filter(isInAdvance).map(({ amount }) => amount));
/** Sold on credit: tag 1216. */
export const owedAtFirst = ({ payments }: Pick<Sale, 'payments'>): Kopecks =>
  sumOf(payments.filter(({ method }) => method === 'credit').map(({ amount }) => amount));

/** Under whom a deposit stands in the shop's books: its client or, without one, the receipt itself (`deposits` of an opening). */
export const ownerOf = ({ _id, client }: Pick<Sale, '_id' | 'client'>): string => client ?? _id;

/** Money that a customer has paid in advance and what is left of it. Kopecks. */
export interface OpenDeposit {
  readonly sale: string;
  readonly owner: string;
  readonly client: string | null;
  readonly order: string | null;
  readonly store: string;
  readonly at: number;
  readonly kind: 'full-prepayment' | 'prepayment' | 'advance';
  readonly paid: Kopecks;
  /** Below nothing where tills that did not know of each other used up more than there was. */
  readonly left: Kopecks;
  /** What the goods cost that it was paid for; `null` of an advance. */
  readonly agreed: Kopecks | null;
  readonly lines: readonly SaleLine[];
  /** Which of the lines have been handed over, by number. */
  readonly delivered: readonly number[];
  /** ФД of its receipt; `null` while it has none: nothing may be set off against it then. */
  readonly fd: number | null;
  readonly fn: string | null;
}

/** What a customer owes for goods taken away. Kopecks. */
export interface OpenDebt {
  readonly sale: string;
  readonly client: string | null;
  readonly order: string | null;
  readonly store: string;
  readonly at: number;
  readonly owed: Kopecks;
  readonly left: Kopecks;
  readonly fd: number | null;
}

export type SettlementFact = Sale | Refund | Correction | FiscalResult | SaleVoid;

export interface Books {
  readonly sales: ReadonlyMap<string, Sale>;
  readonly refunds: readonly Refund[];
  readonly results: ReadonlyMap<string, FiscalResult>;
}

/**
 * Facts in any order and with repeats; what is voided never happened, what is not settled yet counts as if it will. Corrections count as
 * what they do: one takes a wrong receipt back, the other sells what the right one says, by the same deposits.
 */
export function booksOf(facts: Iterable<SettlementFact>): Books {
  const sales = new Map<string, Sale>();
  const refunds = new Map<string, Refund>();
  const results = new Map<string, FiscalResult>();
  const corrections = new Map<string, Correction>();
  const voided = new Set<string>();
  for (const fact of facts) {
    if (fact.type === 'sale') sales.set(fact._id, fact);
    else if (fact.type === 'correction') corrections.set(fact._id, fact);
    else if (fact.type === 'refund') refunds.set(fact._id, fact);
    else if (fact.type === 'fiscal-result') results.set(fact._id, fact);
    else voided.add(fact.sale);
  }
  // In the order of time: what is corrected twice stands on what was right in between.
  for (const [id, doc] of [...corrections].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [back, sold] = [returnOf(doc), soldBy(doc)];
    if (back) refunds.set(id, back);
    const settles = revivedBy(doc, sales.get(doc.original?.sale ?? '')?.settles ?? []);
    if (sold) sales.set(id, { ...sold, ...(settles.length > 0 && { settles }) });
  }
  for (const id of voided) {
    if (results.has(resultIdOf(id))) continue;
    sales.delete(id);
    refunds.delete(id);
  }
  return { sales, refunds: [...refunds.values()], results };
}

/** What a refund gives back to the deposits of the hand-over that it returns, the one used last first; at most what each had given. */
export function revivedBy(refund: Pick<Refund, 'payments'>, settles: readonly SettledDeposit[]): SettledDeposit[] {
  let back = sumOf(refund.payments.filter(({ method }) => method === 'prepaid').map(({ amount }) => amount));
  const revived: SettledDeposit[] = [];
  for (const one of [...settles].reverse()) {
    const amount = Math.min(one.amount, back);
    if (amount > 0) revived.push({ ...one, amount });
    back -= amount;
  }
  return revived;
}

/** What was used up of each deposit: set off by sales, given back by refunds, less what refunds of hand-overs revived. By its document. */
function usedIn({ sales, refunds }: Books): Map<string, Kopecks> {
  const used = new Map<string, Kopecks>();
  const use = (sale: string, amount: Kopecks) => used.set(sale, (used.get(sale) ?? 0) + amount);
  for (const { settles = [] } of sales.values()) for (const { sale, amount } of settles) use(sale, amount);
  for (const refund of refunds) {
    const original = refund.original.sale;
    if (original === null) continue;
    use(original, paidInAdvance(refund));
    for (const { sale, amount } of revivedBy(refund, sales.get(original)?.settles ?? [])) use(sale, -amount);
  }
  return used;
}

/** Lines that sales have handed over and refunds did not bring back, as `<sale>#<line>`. */
function deliveredIn({ sales, refunds }: Books): Set<string> {
  const gone = new Map<string, number>();
  const move = (lines: readonly SaleLine[], sign: 1 | -1, of: (line: SaleLine) => SaleLine['of']) => {
    for (const line of lines) {
      const where = isInAdvance(line) || line.method === 'credit-payment' ? undefined : of(line);
      if (where) gone.set(`${where.sale}#${where.line}`, (gone.get(`${where.sale}#${where.line}`) ?? 0) + sign * line.qty);
    }
  };
  for (const { lines } of sales.values()) move(lines, 1, ({ of }) => of);
  for (const { lines } of refunds) move(lines, -1, ({ of }) => of && sales.get(of.sale)?.lines[of.line]?.of);
  return new Set([...gone].filter(([, qty]) => qty > 0).map(([line]) => line));
}

/**
 * Everything paid in advance that these facts know of, and what is left of each, the oldest first. A pure fold, in any order and with
 * repeats: deposits whose rest is nothing are in it too (`left` 0), callers choose. A deposit whose document is not among the facts (an
 * older month, another shop) is not.
 */
export function openDeposits(facts: Iterable<SettlementFact>): OpenDeposit[] {
  const books = booksOf(facts);
  const used = usedIn(books);
  const delivered = deliveredIn(books);
  const deposits: OpenDeposit[] = [];
  for (const sale of books.sales.values()) {
    const paid = paidInAdvance(sale);
    if (paid === 0) continue;
    const result = books.results.get(resultIdOf(sale._id));
    const advance = sale.lines.some(({ method }) => method === 'advance');
    const whole = sale.lines.every(({ method }) => method === 'full-prepayment');
    deposits.push({
      sale: sale._id,
      owner: ownerOf(sale),
      client: sale.client,
      order: sale.order ?? null,
      store: sale.store,
      at: sale.at,
      kind: advance ? 'advance' : whole ? 'full-prepayment' : 'prepayment',
      paid,
      left: paid - (used.get(sale._id) ?? 0),
      agreed: advance ? null : sumOf(sale.lines.map(({ agreed, amount }) => agreed?.amount ?? amount)),
      lines: sale.lines,
      delivered: sale.lines.flatMap((_, line) => (delivered.has(`${sale._id}#${line}`) ? [line] : [])),
      fd: result?.fd ?? null,
      fn: result?.fn ?? null,
    });
  }
  return deposits.sort((a, b) => a.at - b.at || (a.sale < b.sale ? -1 : 1));
}

/** Everything sold on credit and what is still owed, the oldest first; refunds take from what is owed first where they say so. */
export function openDebts(facts: Iterable<SettlementFact>): OpenDebt[] {
  const { sales, refunds, results } = booksOf(facts);
  const paidOff = new Map<string, Kopecks>();
  const pay = (sale: string, amount: Kopecks) => paidOff.set(sale, (paidOff.get(sale) ?? 0) + amount);
  for (const { lines } of sales.values()) {
    for (const { method, amount, of } of lines) if (method === 'credit-payment' && of) pay(of.sale, amount);
  }
  for (const refund of refunds) {
    const { sale } = refund.original;
    if (sale === null) continue;
    const original = sales.get(sale);
    const debt = original?.lines.find(({ method }) => method === 'credit-payment')?.of?.sale;
    // A paying off that was given back is owed again; a refund by tag 1216 takes from the debt.
    if (debt !== undefined) pay(debt, -refund.total);
    pay(sale, owedAtFirst(refund));
  }
  const debts: OpenDebt[] = [];
  for (const sale of sales.values()) {
    const owed = owedAtFirst(sale);
    if (owed === 0) continue;
    const { _id, client, order = null, store, at } = sale;
    const left = owed - (paidOff.get(_id) ?? 0);
    debts.push({ sale: _id, client, order, store, at, owed, left, fd: results.get(resultIdOf(_id))?.fd ?? null });
  }
  return debts.sort((a, b) => a.at - b.at || (a.sale < b.sale ? -1 : 1));
}

/** Deposits used up by more than was paid: two tills offline have set off the same money (a report, never a refusal: it is done). */
export const overdrawn = (deposits: readonly OpenDeposit[]): OpenDeposit[] => deposits.filter(({ left }) => left < 0);

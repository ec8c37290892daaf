import type { FiscalResult, PaymentMethod, Receipt } from '$design/documents/facts.ts';
import { normalise as plain } from '$design/search/fold.ts';
import type { ReceiptStage } from '$design/fiscal/wire.ts';
import type { Kopecks } from '$design/money/kopecks.ts';

export type HistoryKind = 'sale' | 'deposit' | 'refund' | 'correction';
/** `elsewhere`: another till's, and what became of it has not come here yet. */
export type HistoryStage = ReceiptStage | 'unsent' | 'elsewhere';

/** A receipt of a day as the list shows it. */
export interface HistoryRow {
  readonly saleId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly cashier: string;
  readonly total: Kopecks;
  readonly kind: HistoryKind;
  /** Money that came in (1) or went out (−1). */
  readonly sign: 1 | -1;
  readonly payments: readonly PaymentMethod[];
  /** Name of the client, where one was chosen and is known here. */
  readonly client: string | null;
  readonly clientId: string | null;
  readonly stage: HistoryStage;
  readonly fd: number | null;
  readonly recovered: boolean;
  /** The other till whose receipt it is: its way to the operator is not seen here. `null`: this one's. */
  readonly otherTill: string | null;
  /** What the search looks through: articles, numbers, names; lower case, ё as е. */
  readonly words: string;
}

/** Groups of stages as a cashier asks for them: done, on its way to the operator, in need of somebody, voided. */
export type StageGroup = 'done' | 'sending' | 'open' | 'voided';
const GROUPS: Readonly<Record<HistoryStage, StageGroup>> = {
  delivered: 'done',
  registered: 'sending',
  printed: 'sending',
  stored: 'open',
  registering: 'open',
  parked: 'open',
  uncertain: 'open',
  rejected: 'open',
  dead: 'open',
  unsent: 'open',
  elsewhere: 'open',
  voided: 'voided',
};

/** `null`: all. Sums are kopecks, both ends belong to it. */
export interface HistoryFilter {
  readonly text: string;
  readonly kind: HistoryKind | null;
  readonly stage: StageGroup | null;
  readonly cashier: string | null;
  readonly client: { readonly id: string; readonly name: string } | null;
  readonly payment: PaymentMethod | null;
  readonly from: Kopecks | null;
  readonly to: Kopecks | null;
}

export const NO_FILTER: HistoryFilter = {
  ...{ text: '', kind: null, stage: null, cashier: null, client: null },
  ...{ payment: null, from: null, to: null },
};

export const isFiltered = (filter: HistoryFilter): boolean =>
  filter.text.trim() !== '' ||
  (['kind', 'stage', 'cashier', 'client', 'payment', 'from', 'to'] as const).some((name) => filter[name] !== null);

/** Money taken before the goods: every line is a prepayment or an advance (tag 1214). */
const isDeposit = ({ lines }: Receipt): boolean =>
  lines.every(({ method }) => ['prepayment', 'full-prepayment', 'advance'].includes(method));

export const kindOf = (doc: Receipt): HistoryKind => (doc.type === 'sale' && isDeposit(doc) ? 'deposit' : doc.type);
export const signOf = (doc: Receipt): 1 | -1 =>
  doc.type === 'refund' || (doc.type === 'correction' && doc.operation === 'refund') ? -1 : 1;

export function wordsOf(doc: Receipt, result: Pick<FiscalResult, 'fd' | 'fp' | 'number'> | null, client: string | null): string {
  const order = 'order' in doc ? (doc.order ?? '') : '';
  const marks = result ? [`фд ${result.fd}`, result.fp, `чек ${result.number}`] : [];
  const sum = (doc.total / 100).toFixed(2).replace('.', ',');
  return plain(
    [...doc.lines.flatMap(({ name, sku }) => [name, sku]), doc.cashier.name, client ?? '', order, sum, ...marks].join(' '),
  );
}

/** Those that fit every condition, in their order. Every word of the text is somewhere in the receipt. */
export function filtered(rows: readonly HistoryRow[], filter: HistoryFilter): readonly HistoryRow[] {
  const words = plain(filter.text).split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (filter.kind === null || row.kind === filter.kind) &&
      (filter.stage === null || GROUPS[row.stage] === filter.stage) &&
      (filter.cashier === null || row.cashier === filter.cashier) &&
      (filter.client === null || row.clientId === filter.client.id) &&
      (filter.payment === null || row.payments.includes(filter.payment)) &&
      (filter.from === null || row.total >= filter.from) &&
      (filter.to === null || row.total <= filter.to) &&
      words.every((word) => row.words.includes(word)),
  );
}

/** What a list adds up to. A receipt counts once the drive has it; what is parked, uncertain or voided counts nowhere. */
export interface HistoryTotals {
  readonly receipts: number;
  readonly sum: Kopecks;
  readonly came: Kopecks;
  readonly went: Kopecks;
  /** Rows that are no receipt (yet). */
  readonly others: number;
}

export function totalsOf(rows: readonly HistoryRow[]): HistoryTotals {
  const counted = rows.filter(({ fd, stage }) => fd !== null && stage !== 'voided');
  const of = (sign: 1 | -1): Kopecks => counted.reduce((sum, row) => (row.sign === sign ? sum + row.total : sum), 0);
  const [came, went] = [of(1), of(-1)];
  return { receipts: counted.length, sum: came - went, came, went, others: rows.length - counted.length };
}

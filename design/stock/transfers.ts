import type { StockMovement } from '../documents/facts.ts';
import type { StockTransfer } from '../documents/stock-transfer.ts';
import { articlesOf } from '../folds/movement.ts';
import { docId } from '../ids.ts';

type Transfer = Pick<StockTransfer, 'from' | 'to' | 'number' | 'sent' | 'answers'>;
export type OpenTransfer = Transfer & Pick<StockTransfer, '_id'>;

/** A number is typed from paper, too: case and blanks mean nothing. */
export const transferId = (from: string, number: string): string =>
  docId('stock-transfer', `${from}:${number.trim().toLowerCase()}`);

/** Of which transfer a fact tells: `null`, of none. What is `delivered` repeats an acceptance and tells nothing new. */
export function transferOf({ document }: StockMovement): string | null {
  return document?.of?.startsWith('stock-transfer:') === true && document.kind !== 'delivered' ? document.of : null;
}

/** The transfer with one more fact of either shop: in any order, each once. */
export function withFact(before: Transfer | null, fact: StockMovement): Transfer {
  const { kind, number, party } = fact.document!;
  const there = kind === 'accepted';
  const [from, to] = there ? [party ?? '', fact.store] : [fact.store, kind === 'sent' ? (party ?? '') : ''];
  const known = before ?? { from, to, number: number ?? '', sent: null, answers: [] };
  const lines = articlesOf(fact).map(({ sku, qty }) => ({ sku, qty }));
  // To which shop it went, those say who sent it; until they do, whoever took it in.
  if (kind === 'sent') return { ...known, to: party ?? known.to, sent: known.sent ?? { id: fact._id, at: fact.at, lines } };
  if (known.answers.some(({ id }) => id === fact._id)) return known;
  const answers = [...known.answers, { id: fact._id, kind, at: fact.at, lines }].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ...known, to: known.to === '' ? to : known.to, answers };
}

interface TransferLine {
  readonly sku: string;
  readonly sent: number;
  readonly accepted: number;
  /** Came back or was written off on the way. */
  readonly settled: number;
  /** Still under way; less than none: more was accepted than sent. */
  readonly left: number;
}

/** How a transfer stands, article by article. It is open until nothing is left, either way. */
export function transferView({ sent, answers }: Transfer): { readonly lines: readonly TransferLine[]; readonly open: boolean } {
  const sums = new Map<string, { sent: number; accepted: number; settled: number }>();
  const add = (lines: readonly { sku: string; qty: number }[], to: 'sent' | 'accepted' | 'settled') => {
    for (const { sku, qty } of lines) {
      const sum = sums.get(sku) ?? { sent: 0, accepted: 0, settled: 0 };
      sums.set(sku, { ...sum, [to]: sum[to] + Math.round(qty * 1_000) });
    }
  };
  add(sent?.lines ?? [], 'sent');
  for (const { kind, lines } of answers) add(lines, kind === 'accepted' ? 'accepted' : 'settled');
  const lines = [...sums].map(([sku, sum]) => ({
    ...{ sku, sent: sum.sent / 1_000, accepted: sum.accepted / 1_000, settled: sum.settled / 1_000 },
    left: (sum.sent - sum.accepted - sum.settled) / 1_000,
  }));
  return { lines, open: lines.some(({ left }) => left !== 0) };
}

/**
 * The transfers of a shop as a device knows them: what the server told, and on top what this shop's facts say that the server has not
 * worked in yet. Open ones only, the oldest first.
 */
export function openTransfers(known: Iterable<StockTransfer>, facts: Iterable<StockMovement>): OpenTransfer[] {
  const found = new Map<string, Transfer>();
  for (const doc of known) found.set(doc._id, doc);
  for (const fact of facts) {
    const id = transferOf(fact);
    if (id !== null) found.set(id, withFact(found.get(id) ?? null, fact));
  }
  return [...found]
    .map(([_id, transfer]) => ({ ...transfer, _id }))
    .filter((transfer) => transferView(transfer).open)
    .sort((a, b) => sinceOf(a) - sinceOf(b) || (a._id < b._id ? -1 : 1));
}

/** Since when it is under way, epoch ms; where only the acceptance is known, since then. */
export const sinceOf = ({ sent, answers }: Transfer): number => sent?.at ?? answers[0]?.at ?? 0;

import { returnableLines } from '$design/refund/returnable.ts';
import { isCorrected } from '$design/refund/returns.ts';
import { waysBack } from '$design/refund/ways-back.ts';
import { together, type ChainWord, type KnownReceipts } from './known-receipts.ts';
import type { RefundOriginal } from './refund.model.ts';

export type OriginalHead = Pick<RefundOriginal, 'sale' | 'result' | 'storeName' | 'isForeign'>;

/** What may be given back of a receipt, and which way, as far as this device and the chain's `word` know its refunds. */
export async function judgeOriginal(
  known: KnownReceipts,
  head: OriginalHead,
  word: ChainWord,
  chainKnown: boolean,
): Promise<RefundOriginal> {
  const refunds = together(await known.refundsOf(head.sale, head.result), word.refunds);
  const { sale, result, storeName, isForeign } = head;
  return {
    ...{ sale, result, storeName, isForeign, chainKnown },
    corrected: isCorrected(refunds) ? ((await known.rightOf(sale)) ?? { sale: null, fd: null }) : null,
    lines: returnableLines(sale, refunds),
    ways: waysBack(sale, refunds),
    depositRest: await known.depositRest(sale, word),
    debt: await known.debtOf(sale, word),
    cards: await known.cardsOf(sale),
  };
}

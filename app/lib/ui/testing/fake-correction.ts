import type { Correction } from '$design/documents/facts.ts';
import { correctionEntryFault } from '$design/refund/correction-document.ts';
import { lineAmount } from '$design/money/kopecks.ts';
import type { CorrectionModel } from '$lib/correction/correction.model.ts';

const MADE = (['reversal', 'right'] as const).map((kind, i) => ({
  doc: { _id: `correction:${i}`, kind, original: { fd: 1043 }, total: 2_539_000 } as unknown as Correction,
  fd: i === 0 ? 1051 : null,
}));

/** Scenes: `correction-made` (a receipt taken back and made anew; the second one waits). */
export const fakeCorrection = (has: (word: string) => boolean): CorrectionModel => ({
  busy: false,
  made: has('correction-made') ? MADE : [],
  fault: ({ basis, right, original }) => correctionEntryFault(basis, [right], original ? '1' : null, '2026-11-21'),
  line: ({ name, qty, price, vat }) => ({
    ...{ sku: 'CORRECTION', name, kind: 'accessory', qty, price, discount: 0, amount: lineAmount(price, qty), vat },
    ...{ subject: 'goods', method: 'full', mark: null },
  }),
  kept: null,
  keep() {},
  look: () => Promise.resolve(),
  send: () => Promise.resolve(null),
  reset() {},
});

import { correctionEntryFault } from '$design/refund/correction-document.ts';
import { lineAmount } from '$design/money/kopecks.ts';
import type { CorrectionModel } from '$lib/correction/correction.model.ts';

export const fakeCorrection: CorrectionModel = {
  busy: false,
  made: [],
  fault: ({ basis, right, original }) => correctionEntryFault(basis, [right], original ? '1' : null, '2026-11-21'),
  line: ({ name, qty, price, vat }) => ({
    ...{ sku: 'CORRECTION', name, kind: 'accessory', qty, price, discount: 0, amount: lineAmount(price, qty), vat },
    ...{ subject: 'goods', method: 'full', mark: null },
  }),
  send: () => Promise.resolve(null),
  reset() {},
};

import type { English } from '../keys.ts';
import type { modeText as ru } from '../ru/mode-text.ts';

export const modeText: English<typeof ru> = {
  online: 'Receipts go to the tax data operator at once.',
  degraded: 'The server does not answer. Sell as usual: receipts go to the operator, the rest will be sent by itself.',
  offline: 'The tax data operator does not answer. Sell as usual: receipts are kept in the till and will be sent by themselves.',
  checking: 'Checking the link with the tax data operator. You can sell.',
  unreachable: 'The register program of this computer does not answer. No receipt can be made until it starts.',
};

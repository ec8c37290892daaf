import type { English } from '../keys.ts';
import type { bufferAlert as ru } from '../ru/buffer-alert.ts';

export const bufferAlert: English<typeof ru> = {
  warningTitle: 'The receipt queue is {{percent}} full',
  warningText:
    'Receipts are not reaching the tax data operator. You can sell, but at {{capacity}} receipts sales will stop. Tell the administrator.',
  criticalTitle: 'The receipt queue is almost full: {{percent}}',
  criticalText: 'Left before sales stop: {{left}}. Call the administrator now: receipts must be sent to the operator.',
  fullTitle: 'Sales have stopped: the receipt queue is full',
  fullText:
    'The queue holds {{queued}} of {{capacity}} receipts and takes no more: the till is waiting for the link with the tax data operator. Call the administrator. The receipt on the screen is kept, and sales go on as soon as receipts begin to be sent.',
  understood: 'Understood',
};

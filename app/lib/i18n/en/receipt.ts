import type { English } from '../keys.ts';
import type { receipt as ru } from '../ru/receipt.ts';

export const receipt: English<typeof ru> = {
  title: 'Receipt',
  done: 'The receipt is made',
  fd: 'FD No.',
  fp: 'FP',
  fn: 'FN',
  change: 'Change',
  total: 'Sum',
  paper: 'The receipt as printed',
  qr: 'QR code of the receipt',
  path: 'Way of the receipt',
  newSale: 'New sale',
  copy: 'Print a copy',
  copied: 'The copy was sent to the printer',
  noText: 'The receipt is not registered yet, there is nothing to print.',
};

import type { English } from '../keys.ts';
import type { common as ru } from '../ru/common.ts';

export const common: English<typeof ru> = {
  back: 'Back',
  cancel: 'Cancel',
  close: 'Close',
  retry: 'Try again',
  print: 'Print',
  none: '—',
  erase: 'Erase',
  clear: 'Clear',
  loading: 'Loading…',
  keyEnter: 'Enter',
  keyEscape: 'Esc',
};

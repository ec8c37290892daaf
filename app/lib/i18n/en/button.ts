import type { English } from '../keys.ts';
import type { button as ru } from '../ru/button.ts';

export const button: English<typeof ru> = {
  back: 'Back',
  cancel: 'Cancel',
  close: 'Close',
  retry: 'Try again',
  print: 'Print',
  erase: 'Erase',
  clear: 'Clear',
  keyEnter: 'Enter',
  keyEscape: 'Esc',
};

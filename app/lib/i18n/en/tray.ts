import type { English } from '../keys.ts';
import type { tray as ru } from '../ru/tray.ts';

export const tray: English<typeof ru> = {
  title: 'Unfinished receipts',
  text: 'Receipts that have no fiscal number yet. Each must be finished or voided.',
  empty: 'Everything is finished',
  emptyText: 'There are no unfinished receipts.',
  refund: 'Refund',
  correction: 'Correction',
  retry: 'Try again',
  busy: 'Asking the register…',
  void: 'Void',
  voidTitle: 'Void the receipt of {{total}}?',
  voidText: 'The receipt will not be registered. Give the money back if the customer has paid.',
  voidCard: '{{sum}} was charged to the card: the money goes back first.',
  reason: 'Reason',
  reasonHint: 'For example: the customer changed their mind',
  voidConfirm: 'Void the receipt',
  noRights: 'Voiding is for staff with the right to it',
};

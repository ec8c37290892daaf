import type { English } from '../keys.ts';
import type { payment as ru } from '../ru/payment.ts';

export const payment: English<typeof ru> = {
  title: 'Payment',
  due: 'To pay',
  method: 'How it is paid',
  cash: 'Cash',
  card: 'Card',
  tendered: 'Received',
  exact: 'No change',
  change: 'Change',
  short: 'Short by',
  quick: 'Quick sums',
  confirm: 'Make the receipt',
  cardText: 'Ask the customer to present the card. The receipt is made after the terminal answers.',
  registering: 'Making the receipt…',
  registeringText: 'Do not switch the register off. The receipt is kept and will not be doubled.',
  registeringLong: 'The register takes longer than usual: {{seconds}} s. The receipt will not be lost.',
  badSum: 'Enter a sum in roubles, for example 1500 or 1500.50',
};

import type { keys as ru } from '../ru/keys.ts';
import type { English } from '../keys.ts';

export const keys: English<typeof ru> = {
  title: 'Keys',
  places: 'Sections',
  anywhere: 'Everywhere',
  till: 'On this screen',
  refund: 'Refund',
  help: 'This list',
  next: 'To the next field or button',
  press: 'Press the chosen button',
  close: 'Close the window',
  scan: 'Scanner: the product joins the receipt from any screen',
  search: 'To the product search',
  choose: 'Choose a line',
  add: 'Add the product found',
  more: 'More or fewer pieces',
  remove: 'Remove the line',
  line: 'Price, discount and note of the line',
  park: 'Park the receipt, parked receipts',
  deposits: 'Prepayments, debts, advance',
  clear: 'Clear the receipt, bring back what was removed',
  client: 'Client of the receipt',
  pay: 'Payment',
  back: 'Back to the receipt',
};

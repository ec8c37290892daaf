import type { English } from '../keys.ts';
import type { client as ru } from '../ru/client.ts';

export const client: English<typeof ru> = {
  title: 'Client',
  text: 'A phone or a part of it, a surname, a first name. The keyboard layout and one slip do not matter.',
  find: 'Phone or name',
  running: 'Searching…',
  start: 'Type a phone or a name',
  startText: 'This shop’s clients are searched; no network is needed.',
  none: 'No such client',
  noneText: 'Check the spelling or add a new one.',
  failed: 'The list of clients cannot be read now',
  born: 'born {{day}}',
  noPhone: 'no phone',
  add: 'New client',
  name: 'Surname, first name',
  phone: 'Phone',
  badPhone: 'This is no phone number: +7 and ten digits.',
  consent: 'Consent to keep data and to electronic receipts',
  electronic: 'Said at the till',
  paper: 'Signed',
  notGiven: 'Not given',
  save: 'Add and choose',
  back: 'Back to search',
  choose: 'By client',
  noReceipts: 'No receipts of this client here',
  noReceiptsText:
    'This shop’s sales of two months are seen, where the client was chosen. Find older ones by the QR code of the receipt.',
  chosen: 'Client: {{name}}',
};

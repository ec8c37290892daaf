import type { English } from '../keys.ts';
import type { syncText as ru } from '../ru/sync-text.ts';

export const syncText: English<typeof ru> = {
  checking: 'Checking the link with the server.',
  synced: 'Everything has been sent to the server.',
  sending: 'Documents are going to the server.',
  waiting: 'The server does not answer. Documents are kept on this device and will be sent by themselves.',
  busy: 'The server answers but cannot take data. Documents are kept on this device and will be sent by themselves.',
  slow: 'The server answers slowly. Sell as usual: everything is kept and will be sent by itself.',
  loading: 'The first load is running. You can sell as soon as the catalogue and the staff are here; the rest loads by itself.',
  refused: 'The server did not accept some documents. They are kept here; call the administrator.',
  login: 'The device must be connected again with a code from the administrator. You can go on selling.',
  revoked: 'The administrator switched this device off. Documents are kept here. Ask for a new connection code.',
};

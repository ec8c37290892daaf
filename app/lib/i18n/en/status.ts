import type { English } from '../keys.ts';
import type { status as ru } from '../ru/status.ts';

export const status: English<typeof ru> = {
  label: 'State of the till',
  register: 'Till',
  noRegister: 'No register',
  buffer: 'Receipts queued',
  unsent: 'To send',
  sync: 'Server',
  version: 'Version of the program',
  time: 'Time',
  details: 'More about the link and the receipt queue',
};

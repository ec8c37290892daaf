import type { English } from '../keys.ts';
import type { link as ru } from '../ru/link.ts';

export const link: English<typeof ru> = {
  title: 'Link and receipt queue',
  queue: 'Receipts queued for the operator',
  capacity: '{{queued}} of {{capacity}} ({{percent}})',
  oldest: 'The oldest has waited',
  dead: 'Not accepted by the operator',
  lastOfd: 'Last sent to the operator',
  lastSync: 'Last exchange with the server',
  unsent: 'Documents to send to the server',
  refused: 'Not accepted by the server',
  breaker: 'Next try',
  storage: 'Room on the device',
  storageUsed: '{{used}} of {{quota}}',
  vanished:
    'The browser lost the saved data of this till. Call the administrator: receipts will be restored from the register program.',
  again: 'Connect again',
  revoked: 'The administrator switched this device off. Documents are kept.',
  login: 'The server wants a new connection code. Documents are kept.',
  low: 'More than 80 % of the room on this device is used. Call the administrator: the disk must be cleared.',
  full: 'No room on this device: no new receipt can be written. Call the administrator to clear the disk.',
  kept: 'Data protected from clearing',
  keptYes: 'yes',
  keptNo: 'no: do not clear the browser’s data',
  outdated: 'The program has been updated. Finish the receipt: the page will reopen by itself.',
  safe: 'All receipts are kept in the till and will be sent by themselves. There is nothing you need to do.',
};

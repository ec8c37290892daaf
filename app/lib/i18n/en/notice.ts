import type { English } from '../keys.ts';
import type { notice as ru } from '../ru/notice.ts';

export const notice: English<typeof ru> = {
  label: 'Notices of the till',
  later: 'Understood',
  more: 'Details',
  call: 'Call the administrator',
  cancel: 'Cancel',
  slow: 'The operator answers slowly; receipts are kept and leave by themselves.',
  reminderTitle: 'The shift will soon be 24 hours old',
  reminderText:
    'Take the Z-report and open a new shift before {{time}}. In {{left}} min the register will refuse receipts: the law demands it.',
  reminderClose: 'Close the shift',
  reminderLater: 'Remind me later',
  sending: 'Sending the receipts that piled up',
  sendingOf: '{{done}} of {{total}}',
  sendingLeft: 'Left, about: {{left}}',
  sendingKeep: 'Do not switch the till off. You may sell.',
  sendingHide: 'Hide',
  offline: 'Offline {{duration}}, {{receipts}} waiting',
  tipOffline:
    'Last sent to the operator: {{last}}. Waiting: {{queued}} of {{capacity}} ({{percent}}). {{next}} All receipts are kept and will go by themselves.',
  tipNext: 'Sending starts by itself when the link is back; next try at {{time}}.',
  tipNextSoon: 'Sending starts by itself when the link is back.',
  tipNever: 'not yet',
};

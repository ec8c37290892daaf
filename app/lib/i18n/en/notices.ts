import type { English } from '../keys.ts';
import type { notices as ru } from '../ru/notices.ts';

export const notices: English<typeof ru> = {
  title: 'What needs attention',
  noneText: 'Register, drive and computer of the till work as they should.',
  callTitle: 'Administrator',
  callNobody: 'No contact is written down. The administrator writes it in the shop’s settings.',
  callSay: 'Say: till {{till}}, shop “{{store}}”.',
  sendNow: 'Send now',
  sendAsked: 'Sending. Receipts leave as soon as the operator answers.',
  sendNoRights: 'A manager may send now',
  waiting: 'What waits to be sent',
  waitingTries: 'Tries',
  waitingMore: 'and {{count}} more',
  paused: 'Sending is paused: the operator does not answer. It is checked by itself.',
  force: 'Do not wait for the pause',
  forceText: 'Sends at once although the operator did not answer a moment ago. The administrator decides.',
  forceKey: 'Administrator’s key of the register program',
  forceSend: 'Send without a pause',
};

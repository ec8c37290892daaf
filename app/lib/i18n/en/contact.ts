import type { contact as russian } from '../ru/contact.ts';
import type { English } from '../keys.ts';

export const contact: English<typeof russian> = {
  label: 'E-receipt:',
  placeholder: 'e-mail or phone',
  also: 'A phone or an e-mail, too',
  remove: 'Remove {{address}}',
  noSms: 'No text message reaches a fixed line: the operator will send the receipt.',
  consent: 'Customer’s consent',
  electronic: 'said',
  paper: 'on paper',
  meant: 'Perhaps {{address}}?',
  use: 'Correct it',
  badEmail: 'The address is wrong: it must look like name@site.com.',
  badLetters: 'There are Russian letters in the address: check the keyboard layout.',
  badPhone: 'The number is wrong: it needs 10 digits after +7.',
  tooLong: 'The address is longer than 64 characters: the receipt cannot hold it.',
  title: 'Electronic receipt',
  send: 'Send',
  again: 'Send again',
  other: 'To another address',
  privacy: 'Erased after 30 days.',
  notYet: 'The receipt is not registered yet: it goes out as soon as the register makes it.',
  sending: {
    email: {
      queued: 'Goes to the e-mail when the server can be reached',
      waiting: 'Sending the e-mail…',
      waitingLong: 'The mail does not take it yet, trying again',
      sent: 'Sent by e-mail {{time}}',
      kept: 'Put into the outbox {{time}}: no mail server is set up',
      failed: 'The e-mail did not arrive',
    },
    sms: {
      queued: 'The text message goes when the server can be reached',
      waiting: 'Sending the text message…',
      waitingLong: 'The SMS service does not answer, trying again',
      sent: 'Text message sent {{time}}',
      kept: 'Text message noted {{time}}: no SMS service is set up',
      failed: 'The text message did not arrive',
    },
  },
};

import type { English } from '../keys.ts';
import type { people as ru } from '../ru/people.ts';

export const people: English<typeof ru> = {
  title: 'Who is working?',
  pin: 'PIN',
  pinOf: 'PIN: {{name}}',
  unlock: 'Sign in',
  busy: 'Checking…',
  wait: 'You can try again in {{seconds}} s',
  empty: 'The list of staff has not arrived yet',
  emptyText: 'It will load from the server as soon as there is a link.',
  loading: 'Loading the list of staff',
  loaded: '{{done}} of {{total}} loaded',
  loadingText: 'The first load happens once. You can sell without waiting for its end.',
  digit: 'Digit {{digit}}',
  comma: 'Decimal point',
};

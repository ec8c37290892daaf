import type { English } from '../keys.ts';
import type { install as ru } from '../ru/install.ts';

export const install: English<typeof ru> = {
  offer: 'Install the till as a program: a window of its own, an icon on the desktop, starts without internet.',
  yes: 'Install',
  later: 'Not now',
};

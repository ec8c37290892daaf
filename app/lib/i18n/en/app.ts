import type { English } from '../keys.ts';
import type { app as ru } from '../ru/app.ts';

export const app: English<typeof ru> = {
  training: 'TRAINING MODE · NOT FISCAL',
  starting: 'Starting the till…',
  startingNote: 'Opening saved data. No network is needed for this.',
  missing: 'This part of the program could not be opened',
  missingText: 'The receipt on the screen and all documents are kept. Try again; if that does not help, call the administrator.',
  missingOld: 'The program on the server is newer. Open it again: the receipt on the screen and all documents are kept.',
  reopen: 'Open again',
};

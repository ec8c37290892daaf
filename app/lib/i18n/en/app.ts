import type { English } from '../keys.ts';
import type { app as ru } from '../ru/app.ts';

export const app: English<typeof ru> = {
  training: 'TRAINING MODE · NOT FISCAL',
  starting: 'Starting the till…',
  startingNote: 'Opening saved data. No network is needed for this.',
};

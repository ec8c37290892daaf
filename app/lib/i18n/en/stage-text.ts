import type { English } from '../keys.ts';
import type { stageText as ru } from '../ru/stage-text.ts';

export const stageText: English<typeof ru> = {
  stored: 'The receipt is kept and waits for the register.',
  registering: 'The register is registering the receipt.',
  registered: 'The receipt is registered, printing is not confirmed.',
  printed: 'The receipt is handed out. It will go to the operator by itself.',
  delivered: 'The tax data operator has the receipt.',
  parked: 'Registering this receipt was not begun. Try again or void it.',
  uncertain: 'The link broke, the outcome is not known. Trying again asks the register, there will be no second receipt.',
  rejected: 'The register refused. Put the cause right and try again, or void it.',
  dead: 'The receipt is registered but the operator did not accept it. An administrator is needed.',
  voided: 'The receipt is voided, the money was given back.',
  elsewhere: 'A receipt of another till. What became of it is seen when that till has sent its outcome to the server.',
  unsent: 'The register program did not get this receipt. Try again or void it.',
};

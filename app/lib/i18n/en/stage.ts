import type { English } from '../keys.ts';
import type { stage as ru } from '../ru/stage.ts';

export const stage: English<typeof ru> = {
  stored: 'Kept',
  registering: 'Registering',
  registered: 'Registered',
  printed: 'Printed',
  delivered: 'With the operator',
  parked: 'Put off',
  uncertain: 'Being checked',
  rejected: 'Register refused',
  dead: 'Operator refused',
  voided: 'Voided',
  elsewhere: 'At another till',
  unsent: 'Not sent to the register',
};

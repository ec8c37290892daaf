import type { English } from '../keys.ts';
import type { approval as ru } from '../ru/approval.ts';

export const approval: English<typeof ru> = {
  title: 'A signature is needed',
  who: 'Who signs',
  reason: 'Reason',
  sign: 'Sign',
  nobody: 'Nobody in this shop may sign this. Add a manager or an administrator on the server.',
};

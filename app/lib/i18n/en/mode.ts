import type { English } from '../keys.ts';
import type { mode as ru } from '../ru/mode.ts';

export const mode: English<typeof ru> = {
  online: 'Online',
  degraded: 'No server',
  offline: 'Offline',
  checking: 'Checking',
  unreachable: 'No register',
};

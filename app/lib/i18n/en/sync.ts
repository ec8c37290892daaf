import type { English } from '../keys.ts';
import type { sync as ru } from '../ru/sync.ts';

export const sync: English<typeof ru> = {
  checking: 'checking',
  synced: 'at {{time}}',
  sending: 'sending',
  waiting: 'no link',
  busy: 'busy',
  slow: 'slow',
  loading: 'loading',
  refused: 'refused: {{n}}',
  login: 'code needed',
  revoked: 'switched off',
  never: 'not yet',
  lasts: 'Server: {{duration}}',
  percent: 'Server: {{percent}}',
  clock: 'The clock of this computer is wrong',
};

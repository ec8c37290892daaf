import type { English } from '../keys.ts';
import type { trouble as ru } from '../ru/trouble.ts';

export const trouble: English<typeof ru> = {
  toTray: 'Put off to “Unfinished”',
  safe: 'The sale is kept. There will be no second receipt: the retry goes under the same number.',
  code: 'Code: {{code}}',
};

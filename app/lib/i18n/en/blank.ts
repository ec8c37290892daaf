import type { English } from '../keys.ts';
import type { blank as ru } from '../ru/blank.ts';

export const blank: English<typeof ru> = {
  none: '—',
  loading: 'Loading…',
};

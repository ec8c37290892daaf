import type { English } from '../keys.ts';
import type { duration as ru } from '../ru/duration.ts';

export const duration: English<typeof ru> = {
  seconds: 'under 1 min',
  minutes: '{{m}} min',
  hours: '{{h}} h {{mm}} min',
  days: '{{d}} d {{h}} h',
};

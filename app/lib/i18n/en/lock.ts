import type { English } from '../keys.ts';
import type { lock as ru } from '../ru/lock.ts';

export const lock: English<typeof ru> = {
  title: 'Another window already sells on this till',
  text: 'Sales are made in “{{name}}”. Go on there or move the sale here.',
  textTab: 'Sales are made in another tab of this browser. Go on there or move the sale here.',
  unnamed: 'another browser',
  take: 'Sell here',
};

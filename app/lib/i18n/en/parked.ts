import type { English } from '../keys.ts';
import type { parked as ru } from '../ru/parked.ts';

export const parked: English<typeof ru> = {
  title: 'Parked receipts',
  park: 'Park the receipt',
  note: 'Note: who and why',
  notePlaceholder: 'for example: went to fetch her card',
  text: 'The receipt comes back at the same prices. Parked receipts survive a reload.',
  empty: 'No parked receipts',
  emptyText: 'Park a receipt while its customer is away: the till is free for the next one.',
  take: 'Take back',
  takeSwap: 'Take back and park the present one',
  drop: 'Delete the parked receipt',
  dropped: 'The receipt of {{sum}} was deleted',
  undo: 'Put it back on the list',
  more: 'and {{count}} more',
  by: '{{name}}, {{age}} ago',
  old: 'long ago',
  full: '{{most}} receipts are parked, there is no room. Take back or delete some.',
  nameless: 'No note',
};

import type { English } from '../keys.ts';
import type { nav as ru } from '../ru/nav.ts';

export const nav: English<typeof ru> = {
  label: 'Sections',
  sale: 'Sale',
  clients: 'Clients',
  orders: 'Orders',
  refund: 'Refund',
  tray: 'Unfinished',
  history: 'Receipts',
  report: 'Shift',
  dashboard: 'Figures',
  settings: 'Settings',
  skip: 'Skip to content',
  lock: 'Sign out',
  update: 'Update the program',
};

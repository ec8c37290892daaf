import type { English } from '../keys.ts';
import type { role as ru } from '../ru/role.ts';

export const role: English<typeof ru> = {
  cashier: 'Cashier',
  optician: 'Optician',
  manager: 'Manager',
  accountant: 'Accountant',
  administrator: 'Administrator',
  'stock-manager': 'Stock keeper',
  owner: 'Owner',
  technician: 'Technician',
};

import type { Role } from '../../design/people/roles.ts';

/** What people are, as the administrator's pages call it. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  cashier: 'Кассир',
  optician: 'Оптик-консультант',
  manager: 'Управляющий',
  accountant: 'Бухгалтер',
  administrator: 'Администратор',
  'stock-manager': 'Кладовщик',
  owner: 'Владелец',
  technician: 'Мастер',
};

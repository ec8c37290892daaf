export const role = {
  cashier: 'Кассир',
  optician: 'Оптик',
  manager: 'Управляющий',
  accountant: 'Бухгалтер',
  administrator: 'Администратор',
  'stock-manager': 'Кладовщик',
  owner: 'Владелец',
  technician: 'Мастер',
} as const;

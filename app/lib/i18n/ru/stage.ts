export const stage = {
  stored: 'Сохранён',
  registering: 'Регистрируется',
  registered: 'Зарегистрирован',
  printed: 'Напечатан',
  delivered: 'Передан оператору',
  parked: 'Отложен',
  uncertain: 'Уточняется',
  rejected: 'Отказ кассы',
  dead: 'Не принят оператором',
  voided: 'Аннулирован',
  elsewhere: 'На другой кассе',
  unsent: 'Не отправлен в кассу',
} as const;

export const status = {
  label: 'Состояние кассы',
  register: 'Касса',
  noRegister: 'Без кассы',
  buffer: 'Чеки в очереди',
  unsent: 'К отправке',
  sync: 'Сервер',
  time: 'Время',
  version: 'Версия программы',
  details: 'Подробнее о связи и очереди чеков',
} as const;

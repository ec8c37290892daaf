export const nav = {
  label: 'Разделы',
  sale: 'Продажа',
  clients: 'Клиенты',
  refund: 'Возврат',
  tray: 'Неоконченные',
  history: 'Чеки',
  report: 'Смена',
  dashboard: 'Показатели',
  settings: 'Настройки',
  skip: 'К содержанию',
  lock: 'Выйти',
  update: 'Обновить программу',
} as const;

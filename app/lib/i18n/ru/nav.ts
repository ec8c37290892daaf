export const nav = {
  label: 'Разделы',
  sale: 'Продажа',
  tray: 'Неоконченные',
  history: 'Чеки',
  report: 'Смена',
  dashboard: 'Показатели',
  lock: 'Выйти',
  update: 'Обновить программу',
} as const;

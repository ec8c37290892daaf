export const app = {
  training: 'УЧЕБНЫЙ РЕЖИМ · НЕ ФИСКАЛЬНЫЙ',
  starting: 'Запускаем кассу…',
  startingNote: 'Открываем сохранённые данные. Сеть для этого не нужна.',
} as const;

export const common = {
  back: 'Назад',
  cancel: 'Отмена',
  close: 'Закрыть',
  retry: 'Повторить',
  print: 'Печать',
  none: '—',
  erase: 'Стереть',
  clear: 'Очистить',
  loading: 'Загружаем…',
  keyEnter: 'Enter',
  keyEscape: 'Esc',
} as const;

/** Words of buttons that stand on many screens, and the keys that press them. */
export const button = {
  back: 'Назад',
  cancel: 'Отмена',
  close: 'Закрыть',
  retry: 'Повторить',
  print: 'Печать',
  erase: 'Стереть',
  clear: 'Очистить',
  keyEnter: 'Enter',
  keyEscape: 'Esc',
} as const;

export const mode = {
  online: 'На связи',
  degraded: 'Без сервера',
  offline: 'Автономно',
  checking: 'Проверяем',
  unreachable: 'Касса молчит',
} as const;

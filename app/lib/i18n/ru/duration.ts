export const duration = {
  seconds: 'менее 1 мин',
  minutes: '{{m}} мин',
  hours: '{{h}} ч {{mm}} мин',
  days: '{{d}} д {{h}} ч',
} as const;

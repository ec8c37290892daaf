export const duration = {
  seconds: 'до минуты',
  minutes: '{{m}} мин',
  hours: '{{h}} ч {{mm}} мин',
  days: '{{d}} д {{h}} ч',
} as const;

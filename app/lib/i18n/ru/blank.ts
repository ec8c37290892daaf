/** What stands where nothing does, or does not yet. */
export const blank = {
  none: '—',
  loading: 'Загружаем…',
} as const;

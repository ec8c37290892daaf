/**
 * Everything a gateway alarms people about: one closed list for the till's screen, the health answer, the metrics and the server.
 * `warning` asks for attention today (requirements: P2), `critical` now (P1). Texts say what happened and the way on.
 */
export interface AlarmEntry {
  readonly level: 'warning' | 'critical';
  readonly meaning: string;
  readonly ru: { readonly what: string; readonly next: string };
}

const entry = (level: AlarmEntry['level'], meaning: string, what: string, next: string): AlarmEntry => ({
  level,
  meaning,
  ru: { what, next },
});

export const ALARMS = {
  // The buffer of undelivered receipts (requirements H-10, L-07, L-12)
  BUFFER_WARNING: entry(
    'warning',
    '80 % of the buffer is used.',
    'Накапливаются неотправленные чеки.',
    'Сообщите администратору: при полном буфере продажи остановятся.',
  ),
  BUFFER_CRITICAL: entry(
    'critical',
    '90 % of the buffer is used.',
    'Буфер неотправленных чеков почти полон.',
    'Позовите администратора: проверьте интернет и запустите отправку.',
  ),
  BUFFER_FULL: entry(
    'critical',
    'The buffer is full, new sales are refused.',
    'Буфер неотправленных чеков полон, продажи остановлены.',
    'Позовите администратора. Продажи продолжатся, как только чеки начнут уходить.',
  ),
  DEAD_LETTERS: entry(
    'warning',
    'The operator refused documents.',
    'Оператор не принял документы.',
    'Позовите администратора: документы нужно разобрать.',
  ),
  DEAD_LETTERS_MANY: entry(
    'critical',
    'The operator refused more than ten documents.',
    'Оператор не принял больше десяти документов.',
    'Позовите администратора сейчас: вероятна ошибка настройки.',
  ),
} as const satisfies Record<string, AlarmEntry>;

export type AlarmCode = keyof typeof ALARMS;

export const isAlarmCode = (code: unknown): code is AlarmCode => typeof code === 'string' && Object.hasOwn(ALARMS, code);

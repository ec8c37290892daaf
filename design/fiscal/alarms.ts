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
  // The way to the operator and the clocks (requirements B-66, C-06, POC-5)
  OFD_KEY_REFUSED: entry(
    'critical',
    'The operator refuses our key (401, 403): nothing is delivered until it is replaced.',
    'Оператор не принимает ключ кассы: чеки не уходят.',
    'Позовите администратора: проверьте договор с оператором и замените ключ, затем запустите отправку.',
  ),
  OFD_SLOW: entry(
    'warning',
    'The operator answers, but takes three seconds and longer.',
    'Оператор отвечает медленно.',
    'Продавайте дальше: чеки сохранены и уходят сами. Если так весь день, сообщите администратору.',
  ),
  CLOCK_DRIFT: entry(
    'warning',
    'The clock of this computer and the server differ by more than 5 s.',
    'Часы компьютера кассы расходятся с сервером.',
    'Сообщите администратору: нужна синхронизация времени.',
  ),
  CLOCK_DRIFT_CRITICAL: entry(
    'critical',
    'The clock of this computer and the server differ by more than 10 s.',
    'Часы компьютера кассы сильно расходятся с сервером.',
    'Позовите администратора: исправьте время на компьютере и проверьте время кассового аппарата.',
  ),

  // The fiscal drive (requirements B-90, B-91, B-13, L-13; fiscal rules §6.1)
  DRIVE_ENDS_SOON: entry(
    'warning',
    'The drive ends within 30 days, by its date or at the present pace.',
    'Фискальный накопитель скоро закончится.',
    'Сообщите администратору: закажите новый накопитель и назначьте день замены. Продавать можно.',
  ),
  DRIVE_ENDS_NOW: entry(
    'critical',
    'The drive ends within 5 days or 500 documents.',
    'Фискальный накопитель заканчивается на днях.',
    'Позовите администратора: замените накопитель, пока он не остановил продажи.',
  ),
  DRIVE_FULL: entry(
    'critical',
    'The drive has no room left, it registers nothing more.',
    'Фискальный накопитель заполнен, продажи остановлены.',
    'Закройте смену, дождитесь передачи чеков оператору и замените накопитель: вызовите обслуживание кассы.',
  ),
  DRIVE_EXPIRED: entry(
    'critical',
    'The key of the drive has expired, it registers nothing more.',
    'Срок фискального накопителя истёк, продажи остановлены.',
    'Закройте смену, дождитесь передачи чеков оператору и замените накопитель: вызовите обслуживание кассы.',
  ),
  DRIVE_BLOCKED_UNSENT: entry(
    'critical',
    'Documents wait for the operator longer than 30 days or fill the drive: it registers nothing until they are delivered.',
    'Накопитель остановлен: чеки не переданы оператору больше 30 дней.',
    'Восстановите связь с оператором: после передачи чеков накопитель заработает сам.',
  ),
  DRIVE_FAILED: entry(
    'critical',
    'The drive reports a failure.',
    'Фискальный накопитель неисправен.',
    'Не выключайте кассовый аппарат, продавайте на другой кассе и вызовите обслуживание.',
  ),
  OFD_UNSENT_1D: entry(
    'warning',
    'A document waits for the operator longer than a day.',
    'Чеки не передаются оператору больше суток.',
    'Сообщите администратору: проверьте интернет и договор с оператором.',
  ),
  OFD_UNSENT_5D: entry(
    'warning',
    'A document waits for the operator longer than 5 days.',
    'Чеки не передаются оператору больше 5 дней.',
    'Позовите администратора: через 30 дней накопитель остановит продажи.',
  ),
  OFD_UNSENT_20D: entry(
    'critical',
    'A document waits for the operator longer than 20 days; at 30 the drive stops.',
    'Чеки не передаются оператору больше 20 дней.',
    'Позовите администратора сейчас: до остановки продаж меньше 10 дней.',
  ),

  // The register (requirements H-14, B-12, K-05a)
  REGISTER_SILENT: entry(
    'critical',
    'The register has not answered for more than a minute.',
    'Кассовый аппарат не отвечает.',
    'Проверьте питание и кабель аппарата. Чеки сохранены.',
  ),
  REGISTER_TROUBLE: entry(
    'critical',
    'The register did not take a receipt after every attempt; the receipt is parked.',
    'Кассовый аппарат не принял чек после трёх попыток.',
    'Проверьте аппарат и нажмите «Повторить» у чека в «Неоконченных»; если не помогло, позовите администратора.',
  ),
  REGISTER_PAPER_OUT: entry('warning', 'The register has no paper.', 'В кассовом аппарате нет бумаги.', 'Вставьте рулон.'),
  REGISTER_PAPER_NEAR: entry(
    'warning',
    'The roll is near its end.',
    'Бумага в кассовом аппарате заканчивается.',
    'Приготовьте новый рулон.',
  ),
  REGISTER_COVER_OPEN: entry(
    'warning',
    'The cover of the register is open.',
    'Открыта крышка кассового аппарата.',
    'Закройте крышку.',
  ),
  DRAWER_LEFT_OPEN: entry(
    'warning',
    'The cash drawer has stood open for more than three minutes.',
    'Денежный ящик долго открыт.',
    'Закройте денежный ящик.',
  ),
  PRINT_INTERRUPTED: entry(
    'warning',
    'A print was cut short and waits for the word to go on.',
    'Печать прервана, документ зарегистрирован и не допечатан.',
    'Проверьте бумагу и допечатайте: «Напечатать» у чека или «Продолжить печать» у администратора.',
  ),
  REGISTER_CLOCK: entry(
    'warning',
    'The clock of the register is off by 2 minutes or more; at 5 the drive refuses.',
    'Часы кассового аппарата идут неверно.',
    'Сообщите администратору: часы аппарата переводят только при закрытой смене.',
  ),
  REGISTRATION_CHANGED: entry(
    'critical',
    'The drive reports another register number than it was adopted with.',
    'Регистрационные данные кассового аппарата изменились.',
    'Позовите администратора: сверьте регистрационный номер с карточкой регистрации.',
  ),

  // Work on the till (requirements A-70, B-49)
  MAINTENANCE_OVERDUE: entry(
    'warning',
    'The maintenance lasts longer than was estimated; it ends by a person’s word only.',
    'Обслуживание кассы длится дольше обещанного.',
    'Администратор завершает обслуживание или называет новый срок.',
  ),
  ON_BATTERY: entry(
    'critical',
    'The PC runs on battery.',
    'Нет электричества, компьютер работает от батареи.',
    'Закончите продажу. При низком заряде касса остановится сама, чеки сохранены.',
  ),
} as const satisfies Record<string, AlarmEntry>;

export type AlarmCode = keyof typeof ALARMS;

export const isAlarmCode = (code: unknown): code is AlarmCode => typeof code === 'string' && Object.hasOwn(ALARMS, code);

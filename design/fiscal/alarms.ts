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
  DRIVE_CHANGED: entry(
    'critical',
    'The register holds another drive than the journal knows, or one that lost documents: nothing is registered until it is adopted.',
    'В кассовом аппарате не тот фискальный накопитель: продажи остановлены.',
    'Позовите администратора: замену накопителя нужно подтвердить, затем открыть смену.',
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

  // Safekeeping of the journal (requirements B-28, H-17, I-08)
  DISK_LOW: entry(
    'warning',
    'Less than 1 GB is free on the disk of the journal.',
    'На диске этого компьютера мало места.',
    'Администратору: освободите место. Ниже 100 МБ касса может остановиться.',
  ),
  DISK_FULL: entry(
    'critical',
    'Less than 100 MB is free on the disk of the journal, or a write failed for want of room.',
    'Диск этого компьютера заполнен.',
    'Позовите администратора сейчас: без места чеки нельзя записать, продажи остановятся.',
  ),
  JOURNAL_NOT_WRITABLE: entry(
    'critical',
    'Writing the journal failed (disk error).',
    'Не удаётся записать журнал кассы на диск.',
    'Позовите администратора: проверьте диск этого компьютера. Чеки не пробиваются, пока запись не пойдёт.',
  ),
  BACKUP_OLD: entry(
    'critical',
    'The last good backup of the journal is older than 24 hours.',
    'Резервной копии журнала больше суток.',
    'Администратору: сделайте копию вручную и проверьте место на диске.',
  ),
  EVENTS_BROKEN: entry(
    'critical',
    'The event journal does not contain what the server remembers of it: rows were removed or changed, or an old journal was restored.',
    'Журнал событий кассы не сходится с тем, что помнит сервер.',
    'Администратору: если журнал не восстанавливали из копии, разберитесь, кто менял файл.',
  ),

  // The shift and its cash (requirements A-55, B-81, F-07; 54-FZ: 24 hours)
  SHIFT_ENDS_SOON: entry(
    'warning',
    'The shift is open for more than 23 h 30 min.',
    'Скоро смене исполнится 24 часа.',
    'Снимите Z-отчёт и откройте новую смену: после 24 часов продажи остановятся.',
  ),
  SHIFT_EXPIRED: entry(
    'critical',
    'The shift is open for more than 24 h; the register refuses receipts.',
    'Смена открыта больше 24 часов, продажи остановлены.',
    'Снимите Z-отчёт и откройте новую смену.',
  ),
  RECEIPT_REGISTERED_TWICE: entry(
    'critical',
    'The drive holds a second document for a receipt that has one already or was voided: the register ran a command it had disowned.',
    'Кассовый аппарат пробил один чек дважды.',
    'Позовите старшего: номера документов указаны в тревоге, лишний чек нужно вернуть чеком возврата.',
  ),
  SHIFT_TOTALS_MISMATCH: entry(
    'warning',
    "The journal's totals of the shift and the register's own counters (or the receipts and their documents) differ.",
    'Итоги смены в программе и в кассовом аппарате не сходятся.',
    'Продавайте дальше. Позовите администратора: обе суммы указаны в тревоге.',
  ),
  SHIFT_FLOAT_DIFFERS: entry(
    'warning',
    'The cash counted at opening is not what the last shift left.',
    'Наличных на открытии не столько, сколько оставила прошлая смена.',
    'Старшему: проверьте причину в отчёте об открытии.',
  ),
  CASH_DISCREPANCY: entry(
    'warning',
    'The cash counted at the last close differs from the books by more than 0.5 % of the cash turnover.',
    'Расхождение наличных при закрытии смены больше 0,5 %.',
    'Старшему: проверьте причину, указанную в Z-отчёте.',
  ),
  SHIFT_WITHOUT_REGISTER: entry(
    'warning',
    "A shift was closed in our books; the register's own report is missing.",
    'Смена закрыта без отчёта аппарата.',
    'Когда аппарат заработает, откройте смену: программа сначала закроет старую и сверит итоги.',
  ),
} as const satisfies Record<string, AlarmEntry>;

export type AlarmCode = keyof typeof ALARMS;

export const isAlarmCode = (code: unknown): code is AlarmCode => typeof code === 'string' && Object.hasOwn(ALARMS, code);

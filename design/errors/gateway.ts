import { entry } from './entry.ts';

/** The till and its gateway: whose till, keys, the queue to the operator, the journal. */
export const gatewayErrors = {
  GATEWAY_UNREACHABLE: entry(
    503,
    'The fiscal gateway of this till does not answer.',
    'Нет связи с кассовой программой этого компьютера.',
    'Проверьте, что она запущена. Чек сохранён и не потеряется.',
  ),
  WRONG_TILL: entry(
    403,
    '`pos_id` is not the till of this gateway.',
    'Этот кассовый аппарат подключён к другой кассе.',
    'Выберите свою кассу в настройках.',
  ),
  LOCK_HELD: entry(
    409,
    'Another browser sells at this till; `details.holder` names it.',
    'На этой кассе уже продаёт другое окно.',
    'Продолжайте в том окне или закройте его.',
  ),
  IDEMPOTENCY_KEY_REQUIRED: entry(
    400,
    'The header Idempotency-Key is missing.',
    'Запрос без номера операции.',
    'Обновите страницу; если повторится, позовите администратора.',
  ),
  IDEMPOTENCY_KEY_INVALID: entry(
    400,
    'The header Idempotency-Key is not a UUIDv4.',
    'Неверный номер операции.',
    'Обновите страницу; если повторится, позовите администратора.',
  ),
  IDEMPOTENCY_KEY_REUSED: entry(
    422,
    'The same key came with another body.',
    'Этот номер операции уже занят другим чеком.',
    'Начните новую продажу.',
  ),
  REQUEST_IN_PROGRESS: entry(
    409,
    'The first request with this key is still running.',
    'Чек уже печатается.',
    'Дождитесь окончания печати.',
  ),
  BUFFER_FULL: entry(
    503,
    'The buffer of undelivered receipts is full; sales wait for the tax link.',
    'Касса временно недоступна: накопились неотправленные чеки.',
    'Позовите администратора. Продажи продолжатся, как только чеки начнут уходить оператору.',
  ),
  KEY_FORBIDDEN: entry(
    409,
    'A supervisor forbade this key: its sale went to another register and is never registered here.',
    'Этот чек передан на другую кассу, здесь его пробивать нельзя.',
    'Ищите чек на той кассе. Для нового покупателя начните новую продажу.',
  ),
  SYNC_RUNNING: entry(409, 'The queue is being sent already.', 'Отправка чеков уже идёт.', 'Дождитесь окончания.'),
  OFD_UNREACHABLE: entry(
    503,
    'The tax data operator does not answer.',
    'Оператор фискальных данных недоступен.',
    'Продавайте дальше: чеки сохранены и уйдут сами.',
  ),
  SHUTTING_DOWN: entry(
    503,
    'The gateway is stopping (update, restart, UPS); nothing new is begun. See Retry-After.',
    'Кассовая программа перезапускается.',
    'Подождите несколько секунд и повторите: программа запустится сама.',
  ),
  JOURNAL_UNAVAILABLE: entry(
    503,
    'The journal cannot be written (disk error or locked file); nothing was begun.',
    'Не удаётся записать данные на диск этого компьютера.',
    'Повторите. Если не поможет, позовите администратора: нужно проверить диск.',
  ),
  BACKUP_RUNNING: entry(
    409,
    'A backup of the journal is being made already.',
    'Резервная копия уже делается.',
    'Подождите несколько секунд.',
  ),
  BACKUP_FAILED: entry(
    500,
    'The backup could not be made or did not pass its check; the journal itself is untouched.',
    'Не удалось сделать резервную копию.',
    'Проверьте место на диске и повторите. Если не поможет, позовите администратора.',
  ),
  MAINTENANCE: entry(503, 'The register is under maintenance.', 'Касса на обслуживании.', 'Дождитесь окончания работ.'),
} as const;

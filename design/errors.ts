/**
 * Every error a person or a program can meet, in one place: code → HTTP status, meaning (English, for developers and the API),
 * and what the screen says in Russian: what happened and what to do next. Routes throw `DomainError`, one handler per program
 * answers the RFC 9457 problem document, the app shows `ru` of the same code.
 */
export interface ErrorEntry {
  readonly status: number;
  readonly meaning: string;
  /** `what` happened, in a cashier's words; `next` is the step that leads out. */
  readonly ru: { readonly what: string; readonly next: string };
}

const entry = (status: number, meaning: string, what: string, next: string): ErrorEntry => ({
  status,
  meaning,
  ru: { what, next },
});

export const ERRORS = {
  // The request itself
  BODY_MALFORMED: entry(
    400,
    'The body is not valid JSON.',
    'Программа отправила непонятный запрос.',
    'Обновите страницу; если повторится, позовите администратора.',
  ),
  BODY_INVALID: entry(
    422,
    'The body does not have the documented shape; `details` names the fields.',
    'В данных есть ошибка.',
    'Проверьте отмеченные поля и повторите.',
  ),
  BODY_TOO_LARGE: entry(
    413,
    'The body is larger than the route takes.',
    'Слишком большой объём данных.',
    'Разделите данные на части.',
  ),
  HEADERS_TOO_LARGE: entry(
    431,
    'The headers are larger than 16 kB.',
    'Программа отправила слишком длинный заголовок.',
    'Обновите страницу; если повторится, позовите администратора.',
  ),
  REQUEST_MALFORMED: entry(
    400,
    'This is not an HTTP request.',
    'Программа отправила непонятный запрос.',
    'Обновите страницу; если повторится, позовите администратора.',
  ),
  REQUEST_TIMEOUT: entry(
    408,
    'The request did not arrive whole in time.',
    'Запрос не дошёл целиком.',
    'Программа повторит сама.',
  ),
  MEDIA_TYPE_UNSUPPORTED: entry(
    415,
    'The route takes application/json.',
    'Программа отправила данные в неизвестном виде.',
    'Обновите страницу; если повторится, позовите администратора.',
  ),
  QUERY_INVALID: entry(
    400,
    'A query or path parameter is not valid.',
    'Неверный адрес или параметр.',
    'Вернитесь назад и повторите.',
  ),
  NOT_FOUND: entry(404, 'There is nothing at this address.', 'Ничего не найдено.', 'Проверьте номер или адрес.'),
  METHOD_NOT_ALLOWED: entry(
    405,
    'The address does not take this method.',
    'Действие здесь невозможно.',
    'Обновите страницу; если повторится, позовите администратора.',
  ),
  ROUTE_REPLACED: entry(
    410,
    'Deliberately not built; `details.by` names what does this instead.',
    'Эта команда не нужна: каталог приходит на кассу сам.',
    'Ничего делать не нужно.',
  ),
  RATE_LIMITED: entry(
    429,
    'Too many requests for this token; see Retry-After.',
    'Слишком много запросов подряд.',
    'Подождите несколько секунд, программа повторит сама.',
  ),
  INTERNAL: entry(
    500,
    'A defect in this program; `id` finds it in the log.',
    'Внутренняя ошибка программы.',
    'Данные сохранены. Позовите администратора и назовите номер ошибки.',
  ),

  // Who asks
  UNAUTHENTICATED: entry(
    401,
    'No valid token.',
    'Устройство не подключено или ключ устарел.',
    'Подключите кассу заново кодом от администратора; продавать можно и сейчас.',
  ),
  FORBIDDEN: entry(403, 'The token does not allow this.', 'Недостаточно прав.', 'Попросите сотрудника с нужными правами.'),
  ADMIN_KEY_WRONG: entry(
    401,
    'The key that a person typed is not the administrator token of the gateway.',
    'Ключ администратора не подошёл.',
    'Возьмите его из файла token в папке данных кассовой программы и введите ещё раз.',
  ),
  HOST_NOT_ALLOWED: entry(
    403,
    'The Host header names another server (DNS rebinding guard).',
    'Адрес сервера не разрешён.',
    'Откройте программу по адресу, указанному администратором.',
  ),
  ORIGIN_NOT_ALLOWED: entry(
    403,
    'The page of this origin is not paired with this program.',
    'Эта страница не подключена к кассе.',
    'Подключите кассу в настройках.',
  ),
  DEVICE_REVOKED: entry(
    403,
    'The device was revoked; its documents go to quarantine.',
    'Устройство отключено администратором.',
    'Данные сохранены на сервере отдельно. Обратитесь к администратору.',
  ),
  PAIRING_CODE_INVALID: entry(
    403,
    'The pairing code is unknown, used or expired.',
    'Код подключения не подходит.',
    'Попросите новый код у администратора.',
  ),
  PIN_WRONG: entry(403, 'The PIN does not match.', 'Неверный ПИН-код.', 'Повторите ввод.'),
  PIN_LOCKED: entry(
    429,
    'Too many wrong PINs; wait.',
    'Слишком много неверных попыток.',
    'Подождите и повторите или позовите администратора.',
  ),
  PASSWORD_WRONG: entry(403, 'The password does not match.', 'Неверный пароль.', 'Повторите ввод.'),
  PASSWORD_WEAK: entry(
    422,
    'The password is shorter than 10 characters.',
    'Пароль слишком простой.',
    'Задайте пароль не короче 10 символов.',
  ),
  LINK_USED: entry(410, 'The one-time link was used or has expired.', 'Ссылка уже использована.', 'Войдите с паролем.'),

  // The till and its gateway
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
  REGISTER_NOT_CONFIGURED: entry(
    503,
    'No register is configured (GATEWAY_REGISTER).',
    'Кассовый аппарат не настроен.',
    'Позовите администратора: нужно указать кассовый аппарат.',
  ),
  DEVICE_FIXED: entry(
    409,
    'The register or operator is named by the surroundings of the gateway (GATEWAY_REGISTER, GATEWAY_OFD) and not changed from here.',
    'Этот выбор задан при запуске кассовой программы.',
    'Измените его там, где она запускается, или уберите оттуда.',
  ),
  DEVICE_SHIFT_OPEN: entry(
    409,
    'A register is not changed under an open shift.',
    'На этом аппарате открыта смена.',
    'Закройте смену (Z-отчёт) и выберите аппарат снова.',
  ),
  DEVICE_SILENT: entry(
    422,
    'What was chosen does not answer; nothing was saved. `details.code` says why.',
    'Выбранное устройство не ответило, выбор не сохранён.',
    'Проверьте адрес, питание и кабель и повторите проверку.',
  ),
  DEVICE_NOT_OFFERED: entry(
    422,
    'There is no driver or transport for this address.',
    'С таким устройством программа пока не работает.',
    'Выберите другое из списка.',
  ),
  DEVICE_TAKEN: entry(
    409,
    'Another gateway of this PC drives the register at this address.',
    'Этот аппарат уже занят другой кассовой программой.',
    'Проверьте адрес или остановите другую программу.',
  ),
  REGISTER_UNREACHABLE: entry(
    503,
    'The register does not answer; nothing was registered.',
    'Кассовый аппарат не отвечает.',
    'Проверьте питание и кабель. Чек сохранён: нажмите «Повторить».',
  ),
  REGISTER_BUSY: entry(
    503,
    'The register prints the previous document.',
    'Кассовый аппарат печатает предыдущий документ.',
    'Подождите несколько секунд и повторите.',
  ),
  REGISTER_REFUSED: entry(
    422,
    'The register refused the document; `details.register_code` tells why.',
    'Кассовый аппарат отказал в регистрации чека.',
    'Исправьте чек или позовите администратора.',
  ),
  OUTCOME_UNKNOWN: entry(
    503,
    'The register may have registered the document; it will be asked. Repeat with the same key.',
    'Связь с кассовым аппаратом прервалась, итог уточняется.',
    'Не пробивайте чек заново: программа спросит аппарат сама. Чек лежит в «Неоконченных».',
  ),
  OUTCOME_NEEDS_PERSON: entry(
    409,
    'More than one document of the drive fits; a person has to choose.',
    'Не удалось однозначно найти чек в аппарате.',
    'Позовите старшего: нужно выбрать документ в «Неоконченных».',
  ),
  PAPER_OUT: entry(
    409,
    'No paper; nothing was registered.',
    'Нет бумаги, чек не зарегистрирован.',
    'Вставьте рулон и нажмите «Повторить».',
  ),
  COVER_OPEN: entry(
    409,
    'The cover is open; nothing was registered.',
    'Открыта крышка кассового аппарата.',
    'Закройте крышку и повторите.',
  ),
  DOCUMENT_OPEN: entry(
    503,
    'The register holds another document open (its own keys, another operator, a power cut); nothing was registered.',
    'В кассовом аппарате открыт другой документ.',
    'Нажмите «Повторить»: программа закроет его сама. Если не поможет, завершите документ на самом аппарате или позовите администратора.',
  ),
  PRINT_INTERRUPTED: entry(
    409,
    'The register waits for the word to go on with a print that was cut short; nothing was registered.',
    'Аппарат не допечатал прошлый документ и ждёт.',
    'Проверьте бумагу и нажмите «Продолжить печать». Прошлый документ зарегистрирован, пробивать его заново не нужно.',
  ),
  CUTTER_JAMMED: entry(
    409,
    'The cutter or the printing mechanism is jammed; nothing was registered.',
    'Застрял отрезчик бумаги.',
    'Выключите аппарат, откройте крышку, уберите обрывок бумаги, закройте, включите и нажмите «Повторить».',
  ),
  REGISTER_FAILURE: entry(
    503,
    'The register reports a failure of its own (power, sensors, memory, printing mechanism); nothing was registered.',
    'Кассовый аппарат сообщает о неисправности.',
    'Выключите и включите аппарат и нажмите «Повторить». Если повторится, продавайте на другой кассе и вызовите обслуживание.',
  ),
  REGISTER_CLOCK_WRONG: entry(
    503,
    'The clock of the register is more than 5 minutes off the drive: it refuses every document.',
    'Часы кассового аппарата идут неверно, чек не зарегистрирован.',
    'Закройте смену и позовите администратора: часы аппарата переводят только при закрытой смене.',
  ),
  REGISTER_PASSWORD: entry(
    503,
    'The register does not take our operator password.',
    'Кассовый аппарат не принимает пароль программы.',
    'Позовите администратора: нужно исправить настройку аппарата.',
  ),
  SHIFT_NOT_OPEN: entry(409, 'No shift is open.', 'Смена не открыта.', 'Откройте смену.'),
  SHIFT_EXPIRED: entry(
    409,
    'The shift is open for more than 24 h (54-FZ).',
    'Смена открыта больше 24 часов.',
    'Снимите Z-отчёт и откройте новую смену.',
  ),
  SHIFT_HAS_UNSETTLED: entry(
    409,
    'Receipts of this shift are not settled; `details.receipts` lists them.',
    'В смене есть неоконченные чеки.',
    'Завершите их в «Неоконченных» и повторите.',
  ),
  SIGNATURE_REQUIRED: entry(
    422,
    'This needs `reason` and `signed_by {by, role}` of a manager or an administrator.',
    'Нужно решение старшего с причиной.',
    'Позовите старшего смены или администратора.',
  ),
  SIGNATURE_ROLE: entry(
    403,
    'Only an administrator may sign for this.',
    'Это решение принимает администратор.',
    'Позовите администратора.',
  ),
  ORDER_UNANSWERED: entry(
    409,
    'An earlier order of the shift (opening, Z, cash in or out) was never answered: it is settled first, under its own key.',
    'Прошлое действие со сменой осталось без ответа.',
    'Откройте «Смена»: повторите его или снимите, второго раза не будет.',
  ),
  CASH_DIFFERENCE_REASON: entry(
    422,
    'The counted cash differs from what must lie in the drawer and `difference_reason` is missing.',
    'Посчитанные наличные не сходятся с учётом.',
    'Пересчитайте; если разница осталась, укажите её причину.',
  ),
  CASH_SHEET_DIFFERS: entry(
    422,
    'The notes and coins of `sheet` do not add up to the sum counted, or there is no sum.',
    'Купюры и монеты в описи не складываются в названную сумму.',
    'Пересчитайте наличные по номиналам или укажите одну сумму.',
  ),
  RECEIPT_VOIDED: entry(409, 'The receipt with this key was voided.', 'Этот чек аннулирован.', 'Начните новую продажу.'),
  RECEIPT_NOT_PARKED: entry(
    409,
    'Only a receipt that never began can be voided.',
    'Чек уже зарегистрирован, аннулировать нельзя.',
    'Оформите возврат.',
  ),
  BUFFER_FULL: entry(
    503,
    'The buffer of undelivered receipts is full; sales wait for the tax link.',
    'Касса временно недоступна: накопились неотправленные чеки.',
    'Позовите администратора. Продажи продолжатся, как только чеки начнут уходить оператору.',
  ),
  DRIVE_CHANGED: entry(
    409,
    'The register holds another fiscal drive than the journal knows.',
    'В кассовом аппарате другой фискальный накопитель.',
    'Позовите администратора: замену нужно подтвердить.',
  ),
  DRIVE_REFUSED: entry(
    503,
    'The fiscal drive refuses to register (full, expired, 30 days unsent, clock).',
    'Фискальный накопитель отказывает в регистрации.',
    'Позовите администратора: нужна проверка накопителя.',
  ),
  CASH_NOT_ENOUGH: entry(
    409,
    'There is less cash in the drawer than is to be paid out.',
    'В кассе недостаточно наличных.',
    'Внесите наличные или верните другим способом.',
  ),
  ORIGINAL_UNKNOWN: entry(
    422,
    'The original of this refund is not known here; name `original_fiscal`.',
    'Исходный чек не найден на этой кассе.',
    'Введите номер ФН, ФД и ФП с бумажного чека.',
  ),
  ORIGINAL_NOT_DELIVERED: entry(
    409,
    'The original is not delivered to the OFD yet; see retry_after_seconds.',
    'Возврат пока невозможен: исходный чек ещё не передан оператору.',
    'Подождите: программа проверит сама. Старший может разрешить возврат.',
  ),
  ORIGINAL_UNCONFIRMED: entry(
    409,
    'The original is of another till and the server does not answer: nobody knows whether it was delivered or given back already.',
    'Чек пробит на другой кассе, а сервер не отвечает: не видно, передан ли чек и не вернули ли его уже.',
    'Дождитесь связи: программа проверит сама. Старший может разрешить возврат.',
  ),
  CORRECTION_PAIR_WAITS: entry(
    409,
    'The right receipt of a pair goes out only after the reversal of the wrong one.',
    'Сначала должен пройти чек, который отменяет неверный.',
    'Отправьте из лотка сначала отмену, затем верный чек.',
  ),
  ORIGINAL_DEAD: entry(
    409,
    'The original is in the dead letters; an administrator may override.',
    'Исходный чек не принят оператором.',
    'Позовите администратора.',
  ),
  REFUND_EXCEEDS_SALE: entry(
    422,
    'More is returned than was sold, over all refunds.',
    'Возвращается больше, чем было продано.',
    'Проверьте количество: часть товара уже вернули.',
  ),
  REFUND_LINE_DIFFERS: entry(
    422,
    'A line of the refund has another VAT rate or settlement method than the line that was sold; `details.sku` names it.',
    'Строка возврата не такая, как в исходном чеке: другая ставка НДС или другой способ расчёта.',
    'Возьмите строки из исходного чека: аванс возвращают как аванс.',
  ),
  REFUND_PAYMENT_DIFFERS: entry(
    409,
    'The money does not go back the way it came; a manager may override.',
    'Деньги возвращают тем же способом, каким платили.',
    'Верните на карту то, что платили картой. Старший может разрешить иначе.',
  ),
  OVERRIDE_NOT_ALLOWED: entry(
    403,
    'This role may not lift this refusal; `details.needs` says which one may.',
    'Недостаточно прав, чтобы разрешить этот возврат.',
    'Позовите администратора.',
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

  // FFD: what a receipt must fulfil before the register sees it (order ЕД-7-20/662@; fiscal rules, FFD 1.2)
  FFD_NO_ITEMS: entry(422, 'A receipt needs at least one item.', 'В чеке нет товаров.', 'Добавьте товар.'),
  FFD_ITEM_AMOUNT: entry(
    422,
    'price × qty − discount is negative, or price is not in whole kopecks.',
    'Неверная сумма строки.',
    'Проверьте цену, количество и скидку.',
  ),
  FFD_TOTAL_ZERO: entry(422, 'The receipt total is zero.', 'Итог чека равен нулю.', 'Проверьте цены и скидки.'),
  FFD_PAYMENTS_MISMATCH: entry(
    422,
    'Payments do not sum to the total.',
    'Оплата не сходится с итогом.',
    'Проверьте суммы оплаты.',
  ),
  FFD_CASHLESS_EXCEEDS_TOTAL: entry(
    422,
    'Non-cash payments exceed the total.',
    'Безналичная оплата больше итога.',
    'Исправьте сумму оплаты картой.',
  ),
  FFD_VAT_UNKNOWN: entry(
    422,
    'The VAT rate is not in force on this date.',
    'Ставка НДС не действует на эту дату.',
    'Позовите администратора: нужно исправить карточку товара.',
  ),
  FFD_CREDIT_PAYMENT_ALONE: entry(
    422,
    'A receipt with method "credit payment" has exactly one item.',
    'Оплата кредита оформляется отдельным чеком.',
    'Оставьте в чеке одну строку.',
  ),
  FFD_NAME_TOO_LONG: entry(
    422,
    'An item name is longer than 128 characters.',
    'Слишком длинное название товара.',
    'Сократите название.',
  ),
  FFD_ITEM_COST: entry(
    422,
    'The cost of an item (tag 1043) is not price × quantity, more than a kopeck off.',
    'Стоимость строки не равна цене, умноженной на количество.',
    'Проверьте цену, количество и скидку.',
  ),
  FFD_TOTAL_MISMATCH: entry(
    422,
    'The total (tag 1020) is not the sum of its items.',
    'Итог чека не равен сумме строк.',
    'Начните чек заново; если повторится, позовите администратора.',
  ),
  FFD_CASH_EXCEEDS_TOTAL: entry(
    422,
    'More cash than is due: change is no part of a receipt; send what the customer gave as `tendered`.',
    'Наличных указано больше, чем к оплате.',
    'Сдачу в чек не включают: в оплате укажите сумму к оплате, полученные деньги вводят отдельно.',
  ),
  FFD_TENDERED: entry(
    422,
    'The customer gave less than the cash payment.',
    'Получено меньше, чем нужно наличными.',
    'Проверьте, сколько денег дал покупатель.',
  ),
  FFD_VAT_SUMS: entry(
    422,
    'The VAT sums are not those of the lines.',
    'Суммы НДС не сходятся со строками чека.',
    'Начните чек заново; если повторится, позовите администратора.',
  ),
  FFD_VAT_METHOD: entry(
    422,
    'A prepayment or advance needs a calculated rate (x/1xx), goods handed over a plain one.',
    'Ставка НДС не подходит к способу расчёта.',
    'Для аванса и предоплаты берут расчётную ставку, например 22/122; при выдаче товара — обычную.',
  ),
  FFD_ADVANCE_SUBJECT: entry(
    422,
    'An advance or the paying off of a credit has the subject `payment`.',
    'Аванс и оплата кредита оформляются строкой «Платёж».',
    'Выберите предмет расчёта «Платёж».',
  ),
  FFD_PREPAID_METHOD: entry(
    422,
    'An earlier advance (tag 1215) is offset against goods, not against an advance or a credit.',
    'Зачесть аванс можно только за товар или услугу.',
    'Уберите зачёт аванса или добавьте товар.',
  ),
  FFD_CREDIT_METHOD: entry(
    422,
    'The sum on credit (tag 1216) does not go with the settlement methods of the lines.',
    'Сумма в кредит не сходится со способом расчёта в строках.',
    'Проверьте, какие товары отдают в кредит и сколько покупатель остаётся должен.',
  ),
  FFD_MARK_QUANTITY: entry(
    422,
    'A marking code belongs to one piece.',
    'Код маркировки относится к одной штуке товара.',
    'Разделите строку: каждая штука со своим кодом.',
  ),
  FFD_MARKS_TOO_MANY: entry(
    422,
    'More than 128 marking codes in one receipt.',
    'Слишком много кодов маркировки в одном чеке.',
    'Разделите покупку на два чека.',
  ),
  FFD_MARK_REFUSED: entry(
    422,
    'The drive did not accept the marking code, or it was not checked before.',
    'Код маркировки не прошёл проверку.',
    'Считайте код ещё раз. Если не поможет, отложите этот товар и позовите администратора.',
  ),
  FFD_MARKING_OFF: entry(
    422,
    'A marking code came, and this till does not sell marked goods (GATEWAY_MARKING).',
    'Продажа маркированных товаров на этой кассе не включена.',
    'Позовите администратора: он включает маркировку в настройках кассы.',
  ),
  FFD_CASHIER_NAME: entry(
    422,
    'The name of the cashier (tag 1021) is empty or longer than 64 characters.',
    'Имя кассира пустое или слишком длинное.',
    'Позовите администратора: нужно исправить карточку сотрудника.',
  ),
  FFD_CASHIER_INN: entry(
    422,
    'The tax number of the cashier (tag 1203) is not twelve digits with valid check digits.',
    'В ИНН кассира ошибка.',
    'Позовите администратора: нужно исправить или убрать ИНН в карточке сотрудника.',
  ),
  FFD_CONTACT: entry(
    422,
    'The contact of the customer (tag 1008) is neither an e-mail nor a phone, or is longer than 64 characters.',
    'Почта или телефон покупателя написаны с ошибкой.',
    'Исправьте адрес или уберите его: чек будет только на бумаге.',
  ),
  FFD_CORRECTION_BASIS: entry(
    422,
    'The basis of a correction is missing or wrong; `details.field` names what.',
    'Основание коррекции указано неверно.',
    'Проверьте дату и номер предписания.',
  ),

  // Replication and the server
  DOCUMENT_WRONG_STORE: entry(
    403,
    'The document belongs to another shop or device.',
    'Документ другой точки или устройства.',
    'Документ сохранён здесь; сообщите администратору.',
  ),
  DOCUMENT_MALFORMED: entry(
    403,
    'The document does not have the shape of its type.',
    'Документ заполнен неверно.',
    'Документ сохранён здесь; сообщите администратору.',
  ),
  DOCUMENT_IMMUTABLE: entry(
    403,
    'A fact cannot be changed or deleted.',
    'Проведённый документ нельзя изменить.',
    'Исправление оформляется новым документом.',
  ),
  DOCUMENT_CONFLICT: entry(
    409,
    'The document changed meanwhile; read it again.',
    'Документ тем временем изменили.',
    'Программа возьмёт новую версию сама.',
  ),
  DOCUMENT_NEWER: entry(
    409,
    'A newer program wrote the document: this one would lose fields of it.',
    'Документ записан более новой версией программы.',
    'Обновите программу на этом устройстве и повторите.',
  ),
  DOCUMENT_NOT_WRITABLE: entry(
    403,
    'Devices do not write documents of this type.',
    'Этот документ меняет только сервер.',
    'Сообщите администратору.',
  ),
  DATABASE_NOT_FOUND: entry(
    404,
    'There is no such database for this device.',
    'На сервере нет такой базы.',
    'Обновите страницу; если повторится, позовите администратора.',
  ),
  CLOCK_WRONG: entry(
    409,
    'The clock of the device is off: the month of this document is not open.',
    'Неверное время на компьютере.',
    'Исправьте дату и время; данные сохранены.',
  ),
  SERVER_UNREACHABLE: entry(
    503,
    'The sync server does not answer.',
    'Нет связи с сервером.',
    'Продавайте дальше: всё сохранено и уйдёт само.',
  ),
  STORE_UNAVAILABLE: entry(
    503,
    'The document store behind the sync server (CouchDB) does not answer.',
    'Сервер временно не может работать с данными.',
    'Продавайте дальше: всё сохранено и уйдёт само.',
  ),
  STORAGE_FULL: entry(
    507,
    'The browser or disk has no room left.',
    'Заканчивается место на диске.',
    'Позовите администратора: нужно освободить место.',
  ),
  QUARANTINE_FULL: entry(
    507,
    'What a revoked device may hand in (64 MB) is used up.',
    'Сервер больше не принимает данные отключённого устройства.',
    'Не очищайте браузер. Обратитесь к администратору: он примет переданное и освободит место.',
  ),
  CATALOGUE_MISSING: entry(
    503,
    'The catalogue has not arrived yet.',
    'Каталог ещё не загружен.',
    'Дождитесь загрузки: нужна связь с сервером.',
  ),

  // Electronic receipts (what becomes of a message, `design/documents/sending.ts`)
  SENDING_ADDRESS_UNKNOWN: entry(
    422,
    'The mail or SMS service knows no such address.',
    'Чек не дошёл: такого адреса не существует.',
    'Уточните адрес у покупателя и отправьте ещё раз.',
  ),
  SENDING_REFUSED: entry(
    422,
    'The mail or SMS service refused the message for good.',
    'Чек не дошёл: почта получателя его не приняла.',
    'Отправьте на другой адрес или напечатайте копию.',
  ),
  SENDING_GAVE_UP: entry(
    503,
    'The mail or SMS service did not take the message for too long.',
    'Чек не дошёл: почтовая служба долго не отвечает.',
    'Отправьте ещё раз позже или напечатайте копию.',
  ),
  SENDING_NO_CONTACT: entry(
    404,
    'The contact was erased before the message went out.',
    'Чек не отправлен: адрес уже стёрт.',
    'Если покупатель просит, введите адрес ещё раз.',
  ),
  SENDING_NO_RECEIPT: entry(
    409,
    'The sale was voided: there is no receipt to send.',
    'Чек не отправлен: продажа отменена до пробития.',
    'Делать ничего не нужно.',
  ),
  SENDING_LIMIT: entry(
    429,
    'Too many messages for this receipt or this shop (`design/messages/limits.ts`).',
    'Чек не отправлен: слишком много отправок подряд.',
    'Попробуйте позже или напечатайте копию.',
  ),
  CONTACT_INVALID: entry(
    422,
    'Neither an e-mail nor a phone of the expected shape.',
    'В адресе почты или в телефоне ошибка.',
    'Проверьте адрес вместе с покупателем.',
  ),
  // Cards and deposits
  CARD_DECLINED: entry(
    402,
    'The card terminal has declined; nothing was charged.',
    'Карта отклонена. Деньги не списаны.',
    'Предложите другую карту или наличные.',
  ),
  CARD_UNKNOWN: entry(
    503,
    'It is not known whether the card was charged; the terminal is asked, never charged again.',
    'Терминал не ответил: неизвестно, списаны ли деньги.',
    'Нажмите «Спросить терминал». Не проводите карту второй раз: сначала узнаем, прошла ли первая оплата.',
  ),
  CARD_NOT_TAKEN: entry(
    409,
    'The sale is to be paid by card and the card is not charged: it is not registered.',
    'Карта по этому чеку не списана.',
    'Проведите карту или аннулируйте чек.',
  ),
  CARD_REVERSAL_FAILED: entry(
    503,
    'The terminal did not give the money back to the card.',
    'Терминал не вернул деньги на карту.',
    'Повторите возврат. Если не выходит, оставьте чек в «Неоконченных» и позовите администратора.',
  ),
  CARD_MONEY_HELD: entry(
    409,
    'Money was charged to a card for this sale: it has to go back before the sale is voided.',
    'За этот чек списаны деньги с карты.',
    'Сначала верните деньги на карту или пробейте чек.',
  ),
  DEPOSIT_USED: entry(
    409,
    'Less is left of the deposit than this sale wants to use up.',
    'Предоплата уже зачтена другим чеком.',
    'Найдите предоплату снова: покажем, сколько осталось.',
  ),
  REFUND_MADE: entry(
    409,
    'This very refund has been made meanwhile, or lies in the tray.',
    'Этот возврат уже оформлен или лежит в лотке.',
    'Денег больше не выдавайте. Посмотрите лоток и историю чеков.',
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** An error of the closed set above. `details` holds facts for the reader of the answer; nothing personal. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  /** Seconds for the `Retry-After` header, where waiting helps. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, details: Record<string, unknown> = {}, retryAfter?: number) {
    super(`${code}: ${ERRORS[code].meaning}`);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
    this.retryAfter = retryAfter;
  }
}

/** RFC 9457 problem document. `title` is the Russian sentence for people, `detail` the way on. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  message: string;
  details: Readonly<Record<string, unknown>>;
  /** Trace id: finds the request in the log. */
  id: string;
}

export const PROBLEM_CONTENT_TYPE = 'application/problem+json; charset=utf-8';

/** The problem document of a code; `id` is the request's trace id. */
export function problemOf(code: ErrorCode, id: string, details: Readonly<Record<string, unknown>> = {}): Problem {
  const { status, meaning, ru } = ERRORS[code];
  return { type: `urn:optics:error:${code}`, title: ru.what, status, code, detail: ru.next, message: meaning, details, id };
}

export const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(ERRORS, code);

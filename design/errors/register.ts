import { entry } from './entry.ts';

/** The register and its drive, and which ones the gateway works with. */
export const registerErrors = {
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
} as const;

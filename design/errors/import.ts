import { entry } from './entry.ts';

/** Suppliers' files and what becomes of them. */
export const importErrors = {
  UNSYNC_BUFFERS: entry(
    409,
    'Prices cannot change at once while registers have receipts that are not delivered; `details.unsync_terminals` names them.',
    'На кассах есть неотправленные чеки: новые цены сейчас включить нельзя.',
    'Дождитесь отправки чеков, назначьте включение на ночь или подтвердите его с именем и причиной.',
  ),
  IMPORT_STATE: entry(
    409,
    'The job does not stand so that this is possible; `details.state` says how it stands.',
    'С этой загрузкой так поступить уже нельзя.',
    'Обновите страницу и посмотрите её состояние.',
  ),
  IMPORT_PROFILE_CHANGED: entry(
    409,
    'Somebody else saved this profile after it was opened; nothing was written.',
    'Пока вы правили профиль, его сохранил кто-то другой.',
    'Ваши значения стоят ниже, они не записаны. Нажмите «Сохранить» ещё раз, чтобы записать их поверх чужих, или откройте профиль заново.',
  ),
  IMPORT_PROFILE_NAME: entry(
    409,
    'Another profile has this name; `details.profile_id` says which. Nothing was written.',
    'Профиль с таким названием уже есть.',
    'Назовите этот иначе или сохраните изменения в тот профиль.',
  ),
  IMPORT_APPROVER: entry(
    403,
    'The role of this person does not let through what is held so; `details.types` says what.',
    'Этот сотрудник не может подтвердить отмеченное.',
    'Смену ставки НДС подтверждает бухгалтер, остальное – управляющий, бухгалтер или администратор.',
  ),
  IMPORT_NOTHING_RIGHT: entry(
    422,
    'Every row of the file is in error: there is nothing to activate.',
    'Загружать нечего: ошибки во всех строках.',
    'Каталог не изменится. Проверьте колонки или отправьте замечания поставщику и загрузите исправленный файл.',
  ),
  IMPORT_TIME_PAST: entry(
    422,
    'The time of activation has gone by.',
    'Время включения уже прошло.',
    'Выберите время в будущем или включите сейчас.',
  ),
  IMPORT_FILE_GONE: entry(
    410,
    'The uploaded file is no longer kept.',
    'Файл уже удалён: он хранится 30 дней.',
    'Загрузите файл ещё раз.',
  ),
  IMPORT_CHECK_FAILED: entry(
    500,
    'The check of the file ended unexpectedly.',
    'Проверка файла прервалась.',
    'Повторите проверку; если снова прервётся, позовите администратора и пришлите файл.',
  ),
  IMPORT_NOT_WRITTEN: entry(
    500,
    'The decided job cannot be written; it is tried again by itself, and tills keep the catalogue of before.',
    'Каталог сейчас не записывается: на диске сервера нет места или он неисправен. На кассах действуют прежние цены.',
    'Освободите место на диске сервера: загрузка продолжится сама, нажимать ничего не нужно.',
  ),
  IMPORT_PIECE_DAMAGED: entry(
    500,
    'A part of what the check had laid down is missing or damaged; the catalogue is as it was before the job.',
    'Часть подготовленных изменений повредилась на диске сервера. Каталог остался прежним.',
    'Загрузите файл ещё раз; если повторится, проверьте диск сервера.',
  ),
  IMPORT_NO_ROOM: entry(
    507,
    'There is no room for another upload; `details` say how much is kept and free.',
    'На сервере нет места для файла.',
    'Освободите место на диске сервера или подождите: файлы старше 30 дней удаляются сами.',
  ),
  IMPORT_QUEUE_FULL: entry(
    429,
    'Too many jobs wait already.',
    'Слишком много загрузок ждут своей очереди.',
    'Дождитесь окончания начатых и повторите.',
  ),
  IMPORT_ARGUMENTS: entry(
    400,
    'The command line is not understood; `message` says which word.',
    'Команда написана неверно.',
    'Посмотрите образец: npm run import -- --help.',
  ),
  IMPORT_FILE_MISSING: entry(404, 'There is no such file.', 'Такого файла нет.', 'Проверьте имя файла и папку.'),
  IMPORT_NEEDS_SERVER: entry(
    503,
    'Only a dry run without a profile works without the running server.',
    'Для загрузки в каталог нужен работающий сервер.',
    'Запустите его (npm start или npm run sync-server) и повторите; без него доступна проверка: --dry-run без --profile.',
  ),
} as const;

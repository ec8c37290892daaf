import { entry } from './entry.ts';

/** A supplier's file that cannot be read (requirement E-13): refused whole, nothing of it is imported. */
export const importFileErrors = {
  IMPORT_FILE_EMPTY: entry(
    422,
    'The file holds nothing.',
    'Файл пустой.',
    'Откройте его у себя: если и там пусто, попросите поставщика прислать снова.',
  ),
  IMPORT_FILE_TOO_LARGE: entry(
    413,
    'The file is larger than 25 MB (XLSX) or 50 MB (CSV).',
    'Файл слишком большой: XLSX принимается до 25 МБ, CSV до 50 МБ.',
    'Удалите картинки и лишние листы или разделите прайс на части.',
  ),
  IMPORT_FILE_DAMAGED: entry(
    422,
    'The file is cut off or damaged.',
    'Файл оборван или повреждён.',
    'Скачайте его снова; если не поможет, откройте в Excel и сохраните как XLSX.',
  ),
  IMPORT_FILE_UNSAFE: entry(
    422,
    'The file unpacks to far more than a price list, or its inside is built to do harm.',
    'Файл устроен опасно: внутри несоразмерно много данных или чужие пути.',
    'Не открывайте его. Попросите поставщика прислать прайс заново.',
  ),
  IMPORT_FILE_PASSWORD: entry(
    422,
    'The workbook is protected by a password.',
    'Файл закрыт паролем.',
    'Откройте его в Excel с паролем, снимите защиту и сохраните как XLSX.',
  ),
  IMPORT_FILE_XLS: entry(
    415,
    'The old XLS format is not read.',
    'Это старый формат XLS.',
    'Откройте файл в Excel или LibreOffice и сохраните как XLSX.',
  ),
  IMPORT_FILE_XLSB: entry(
    415,
    'The binary XLSB format is not read.',
    'Это двоичная книга XLSB.',
    'Откройте файл в Excel и сохраните как XLSX.',
  ),
  IMPORT_FILE_MACROS: entry(
    415,
    'A workbook with macros (XLSM) is not accepted.',
    'В файле есть макросы (XLSM).',
    'Откройте файл в Excel и сохраните как обычную книгу XLSX.',
  ),
  IMPORT_FILE_ODS: entry(
    415,
    'OpenDocument tables (ODS) are not read.',
    'Это таблица ODS.',
    'Откройте файл в LibreOffice и сохраните как XLSX.',
  ),
  IMPORT_FILE_HTML: entry(
    415,
    'A web page or XML saved under the name of a table.',
    'Это веб-страница, сохранённая под видом таблицы.',
    'Откройте файл в Excel и сохраните как XLSX.',
  ),
  IMPORT_FILE_PDF: entry(
    415,
    'A PDF is not a table.',
    'Это PDF: таблицу из него программа не прочитает.',
    'Попросите у поставщика прайс в XLSX или CSV.',
  ),
  IMPORT_FILE_IMAGE: entry(415, 'A picture is not a table.', 'Это картинка.', 'Попросите у поставщика прайс в XLSX или CSV.'),
  IMPORT_FILE_ARCHIVE: entry(
    415,
    'An archive, not a table.',
    'Это архив.',
    'Распакуйте его и загрузите файл XLSX или CSV изнутри.',
  ),
  IMPORT_FILE_UNKNOWN: entry(
    415,
    'The content is neither XLSX nor text.',
    'Это не XLSX и не CSV.',
    'Откройте файл в Excel и сохраните как XLSX.',
  ),
  IMPORT_ENCODING_UNKNOWN: entry(
    422,
    'The encoding of the text cannot be told.',
    'Не удалось понять кодировку текста.',
    'Выберите кодировку сами или сохраните файл как «CSV UTF-8».',
  ),
  IMPORT_QUOTE_UNCLOSED: entry(
    422,
    'A quoted cell is not closed; the row where it begins is in details.',
    'В файле не закрыта кавычка: дальше строки не разобрать.',
    'Откройте файл в указанной строке и поправьте кавычку или сохраните его как XLSX.',
  ),
  IMPORT_SHEET_MISSING: entry(
    422,
    'The workbook has no such sheet.',
    'В книге нет выбранного листа.',
    'Выберите лист из тех, что есть в файле.',
  ),
  IMPORT_TOO_MANY_ROWS: entry(
    422,
    'More than 100,000 rows.',
    'В файле больше 100 000 строк.',
    'Разделите прайс на части и загрузите их одну за другой.',
  ),
  IMPORT_TOO_MANY_COLUMNS: entry(
    422,
    'More than 200 columns.',
    'В файле больше 200 столбцов.',
    'Удалите лишние столбцы или проверьте, тот ли разделитель выбран.',
  ),
  IMPORT_CELL_TOO_LONG: entry(
    422,
    'A cell is longer than 32,767 characters; its row is in details.',
    'В одной ячейке больше 32 767 знаков.',
    'Проверьте указанную строку: обычно там не закрыта кавычка.',
  ),
  IMPORT_OUT_OF_MEMORY: entry(
    422,
    'Reading the file took more memory than is allowed.',
    'Файл не помещается в отведённую память.',
    'Удалите картинки, оформление и лишние листы или сохраните прайс как CSV.',
  ),
  IMPORT_READER_STOPPED: entry(
    500,
    'The process that reads the file ended unexpectedly.',
    'Чтение файла прервалось.',
    'Запустите проверку ещё раз; если повторится, пришлите файл администратору.',
  ),
  IMPORT_READER_HUNG: entry(
    500,
    'The process that reads the file said nothing for five minutes and was ended.',
    'Чтение файла зависло и остановлено.',
    'Сохраните файл в Excel как новый XLSX или CSV и загрузите снова; если повторится, пришлите файл администратору.',
  ),
  IMPORT_CANCELLED: entry(409, 'The check was cancelled.', 'Проверку остановили.', 'Запустите её снова, когда понадобится.'),
} as const;

import { entry } from './entry.ts';

/** The request itself, whatever it asks for. */
export const requestErrors = {
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
} as const;

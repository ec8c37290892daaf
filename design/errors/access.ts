import { entry } from './entry.ts';

/** Who asks: tokens, pairing, people. */
export const accessErrors = {
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
} as const;

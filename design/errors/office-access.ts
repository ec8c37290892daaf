import { entry } from './entry.ts';

/** The way into the administrator's pages. */
export const officeAccessErrors = {
  SIGN_IN: entry(
    401,
    'The administrator is not signed in, or no longer: a session lasts eight hours and ends when the server is restarted.',
    'Нужен пароль администратора.',
    'Вход держится 8 часов и пропадает, когда сервер перезапускают. После входа откроется эта же страница.',
  ),
  FORM_KEPT: entry(
    401,
    'The session was over when the form was sent; nothing of it was done, and it can be sent again after signing in.',
    'Не отправлено: вход больше не действует.',
    'Ничего не пропало: войдите и нажмите «Отправить ещё раз».',
  ),
  FORM_NOT_SENT: entry(
    401,
    'The session was over when the form was sent; nothing of it was done.',
    'Не отправлено: вход больше не действует.',
    'Ничего не изменилось. Войдите: откроется та же страница, впишите и отправьте ещё раз.',
  ),
} as const;

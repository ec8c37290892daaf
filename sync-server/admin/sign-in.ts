import type { FastifyRequest } from 'fastify';
import '../../design/errors.office.ts';
import { ERRORS } from '../../design/errors.ts';
import { html, type Html } from './html.ts';
import { notice } from './layout.ts';

/** Longer addresses are no page of ours. */
const LONGEST = 4_000;
/** The ways in and out themselves: whoever comes from there goes to the first page. */
const ENTRIES = /^\/admin\/(?:login|logout|first)\b/;

/** Where a person goes after signing in: a page of ours by its path, else the first one. */
export const placeAfter = (address: string | undefined): string =>
  address !== undefined && address.length <= LONGEST && /^\/admin(?:[/?#][^\s\\]*)?$/.test(address) && !ENTRIES.test(address)
    ? address
    : '/admin';

/** Where the person is: the page that was asked for, or the one whose form was sent. */
export function placeOf({ method, url, headers }: Pick<FastifyRequest, 'method' | 'url' | 'headers'>): string {
  if (method === 'GET') return placeAfter(url);
  const { referer = '', host } = headers;
  if (!URL.canParse(referer)) return '/admin';
  const from = new URL(referer);
  return from.host === host ? placeAfter(`${from.pathname}${from.search}`) : '/admin';
}

/** The way in. `said`: why it is shown to somebody who was in; `kept`: fields of what he was sending. */
export const signInForm = (back: string, said: string | null, kept: Html | null = null): Html =>
  html`${said === null ? null : notice(said)}
    <form class="row" method="post" action="/admin/login">
      <input type="hidden" name="back" value="${back}" />${kept}
      <label
        >Пароль администратора<input type="password" name="password" required autofocus autocomplete="current-password"
      /></label>
      <button>Войти</button>
    </form>`;

/** What is said to somebody whose session is over; in a script's answer, too. */
export function sessionEnded(code: 'SIGN_IN' | 'FORM_NOT_SENT' | 'FORM_KEPT') {
  const { status, ru } = ERRORS[code];
  return { status, title: ru.what, detail: ru.next, code } as const;
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import '../../design/errors.office.ts';
import { DomainError, ERRORS } from '../../design/errors.ts';
import { SECOND } from '../../design/time/clock.ts';
import type { createAttempts } from '../devices/attempts.ts';
import { parsed } from '../http/problems.ts';
import type { Account } from './account.store.ts';
import * as forms from './forms.ts';
import { html, type Html } from './html.ts';
import { wantsJson } from './import.desk.ts';
import { isPlainForm, keptFields, keptForm, keptOf, sendAgainPage, type KeptForm } from './kept-form.ts';
import { SESSION_COOKIE, SESSION_LIFE, type Sessions } from './sessions.ts';
import { placeAfter, placeOf, sessionEnded, signInForm } from './sign-in.ts';

export interface SignInDeps {
  readonly account: Account;
  readonly sessions: Sessions;
  readonly attempts: ReturnType<typeof createAttempts>;
  readonly secure: boolean;
  readonly signedIn: (request: FastifyRequest) => boolean;
  readonly send: (reply: FastifyReply, title: string, body: Html, isIn: boolean) => FastifyReply;
}

/** The first password by its one-time link, signing in and out. */
export function signInRoutes(app: FastifyInstance, { account, sessions, attempts, secure, send }: SignInDeps): void {
  const cookieOptions = {
    // The connector takes it, too.
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: SESSION_LIFE / SECOND,
  } as const;
  app.get('/first', (request, reply) => {
    const secret = (request.query as Record<string, unknown>)['secret'];
    if (typeof secret !== 'string' || account.hasPassword()) throw new DomainError('LINK_USED');
    const body = html`<p>Придумайте пароль администратора: не короче 10 символов. Восстановить его нельзя.</p>
      <form class="row" method="post" action="/admin/first">
        <input type="hidden" name="secret" value="${secret}" />
        <label
          >Пароль<input type="password" name="password" minlength="10" required autofocus autocomplete="new-password"
        /></label>
        <button>Сохранить пароль</button>
      </form>`;
    return send(reply, 'Первый вход', body, false);
  });

  app.post('/first', async (request, reply) => {
    const { secret, password } = parsed(forms.firstForm, request.body);
    attempts.check();
    await account.setPassword(secret, password).catch((error: unknown) => {
      attempts.failed();
      throw error;
    });
    return reply.setCookie(SESSION_COOKIE, sessions.begin(), cookieOptions).redirect('/admin', 303);
  });

  app.post('/login', async (request, reply) => {
    const { password, back } = parsed(forms.loginForm, request.body);
    const kept = keptOf(request.body as Record<string, unknown>);
    attempts.check();
    if (!(await account.matches(password))) {
      attempts.failed();
      const { status, ru } = ERRORS.PASSWORD_WRONG;
      const form = signInForm(placeAfter(back), `${ru.what} ${ru.next}`, kept && keptFields(kept));
      return send(reply.code(status), 'Вход', form, false);
    }
    reply.setCookie(SESSION_COOKIE, sessions.begin(), cookieOptions);
    if (kept) return send(reply, 'Отправить ещё раз', sendAgainPage(kept, placeAfter(back)), true);
    return reply.redirect(placeAfter(back), 303);
  });

  app.post('/logout', (request, reply) => {
    sessions.end(request.cookies[SESSION_COOKIE]);
    return reply.clearCookie(SESSION_COOKIE, cookieOptions).redirect('/admin', 303);
  });
}

/** Pages for those who are signed in. A form that comes after the session is over is kept for its person, and goes nowhere. */
export function askToSignIn(inside: FastifyInstance, { signedIn, send }: SignInDeps): void {
  const refuse = (request: FastifyRequest, reply: FastifyReply, kept: KeptForm | null): FastifyReply => {
    const problem = sessionEnded(request.method === 'GET' ? 'SIGN_IN' : kept ? 'FORM_KEPT' : 'FORM_NOT_SENT');
    if (wantsJson(request)) return reply.code(problem.status).send(problem);
    const body = signInForm(placeOf(request), `${problem.title} ${problem.detail}`, kept && keptFields(kept));
    return send(reply.code(problem.status), 'Вход', body, false);
  };
  inside.addHook('onRequest', async (request, reply) => {
    // A form is read first, so that what was typed is not lost; it goes no further than the next hook.
    if (!signedIn(request) && !isPlainForm(request)) return refuse(request, reply, null);
  });
  inside.addHook('preValidation', async (request, reply) => {
    if (!signedIn(request)) return refuse(request, reply, wantsJson(request) ? null : keptForm(request));
  });
}

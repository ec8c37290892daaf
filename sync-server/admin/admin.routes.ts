import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Coupon } from '../../design/documents/promotion.ts';
import type { DeviceScope } from '../../design/documents/people.ts';
import { DomainError, ERRORS } from '../../design/errors.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { OpenConflicts } from '../conflicts/open-conflicts.ts';
import { createAttempts } from '../devices/attempts.ts';
import type { Pictures } from '../catalogue/back-office/pictures.store.ts';
import type { UnknownCodes } from '../catalogue/unknown-codes.store.ts';
import type { Devices } from '../devices/devices.store.ts';
import type { Gateways } from '../devices/gateways.store.ts';
import type { PairingCodes } from '../devices/pairing-codes.store.ts';
import type { QuarantineDesk } from '../db/quarantine.release.ts';
import type { Engine } from '../engine/engine.ts';
import { domainErrorOf, parsed } from '../http/problems.ts';
import type { Imports } from '../import/imports.ts';
import type { Log } from '../log.ts';
import type { Messages } from '../messages/messages.ts';
import type { Signatures } from '../people/signatures.ts';
import type { Provisioner } from '../provisioning/provision.ts';
import type { Shops } from '../provisioning/shops.ts';
import { doubleUses } from '../../design/pricing/coupon-use.ts';
import { couponOf } from '../../design/pricing/coupons.ts';
import { allUses } from '../pricing/coupon-uses.ts';
import type { Promotions } from '../pricing/promotions.store.ts';
import type { Refusals } from '../refusals/refusals.store.ts';
import { markSeen, reports } from '../reconcile/reports.store.ts';
import { changeRollupState, rollupState } from '../rollup/rebuild.request.ts';
import type { Stamps } from '../stamps.ts';
import type { Account } from './account.store.ts';
import { catalogueRoutes } from './catalogue.routes.ts';
import { clockPart, type ServerClock } from './clock.part.ts';
import { conflictsPart } from './conflicts.part.ts';
import * as forms from './forms.ts';
import { html, type Html } from './html.ts';
import { IMPORT_HEAD, IMPORT_POLICY, importRoutes } from './import.routes.ts';
import { notice, page, STYLE } from './layout.ts';
import { messagesPart } from './messages.part.ts';
import { overviewBody } from './overview.page.ts';
import { quarantinePage } from './quarantine.page.ts';
import { opticsRoutes } from './optics.routes.ts';
import { createPeople } from './people.ts';
import { pinVerifierOf } from '../people/pin.ts';
import { productNames } from './product-names.ts';
import { activePromotionForm, couponForm, promotionForm, roundingForm } from './promotions.forms.ts';
import { promotionsPage } from './promotions.page.ts';
import { troublesPart } from './import.trouble.part.ts';
import { unknownCodesPart } from './unknown-codes.part.ts';
import { SESSION_COOKIE, type Sessions } from './sessions.ts';
import { signInForm } from './sign-in.ts';
import { askToSignIn, signInRoutes, type SignInDeps } from './sign-in.routes.ts';
import { noteForm } from './kept-form.ts';
import { careForShop, createShop, shopSettings } from './shops.ts';

export interface AdminDeps {
  readonly engine: Engine;
  readonly account: Account;
  readonly sessions: Sessions;
  readonly devices: Devices;
  readonly codes: PairingCodes;
  readonly gateways: Gateways;
  readonly shops: Shops;
  readonly conflicts: OpenConflicts;
  readonly messages: Messages;
  readonly provisioner: Provisioner;
  readonly quarantine: QuarantineDesk;
  readonly refusals: Refusals;
  readonly unknownCodes: UnknownCodes;
  readonly promotions: Promotions;
  readonly pictures: Pictures;
  readonly imports: Imports;
  readonly signatures: Signatures;
  readonly clock: Clock;
  /** Whether the machine's clock is believed; `null` where the server was given another one. */
  readonly machineClock: ServerClock | null;
  readonly stamps: Stamps;
  readonly log: Log;
  readonly demo: boolean;
  /** Browsers reach the server over TLS: the cookie is for TLS only. */
  readonly secure: boolean;
}

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const SCOPES: Readonly<Record<'both' | 'till' | 'workshop' | 'dashboard' | 'cost', DeviceScope[]>> = {
  both: ['till', 'dashboard'],
  till: ['till'],
  workshop: ['workshop'],
  dashboard: ['dashboard'],
  cost: ['dashboard', 'cost'],
};

/** The administrator's plain pages: no script, forms only, a same-site cookie and a check of Origin against forged requests. */
export async function adminRoutes(app: FastifyInstance, deps: AdminDeps): Promise<void> {
  const { account, clock, sessions } = deps;
  const people = createPeople(deps.engine, deps.stamps);
  await app.register(cookie);
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    // Room for a form that waits while its person signs in again.
    { parseAs: 'string', bodyLimit: 98_304 },
    (request, body, done) => {
      noteForm(request, String(body));
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    },
  );

  const signedIn = (request: FastifyRequest): boolean => sessions.valid(request.cookies[SESSION_COOKIE]);
  const send = (
    reply: FastifyReply,
    title: string,
    body: Html,
    isIn: boolean,
    { policy = POLICY, head }: { policy?: string; head?: Html } = {},
  ): FastifyReply =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      // Under "no-referrer" browsers send the forms of this very page with "Origin: null".
      .header('referrer-policy', 'same-origin')
      .header('cache-control', 'no-store')
      .send(page(title, body, { demo: deps.demo, signedIn: isIn, head }));

  const way: SignInDeps = { account, sessions, attempts: createAttempts(clock), secure: deps.secure, signedIn, send };

  app.setErrorHandler((error, request, reply) => {
    const problem = domainErrorOf(error);
    const { status, ru } = ERRORS[problem.code];
    if (status >= 500)
      deps.log('error', 'request-failed', { id: request.id, why: error instanceof Error ? error.stack : String(error) });
    if (problem.retryAfter !== undefined) reply.header('retry-after', String(Math.max(1, problem.retryAfter)));
    const body = html`${notice(`${ru.what} ${ru.next}`)}
      <p><a href="/admin">Назад</a></p>`;
    return send(reply.code(status), 'Не получилось', body, false);
  });

  /** A form of another site, or of another port of this computer, is not ours. */
  app.addHook('onRequest', (request, _reply, done) => {
    const { origin, host } = request.headers;
    const foreign = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
    if (request.method !== 'GET' && foreign) throw new DomainError('ORIGIN_NOT_ALLOWED');
    done();
  });

  app.get('/style.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'no-cache').send(STYLE),
  );

  signInRoutes(app, way);

  async function overview(reply: FastifyReply, said: Html | null): Promise<FastifyReply> {
    const shops = deps.shops.list();
    const staff = await people.list(shops.map((shop) => shop.code));
    const body = overviewBody({
      ...{ shops, people: staff, devices: deps.devices.list(), tills: deps.gateways.list(), refusals: deps.refusals.list() },
      settings: await shopSettings(deps.engine),
      ...{ reports: await reports(deps.engine), rollups: await rollupState(deps.engine) },
    });
    const trouble = troublesPart(await deps.imports.stuck());
    const apart = conflictsPart(await deps.conflicts.list());
    const unknown = unknownCodesPart(await deps.unknownCodes.list(), shops);
    const pricing = html`<p>
      <a href="/admin/catalogue">Каталог товаров</a> · <a href="/admin/import">Прайсы поставщиков</a> ·
      <a href="/admin/promotions">Акции и купоны</a> ·
      <a href="/admin/optics">Заказы очков: сроки и уведомления</a>
    </p>`;
    return send(
      reply,
      'Администрирование',
      html`${said}${clockPart(deps.machineClock)}${trouble}${pricing}${apart}${unknown}${body}${messagesPart(deps.messages.desk())}`,
      true,
    );
  }

  app.get('/', (request, reply) => {
    if (signedIn(request)) return overview(reply, null);
    const body = account.hasPassword()
      ? signInForm('/admin', null)
      : notice('Пароль ещё не задан. Откройте одноразовую ссылку, которую сервер напечатал при запуске.');
    return send(reply, 'Вход', body, false);
  });

  await app.register((inside, _options, done) => {
    askToSignIn(inside, way);
    const known = (store: string): void => {
      if (!deps.shops.get(store)) throw new DomainError('NOT_FOUND', { store });
    };

    inside.post('/shops', async (request, reply) => {
      const shop = parsed(forms.shopForm, request.body);
      if (!(await createShop(deps.engine, deps.stamps, shop))) throw new DomainError('BODY_INVALID', { code: 'taken' });
      await deps.provisioner.run();
      return reply.redirect('/admin', 303);
    });

    inside.post('/shops/care', async (request, reply) => {
      const { code, ...care } = parsed(forms.shopCareForm, request.body);
      if (!(await careForShop(deps.engine, deps.stamps, code, care))) throw new DomainError('NOT_FOUND', { store: code });
      return reply.redirect('/admin', 303);
    });

    inside.post('/reports/seen', async (request, reply) => {
      const { id } = parsed(forms.reportForm, request.body);
      if (!(await markSeen(deps.engine, id, clock.now()))) throw new DomainError('NOT_FOUND', { report: id });
      return reply.redirect('/admin', 303);
    });

    inside.post('/clock', (_request, reply) => {
      deps.machineClock?.believe();
      return reply.redirect('/admin', 303);
    });

    inside.post('/unknown-codes/forget', async (request, reply) => {
      await deps.unknownCodes.forget(parsed(forms.unknownCodeForm, request.body).id);
      return reply.redirect('/admin', 303);
    });

    inside.get('/promotions', async (_request, reply) => {
      const [promotions, coupons, uses] = await Promise.all([
        deps.promotions.promotions(),
        deps.promotions.coupons(),
        allUses(deps.engine),
      ]);
      const owners = new Map(uses.map(({ code }) => [code, couponOf(code, coupons)]));
      const view = {
        ...{ promotions, coupons, shops: deps.shops.list(), rounding: await deps.promotions.rounding() },
        doubles: doubleUses(uses, (code) => owners.get(code)?.once ?? false),
        uses: (coupon: Coupon) => uses.filter(({ code }) => owners.get(code) === coupon).length,
      };
      return send(reply, 'Акции и купоны', promotionsPage(view), true);
    });

    inside.post('/promotions', async (request, reply) => {
      const fields = parsed(promotionForm, request.body);
      for (const store of fields.stores) known(store);
      await deps.promotions.put(deps.stamps(), fields);
      return reply.redirect('/admin/promotions', 303);
    });

    inside.post('/promotions/active', async (request, reply) => {
      const { id, active } = parsed(activePromotionForm, request.body);
      await deps.promotions.setActive(id, active === 'yes');
      return reply.redirect('/admin/promotions', 303);
    });

    inside.post('/rounding', async (request, reply) => {
      await deps.promotions.setRounding(parsed(roundingForm, request.body).step);
      return reply.redirect('/admin/promotions', 303);
    });

    inside.post('/coupons', async (request, reply) => {
      const fields = parsed(couponForm, request.body);
      const given = (await deps.promotions.promotions()).some(({ _id, byCoupon }) => _id === fields.promotion && byCoupon);
      if (!given) throw new DomainError('NOT_FOUND', { promotion: fields.promotion });
      await deps.promotions.putCoupon(fields);
      return reply.redirect('/admin/promotions', 303);
    });

    inside.post('/rollups/rebuild', async (_request, reply) => {
      await changeRollupState(deps.engine, () => ({ requested: clock.now() }));
      return reply.redirect('/admin', 303);
    });

    inside.post('/people', async (request, reply) => {
      const person = parsed(forms.personForm, request.body);
      known(person.store);
      await people.add(person);
      return reply.redirect('/admin', 303);
    });

    inside.post('/people/pin', async (request, reply) => {
      const { store, id, pin } = parsed(forms.pinForm, request.body);
      known(store);
      await people.change(store, id, { pin: await pinVerifierOf(pin) });
      return reply.redirect('/admin', 303);
    });

    inside.post('/people/active', async (request, reply) => {
      const { store, id, active } = parsed(forms.activeForm, request.body);
      known(store);
      await people.change(store, id, { active: active === 'yes' });
      return reply.redirect('/admin', 303);
    });

    inside.post('/tills', async (request, reply) => {
      const till = parsed(forms.tillForm, request.body);
      known(till.store);
      const token = await deps.gateways.register({ ...till, url: new URL(till.url).origin });
      return overview(reply, notice(`Ключ шлюза кассы ${till.pos} (GATEWAY_SYNC_TOKEN). Он показан один раз:`, token));
    });

    inside.post('/pairing-codes', async (request, reply) => {
      const { store, till, access } = parsed(forms.codeForm, request.body);
      known(store);
      const pos = till === '' ? null : till;
      if (pos !== null && deps.gateways.tillOf(pos)?.store !== store)
        throw new DomainError('BODY_INVALID', { till: 'another shop' });
      const { code } = await deps.codes.make({ store, till: pos, scopes: SCOPES[access] });
      return overview(reply, notice('Код подключения. Действует 15 минут, один раз:', `${code.slice(0, 4)}-${code.slice(4)}`));
    });

    inside.post('/devices/revoke', async (request, reply) => {
      await deps.devices.revoke(parsed(forms.revokeForm, request.body).device);
      return reply.redirect('/admin', 303);
    });

    inside.post('/conflicts/seen', async (request, reply) => {
      const { database, id } = parsed(forms.conflictForm, request.body);
      await deps.conflicts.seen(database, id);
      return reply.redirect('/admin', 303);
    });

    inside.post('/messages', async (request, reply) => {
      const { id, act } = parsed(forms.messageForm, request.body);
      const desk = deps.messages.desk();
      if (act === 'forget') await desk?.forget(id);
      else if (!(await desk?.again(id))) throw new DomainError('NOT_FOUND', { message: id });
      deps.log('info', 'message-by-hand', { act, message: id });
      return reply.redirect('/admin', 303);
    });

    void inside.register((pages) =>
      catalogueRoutes(pages, { ...deps, send: (reply, title, body) => send(reply, title, body, true) }),
    );
    opticsRoutes(inside, { ...deps, send: (reply, title, body) => send(reply, title, body, true) });
    void inside.register(
      (pages) =>
        importRoutes(pages, {
          ...{ imports: deps.imports, shops: deps.shops, clock, signatures: deps.signatures },
          names: (skus) => productNames(deps.engine, skus),
          send: (reply, title, body) => send(reply, title, body, true, { policy: IMPORT_POLICY, head: IMPORT_HEAD }),
        }),
      { prefix: '/import' },
    );
    quarantinePage(inside, { ...deps, send: (reply, title, body) => send(reply, title, body, true) });
    done();
  });
}

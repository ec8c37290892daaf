import { api } from '../../design/fiscal/api/index.ts';
import { DomainError } from '../../design/errors.ts';
import { MINUTE, SECOND } from '../../design/time/clock.ts';
import type { Gateway } from '../gateway.ts';
import { tokenId } from '../journal/access.store.ts';
import type { Scope } from '../journal/access.store.ts';
import { isLoopbackOrigin, tokenHash } from './access.ts';
import type { Caller, Door } from './access.ts';
import type { App } from './app.ts';
import { makePairingCode, normalCode } from './pairing-code.ts';
import { createGuessLimit } from './rate-limit.ts';
import { serve } from './serve.ts';

const CODE_LIFE = 15 * MINUTE;
/** PINs: five free tries, then a wait that doubles from half a minute to a quarter of an hour. */
const PIN = { free: 5, first: 30 * SECOND, most: 15 * MINUTE } as const;

/** Pairing, who is connected, the service page's session, wrong PINs. */
export function accessRoutes(app: App, { context }: Gateway, door: Door): void {
  const { stores, journal, config, clock, events, random } = context;
  const guesses = createGuessLimit(clock);
  const here = { pos_id: config.posId, store: config.store, demo: config.demo };

  serve(app, api.pair, async (request, reply) => {
    const { code, scope, name, pos_id, store } = request.body;
    if ((pos_id && pos_id !== config.posId) || (store && store !== config.store))
      throw new DomainError('WRONG_TILL', { expected: config.posId, store: config.store });
    const { origin } = request.headers;
    const admin = request.caller?.scope === 'admin';
    const ownPage = /^(127\.|::1$|::ffff:127\.)/.test(request.ip) && (origin === undefined || isLoopbackOrigin(origin));
    const demo = config.demo && !code && scope !== 'admin' && ownPage;
    const needsCode = !admin && !demo;
    if (needsCode && !code) throw new DomainError('UNAUTHENTICATED');
    if (needsCode) guesses.demand(request.ip);
    const token = random.token();
    await journal.commit(() => {
      const now = clock.now();
      const fits = (made: Scope | null) => scope !== 'admin' && (made === null || made === scope);
      if (needsCode && stores.access.usePairingCode(tokenHash(normalCode(code ?? '')), now, fits) === undefined)
        throw new DomainError('PAIRING_CODE_INVALID');
      stores.access.addToken({ hash: tokenHash(token), scope, name, origin: origin ?? null }, now);
      if (origin !== undefined) stores.access.addOrigin(origin, now);
      stores.log.append(now, 'WARN', 'paired', null, `${scope}, ${origin ?? 'без страницы'}`);
    });
    if (needsCode) guesses.right(request.ip);
    if (origin !== undefined) door.pairOrigin(origin);
    return reply.code(201).send({ token, scope, ...here });
  });

  serve(app, api.pairingCode, async (request, reply) =>
    reply.code(201).send(await makePairingCode(context, CODE_LIFE, request.body?.scope ?? null)),
  );

  serve(app, api.tokens, () => ({
    items: stores.access.tokens().map(({ hash, scope, name, origin, created_at, last_used_at }) => ({
      id: tokenId(hash),
      scope,
      name,
      origin,
      created_at,
      last_used_at,
    })),
  }));

  serve(app, api.revokeToken, async (request) => {
    const ended = await journal.commit(() => {
      const now = clock.now();
      const one = stores.access.revoke(request.params.id, now);
      if (one) stores.log.append(now, 'WARN', 'token_revoked', null, `${one.token.scope}, ${request.params.id}`);
      return one;
    });
    if (ended === null) throw new DomainError('NOT_FOUND');
    door.forget(ended.token.hash, ended.unpaired);
    events.emit({ type: 'revoked', token: ended.token.hash });
    return { revoked: true, origin: ended.unpaired };
  });

  /** The administrator's or a monitor's token opens the page with its rights, a one-time code with those it was made for. */
  async function openerOf(secret: string): Promise<Caller | null> {
    const known = door.callerOfToken(secret);
    if (known) return known.scope === 'admin' || known.scope === 'monitor' ? known : null;
    const hash = tokenHash(normalCode(secret));
    const fits = (made: Scope | null) => made === null || made === 'monitor' || made === 'admin';
    const scope = await journal.commit(() => stores.access.usePairingCode(hash, clock.now(), fits));
    return scope === undefined ? null : { scope: scope ?? 'monitor', token: hash };
  }

  serve(app, api.openSession, async (request, reply) => {
    guesses.demand(request.ip);
    const opener = await openerOf(request.body.secret.trim());
    if (opener === null) throw new DomainError('PAIRING_CODE_INVALID');
    guesses.right(request.ip);
    const { session, cookie } = door.sessions.open(opener.scope, opener.token);
    const noted = () => stores.log.append(clock.now(), 'INFO', 'page_opened', null, opener.scope);
    await journal.commit(noted);
    return reply
      .code(201)
      .header('set-cookie', cookie)
      .send({ scope: session.scope, ...here, until: session.until });
  });

  serve(app, api.session, (request) => {
    const session = request.headers.authorization === undefined ? door.sessions.find(request.headers.cookie) : null;
    return { scope: request.caller?.scope ?? null, ...here, until: session?.until ?? null };
  });

  serve(app, api.closeSession, (request, reply) =>
    reply.header('set-cookie', door.sessions.close(request.headers.cookie)).send({ scope: null, ...here, until: null }),
  );

  serve(app, api.pinAttempt, async (request) => {
    const { staff, success } = request.body;
    const now = clock.now();
    const before = stores.access.pinAttempts(staff);
    if (before.lockedUntil > now) {
      const wait = Math.ceil((before.lockedUntil - now) / SECOND);
      throw new DomainError('PIN_LOCKED', { failures: before.failures, retry_after_seconds: wait }, wait);
    }
    if (success === null || success === undefined) return { allowed: true, failures: before.failures, retry_after_seconds: 0 };
    const failures = success ? 0 : before.failures + 1;
    const wait = failures < PIN.free ? 0 : Math.min(PIN.first * 2 ** (failures - PIN.free), PIN.most);
    await journal.commit(() => stores.access.setPinAttempts(staff, failures, wait === 0 ? 0 : now + wait));
    return { allowed: wait === 0, failures, retry_after_seconds: wait / SECOND };
  });
}

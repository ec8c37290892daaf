import { DomainError } from '../../design/errors.ts';
import { pairAnswer, pairRequest } from '../../design/fiscal/wire.ts';
import { MINUTE, SECOND } from '../../design/time/clock.ts';
import {
  adoptDriveRequest,
  done,
  driveState,
  health,
  pairingCode,
  pinAnswer,
  pinAttempt,
} from '../../design/fiscal/wire-service.ts';
import type { Gateway } from '../gateway.ts';
import { isLoopbackOrigin, tokenHash } from './access.ts';
import { makePairingCode, normalCode } from './pairing-code.ts';
import { problems } from './app.ts';
import type { App } from './app.ts';

const CODE_LIFE = 15 * MINUTE;
/** PINs: five free tries, then a wait that doubles from half a minute to a quarter of an hour. */
const PIN = { free: 5, first: 30 * SECOND, most: 15 * MINUTE } as const;
const VERSION = '0.1.0';

declare module 'fastify' {
  interface FastifyInstance {
    pairOrigin(origin: string): void;
  }
}

export function deviceRoutes(app: App, gateway: Gateway): void {
  const { drive, network, sender, buffer, context } = gateway;
  const { stores, journal, config, clock, random, register, ofd } = context;

  function healthOf() {
    const { current_queued: queued, total_capacity: capacity, percent_full, dlq_size } = buffer();
    const { ofd: operator, server, mode } = network.state;
    const device = register === null ? 'not_configured' : drive.blocked ? 'blocked' : drive.seen === null ? 'unreachable' : 'ok';
    const link = (streak: { ok: boolean | null }, configured: boolean) =>
      !configured
        ? ('not_configured' as const)
        : streak.ok === null
          ? ('unknown' as const)
          : streak.ok
            ? ('ok' as const)
            : ('unreachable' as const);
    const unhealthy = percent_full >= 100 || dlq_size > 100 || device === 'blocked';
    const degraded = percent_full > 90 || dlq_size > 0 || device !== 'ok' || sender.breaker.state !== 'closed';
    return {
      status: unhealthy ? ('unhealthy' as const) : degraded ? ('degraded' as const) : ('healthy' as const),
      version: VERSION,
      demo: config.demo,
      pos_id: config.posId,
      store: config.store,
      network: mode,
      time: clock.now(),
      components: {
        kkt_device: { status: device as 'ok', code: drive.blocked },
        ofd_connection: { status: link(operator, ofd !== null), latency_ms: network.latency },
        server_connection: { status: link(server, config.syncUrl !== null) },
        buffer: { queued, capacity, percent_full, dlq_size },
        circuit_breaker: { state: sender.breaker.state, failure_count: sender.breaker.failures },
      },
    };
  }

  for (const url of ['/v1/health', '/health']) {
    app.get(
      url,
      { config: { access: 'open' }, schema: { tags: ['Состояние'], response: { 200: health, 503: health } } },
      async (_request, reply) => {
        const answer = healthOf();
        return reply.code(answer.status === 'unhealthy' ? 503 : 200).send(answer);
      },
    );
  }

  app.get(
    '/v1/kkt/fn',
    { config: { access: ['till', 'monitor'] }, schema: { tags: ['Состояние'], response: { 200: driveState, ...problems } } },
    async () => {
      const status = await drive.ask();
      const { count, firstFd, firstAt } = status.unsent;
      return {
        fn: status.fn,
        registration_number: status.registrationNumber,
        serial: status.serial,
        last_fd: status.lastFd,
        state: status.drive.state,
        valid_until: status.drive.validUntil,
        documents_left: status.drive.documentsLeft,
        unsent: { count, first_fd: firstFd, first_at: firstAt },
        paper: status.paper,
        cover_open: status.coverOpen,
        clock: status.clock,
      };
    },
  );
  app.post(
    '/v1/kkt/fn',
    {
      config: { access: [] },
      schema: {
        tags: ['Состояние'],
        summary: 'A person confirms the drive that is in the register now',
        body: adoptDriveRequest,
        response: { 200: done, ...problems },
      },
    },
    async (request) => {
      await drive.adopt(request.body.fn);
      return { done: true };
    },
  );

  app.post(
    '/v1/pair',
    {
      config: { access: 'open' },
      schema: {
        tags: ['Подключение'],
        summary: 'A token for a browser; its page joins the CORS list',
        body: pairRequest,
        response: { 201: pairAnswer, ...problems },
      },
    },
    async (request, reply) => {
      const { code, scope, name, pos_id, store } = request.body;
      if ((pos_id && pos_id !== config.posId) || (store && store !== config.store))
        throw new DomainError('WRONG_TILL', { expected: config.posId, store: config.store });
      const { origin } = request.headers;
      const admin = request.caller?.scope === 'admin';
      const demo = config.demo && !code && scope !== 'admin' && (origin === undefined || isLoopbackOrigin(origin));
      const token = random.token();
      await journal.commit(() => {
        const now = clock.now();
        const byCode =
          !admin && !demo && scope !== 'admin' && !!code && stores.access.usePairingCode(tokenHash(normalCode(code)), now);
        if (!admin && !demo && !byCode) throw new DomainError(code ? 'PAIRING_CODE_INVALID' : 'UNAUTHENTICATED');
        stores.access.addToken({ hash: tokenHash(token), scope, name }, now);
        if (origin !== undefined) stores.access.addOrigin(origin, now);
        stores.log.append(now, 'WARN', 'paired', null, `${scope}, ${origin ?? 'без страницы'}`);
      });
      if (origin !== undefined) app.pairOrigin(origin);
      return reply.code(201).send({ token, scope, pos_id: config.posId, store: config.store, demo: config.demo });
    },
  );
  app.post(
    '/v1/pair/code',
    {
      config: { access: [] },
      schema: {
        tags: ['Подключение'],
        summary: 'A code for one pairing, good for 15 minutes',
        response: { 201: pairingCode, ...problems },
      },
    },
    async (_request, reply) => reply.code(201).send(await makePairingCode(context, CODE_LIFE)),
  );

  app.post(
    '/v1/pin-attempts',
    {
      config: { access: ['till'] },
      schema: {
        tags: ['Подключение'],
        summary: 'Counts wrong PINs across reloads and browsers of this PC',
        body: pinAttempt,
        response: { 200: pinAnswer, ...problems },
      },
    },
    async (request) => {
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
    },
  );
}

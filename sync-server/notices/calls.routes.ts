import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../design/errors.ts';
import { planNotices } from '../../design/orders/notices.ts';
import type { Clock } from '../../design/time/clock.ts';
import { deviceOf } from '../devices/authentication.ts';
import type { Engine } from '../engine/engine.ts';
import { wordsOf, writerOf } from './notice-words.ts';
import type { ShopCases } from './shop-cases.ts';

export interface CallsDeps {
  readonly engine: Engine;
  readonly cases: ShopCases;
  readonly clock: Clock;
  readonly timeZoneOf: (store: string) => string;
}

/**
 * GET /api/notices/calls, behind a till's token: the clients of the device's shop to call, the longest due first, with what to say. A call
 * that was made is an event of the order (`notice`, channel `call`), or a new recall date on the client's card.
 */
export function callsRoutes(app: FastifyInstance, { engine, cases, clock, timeZoneOf }: CallsDeps): void {
  app.get('/notices/calls', async (request) => {
    const { store, scopes } = deviceOf(request);
    if (!scopes.includes('till')) throw new DomainError('FORBIDDEN');
    await cases.refresh(store);
    const now = clock.now();
    const due = new Map(cases.due(store, now, timeZoneOf(store)).map((one) => [one.notice.key, one]));
    const writer = await writerOf(engine, store);
    const calls = planNotices(due.values(), now, cases.rulesOf(store)).calls.map((notice) => {
      const { card, order, ...one } = due.get(notice.key)!;
      const about = { client: card?._id ?? null, name: card?.name ?? null, phone: card?.phone ?? null };
      return { ...notice, ...about, number: order?.number ?? null, text: wordsOf({ ...one, card, order }, 'call', writer).text };
    });
    return { calls };
  });
}

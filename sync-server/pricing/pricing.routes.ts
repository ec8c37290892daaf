import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { promotion as shape } from '../../design/documents/promotion.ts';
import { DomainError } from '../../design/errors.ts';
import { couponOf } from '../../design/pricing/coupons.ts';
import { isSpent } from '../../design/pricing/coupon-use.ts';
import { couponCode } from '../../design/sale/cart.ts';
import { isAdministrator } from '../couch-api/admin-token.ts';
import { createAttempts } from '../devices/attempts.ts';
import { deviceOf } from '../devices/authentication.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { parsed } from '../http/problems.ts';
import { usesOf } from './coupon-uses.ts';
import type { Promotions } from './promotions.store.ts';

const params = z.object({ code: z.string().trim().min(1).max(64) });

/** GET /api/coupons/:code: is it used up in the chain, as far as the server knows? Behind the device's token, for tills only. */
export function couponRoutes(app: FastifyInstance, deps: { readonly engine: Engine; readonly promotions: Promotions }): void {
  app.get('/coupons/:code', async (request) => {
    if (!deviceOf(request).scopes.includes('till')) throw new DomainError('FORBIDDEN');
    const asked = params.safeParse(request.params);
    if (!asked.success) throw new DomainError('QUERY_INVALID', { expected: 'code' });
    const code = couponCode(asked.data.code);
    const coupon = couponOf(code, await deps.promotions.coupons());
    if (!coupon) throw new DomainError('NOT_FOUND');
    const ofCode = (await usesOf(deps.engine, code)).length;
    const ofSeries = coupon.prefix ? (await usesOf(deps.engine, coupon.code, true)).length : ofCode;
    return { code, uses: ofCode, spent: isSpent(coupon, ofCode, ofSeries) };
  });
}

const put = shape.omit({ _id: true, _rev: true, type: true, schema: true, hlc: true, by: true, pos: true, stamps: true }).extend({
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/),
});

/** GET and PUT /api/promotions for the administrator's programs: Basic, with the token that opens the server's `/db`. */
export function promotionRoutes(
  app: FastifyInstance,
  deps: { readonly promotions: Promotions; readonly adminToken: string; readonly clock: Clock },
): void {
  const attempts = createAttempts(deps.clock);
  app.addHook('onRequest', (request, _reply, done) => {
    attempts.check();
    if (!isAdministrator(request.headers.authorization ?? '', deps.adminToken)) {
      attempts.failed();
      throw new DomainError('UNAUTHENTICATED');
    }
    done();
  });
  app.get('/promotions', async () => ({
    promotions: await deps.promotions.promotions(),
    coupons: await deps.promotions.coupons(),
  }));
  app.put('/promotions', async (request) => {
    const { key, ...fields } = parsed(put, request.body);
    return deps.promotions.put(key, fields);
  });
}

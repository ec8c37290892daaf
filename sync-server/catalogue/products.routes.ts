import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { DomainError } from '../../design/errors.ts';
import type { Clock } from '../../design/time/clock.ts';
import { deviceOf } from '../devices/authentication.ts';
import { parsed } from '../http/problems.ts';
import type { ProductLookup } from './product-lookup.ts';
import { unknownCodesReport, type UnknownCodes } from './unknown-codes.store.ts';

const query = z.object({ code: z.string().trim().min(1).max(128) });

/**
 * GET /api/products?code=: an article that this till does not hold yet, at the price of its shop. POST /api/unknown-codes: codes that
 * nobody knew. Behind the device's token, for tills only.
 */
export function productsRoutes(
  app: FastifyInstance,
  deps: { readonly lookup: ProductLookup; readonly unknownCodes: UnknownCodes; readonly clock: Clock },
): void {
  app.get('/products', async (request) => {
    const device = deviceOf(request);
    if (!device.scopes.includes('till')) throw new DomainError('FORBIDDEN');
    const asked = query.safeParse(request.query);
    if (!asked.success) throw new DomainError('QUERY_INVALID', { expected: 'code' });
    const entry = await deps.lookup.find(asked.data.code, device.store);
    if (!entry) throw new DomainError('NOT_FOUND');
    return entry;
  });

  app.post('/unknown-codes', { bodyLimit: 65_536 }, async (request, reply) => {
    const device = deviceOf(request);
    if (!device.scopes.includes('till')) throw new DomainError('FORBIDDEN');
    const report = parsed(unknownCodesReport, request.body);
    await deps.unknownCodes.report({ device: device.number, store: device.store }, report, deps.clock.now());
    return reply.code(204).send();
  });
}

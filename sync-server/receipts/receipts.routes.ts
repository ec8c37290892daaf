import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../design/errors.ts';
import { receiptQuery } from '../../design/receipt-lookup.ts';
import { deviceOf } from '../devices/authentication.ts';
import type { Log } from '../log.ts';
import type { ReceiptLookup } from './lookup.ts';

/**
 * GET /api/receipts, behind a till's token: an older or another shop's receipt for a return (design §6, the third ring of refund limits).
 * One search at a time: it reads whole months. A look into another shop is logged.
 */
export function receiptsRoutes(
  app: FastifyInstance,
  { lookup, log }: { readonly lookup: ReceiptLookup; readonly log: Log },
): void {
  let turn: Promise<unknown> = Promise.resolve();
  app.get('/receipts', async (request) => {
    const device = deviceOf(request);
    if (!device.scopes.includes('till')) throw new DomainError('FORBIDDEN');
    const query = receiptQuery.safeParse(request.query);
    if (!query.success) throw new DomainError('QUERY_INVALID', { expected: 'fn, fd, fp (and day), or qr, or key' });
    const search = turn.then(() => lookup.find(query.data, device.store));
    turn = search.catch(() => undefined);
    const found = await search;
    if (!found) throw new DomainError('NOT_FOUND');
    if (found.store !== device.store) {
      const { fn = null, fd = null } = found.result ?? {};
      log('info', 'receipt-of-another-shop', { device: device.number, store: device.store, of: found.store, fn, fd });
    }
    return found;
  });
}

import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { STORE_CODE } from '../../design/databases.ts';
import { DomainError } from '../../design/errors.ts';
import { pricesInForce } from '../../design/folds/price-list.ts';
import { parsed } from '../http/problems.ts';
import type { CatalogueDeps } from './catalogue.deps.ts';
import { goods } from './catalogue.parts.ts';
import { pricesPage, type PlannedPrices } from './catalogue.prices.page.ts';

const cancelForm = z.object({
  store: z.string().regex(STORE_CODE),
  from: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  /** Empty: all of that moment. */
  sku: z.string().max(200).default(''),
});

/** What is planned in every shop, and taking it back before its time. */
export function pricesRoutes(app: FastifyInstance, { index, shops, shopPrices, clock, send }: CatalogueDeps): void {
  async function show(reply: FastifyReply, said: string | null): Promise<FastifyReply> {
    const [{ search }, now] = [await index.read(), clock.now()];
    const groups: PlannedPrices[] = [];
    for (const shop of shops.list()) {
      const all = await shopPrices.of(shop.code);
      const own = pricesInForce(all, now).prices;
      const coming = Map.groupBy(
        all.filter(({ from }) => from > now),
        ({ from }) => from,
      );
      for (const [from, prices] of coming) {
        const lines = prices.map(({ sku, price }) => {
          const row = search.get(sku);
          return { sku, price, name: row?.name ?? sku, now: own.get(sku) ?? row?.price ?? null };
        });
        groups.push({ shop, from, prices: lines });
      }
    }
    const planned = groups.sort((a, b) => a.from - b.from);
    return send(reply, 'Плановые цены', pricesPage(planned, said));
  }

  app.get('/catalogue/prices', (_request, reply) => show(reply, null));

  app.post('/catalogue/prices/cancel', async (request, reply) => {
    const { store, from, sku } = parsed(cancelForm, request.body);
    if (!shops.get(store)) throw new DomainError('NOT_FOUND', { store });
    const cancelled = await shopPrices.cancel(store, (price) => price.from === from && (sku === '' || price.sku === sku));
    if (cancelled === 0) return show(reply.code(409), 'Отменять нечего: эти цены уже действуют или отменены раньше.');
    return show(reply, `Отменено: ${goods(cancelled)}.`);
  });
}

import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { STORE_CODE } from '../../design/databases.ts';
import { DomainError } from '../../design/errors.ts';
import { pricesInForce } from '../../design/folds/price-list.ts';
import { parsed } from '../http/problems.ts';
import type { ShopPrice } from '../../design/documents/catalogue.ts';
import { plansOf, sentBy } from './catalogue.plans.part.ts';
import { catalogueTimeZone, type CatalogueDeps } from './catalogue.deps.ts';
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
export function pricesRoutes(app: FastifyInstance, { index, shops, shopPrices, imports, clock, send }: CatalogueDeps): void {
  async function show(reply: FastifyReply, said: string | null): Promise<FastifyReply> {
    const [{ search }, jobs, now] = [await index.read(), await imports.planned(), clock.now()];
    const priceOf = (sku: string): number | null => search.get(sku)?.price ?? null;
    const lost = jobs.flatMap((one) =>
      [...one.prices.keys()].flatMap((sku) => {
        const now = priceOf(sku);
        const overtaken = plansOf([one], sku, now).filter((plan) => plan.isOvertaken);
        return overtaken.map((plan) => ({ ...plan, name: search.get(sku)?.name ?? sku, now }));
      }),
    );
    const gone = new Set(lost.map(({ job, sku }) => `${job._id} ${sku}`));
    const groups: PlannedPrices[] = [];
    for (const shop of shops.list()) {
      const all = await shopPrices.of(shop.code);
      const own = pricesInForce(all, now).prices;
      const coming = Map.groupBy(
        all.filter(({ from }) => from > now),
        ({ from }) => from,
      );
      for (const [from, prices] of coming) {
        const lines = prices.flatMap((one) => {
          const { sku, price } = one;
          const job = sentBy(jobs, one);
          // Whoever has overtaken it a moment ago is not told any more that it comes.
          if (job && gone.has(`${job._id} ${sku}`)) return [];
          const row = search.get(sku);
          return [{ sku, price, name: row?.name ?? sku, now: own.get(sku) ?? row?.price ?? null, job }];
        });
        if (lines.length > 0) groups.push({ shop, from, prices: lines });
      }
    }
    const planned = groups.sort((a, b) => a.from - b.from);
    return send(reply, 'Плановые цены', pricesPage({ planned, lost, timeZone: catalogueTimeZone(shops) }, said));
  }

  app.get('/catalogue/prices', (_request, reply) => show(reply, null));

  app.post('/catalogue/prices/cancel', async (request, reply) => {
    const { store, from, sku } = parsed(cancelForm, request.body);
    if (!shops.get(store)) throw new DomainError('NOT_FOUND', { store });
    const jobs = await imports.planned();
    const isMeant = (price: ShopPrice): boolean => price.from === from && (sku === '' || price.sku === sku);
    // The server would set it all the same: it is called off with its price list.
    const cancelled = await shopPrices.cancel(store, (price) => isMeant(price) && sentBy(jobs, price) === null);
    if (cancelled === 0 && (await shopPrices.of(store)).some((price) => isMeant(price) && sentBy(jobs, price) !== null))
      return show(reply.code(409), 'Эту цену назначил прайс или массовая правка: отмените включение на её странице.');
    if (cancelled === 0) return show(reply.code(409), 'Отменять нечего: эти цены уже действуют или отменены раньше.');
    return show(reply, `Отменено: ${goods(cancelled)}.`);
  });
}

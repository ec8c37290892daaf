import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createProductIndex, type ProductIndex, type ProductRow } from '../catalogue/back-office/product-index.ts';
import { createProducts } from '../catalogue/back-office/products.store.ts';
import { createShopPrices } from '../catalogue/back-office/shop-prices.ts';
import { parsed } from '../http/problems.ts';
import { bulkRoutes } from './catalogue.bulk.routes.ts';
import { cardRoutes } from './catalogue.card.routes.ts';
import type { CatalogueDeps } from './catalogue.deps.ts';
import { groupsRoutes } from './catalogue.groups.routes.ts';
import { labelsRoutes } from './catalogue.labels.routes.ts';
import { listPage, PAGE_ROWS } from './catalogue.list.page.ts';
import { crumbs } from './catalogue.parts.ts';
import { powersRoutes } from './catalogue.powers.routes.ts';
import { pricesRoutes } from './catalogue.prices.routes.ts';
import { catalogueQuery, facetsOf, found } from './catalogue.query.ts';
import { typesRoutes } from './catalogue.types.routes.ts';
import { html } from './html.ts';

export type CatalogueRoutesDeps = Omit<CatalogueDeps, 'index' | 'products' | 'shopPrices'>;

const pageOf = z.looseObject({ page: z.coerce.number().int().min(1).max(100_000).default(1) });
/** A catalogue that is read for the first time is waited for so long; then the page says how far it is and comes again by itself. */
const PATIENCE = 2_500;
const COME_AGAIN = '2';

/** The catalogue's back office: search, articles, prices, many at once, categories and brands, labels. */
export async function catalogueRoutes(app: FastifyInstance, given: CatalogueRoutesDeps): Promise<void> {
  const { engine, stamps, clock, send } = given;
  const products = createProducts(engine, stamps);
  const deps: CatalogueDeps = {
    ...given,
    ...{ index: createProductIndex(engine), products, shopPrices: createShopPrices(engine, { clock, stamps }) },
  };

  async function readyIndex(): Promise<ProductIndex | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), PATIENCE);
    });
    return Promise.race([deps.index.read(), late]).finally(() => clearTimeout(timer));
  }

  app.get('/catalogue', async (request, reply) => {
    const query = parsed(catalogueQuery, request.query);
    const { page } = parsed(pageOf, request.query);
    const index = await readyIndex();
    if (index === null) {
      const body = html`${crumbs('')}
        <p role="status">Каталог читается с диска: прочитано ${deps.index.seen()}. Страница откроется сама.</p>`;
      return send(reply.header('refresh', COME_AGAIN), 'Каталог', body);
    }
    const all = found(index, query);
    const rows = all.slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS);
    const view = {
      ...{ query, page, rows, total: all.length, facets: facetsOf(index.search), duplicates: index.duplicates().size },
      isDuplicate: (row: ProductRow) => index.isDuplicate(row),
    };
    return send(reply, 'Каталог', listPage(view));
  });

  await cardRoutes(app, deps);
  bulkRoutes(app, deps);
  groupsRoutes(app, deps);
  powersRoutes(app, deps);
  pricesRoutes(app, deps);
  labelsRoutes(app, deps);
  typesRoutes(app, deps);
}

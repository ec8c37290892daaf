import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { categoryText, isWithin, movedCategory } from '../../design/catalogue/category-path.ts';
import type { BulkEdits } from '../catalogue/back-office/bulk-edits.store.ts';
import type { ProductRow } from '../catalogue/back-office/product-index.ts';
import type { ProductFields } from '../catalogue/back-office/products.store.ts';
import { parsed } from '../http/problems.ts';
import type { CatalogueDeps } from './catalogue.deps.ts';
import { groupsPage } from './catalogue.groups.page.ts';
import { goods } from './catalogue.parts.ts';
import { facetsOf } from './catalogue.query.ts';

const renameForm = z.object({
  what: z.enum(['category', 'brand']),
  from: z.string().min(1).max(200),
  to: z.string().trim().max(200),
});

/** Categories as a tree and brands, renamed and merged: articles move with them, archived ones too. */
export function groupsRoutes(app: FastifyInstance, deps: CatalogueDeps & { readonly edits: BulkEdits }): void {
  async function show(reply: FastifyReply, said: string | null): Promise<FastifyReply> {
    const { search } = await deps.index.read();
    const promotions = (await deps.promotions.promotions()).map(({ name, target }) => ({
      ...{ name, brands: target.brands ?? [], categories: target.categories ?? [] },
    }));
    return deps.send(reply, 'Разделы и бренды', groupsPage({ facets: facetsOf(search), promotions, said }));
  }

  app.get('/catalogue/groups', (_request, reply) => show(reply, null));

  app.post('/catalogue/groups', async (request, reply) => {
    const { what, from, to } = parsed(renameForm, request.body);
    const { search } = await deps.index.read();
    const rows = [...search.all()];
    const move = async (skus: readonly string[], patch: (held: ProductFields) => Partial<ProductFields>) => {
      const word = what === 'brand' ? 'бренд' : 'раздел';
      const { written } = await deps.edits.apply(skus, `${word} «${from}» → «${to}»`, ({ product }) => ({
        patch: patch(product),
      }));
      return show(reply, `Перенесено: ${goods(written)}.`);
    };
    const skusOf = (isMeant: (row: ProductRow) => boolean): string[] => rows.filter(isMeant).map(({ sku }) => sku);
    if (what === 'brand') {
      if (to === '' || to.length > 80) return show(reply.code(422), 'Не переименовано: бренд от 1 до 80 знаков.');
      return move(
        skusOf(({ brand }) => brand === from),
        (held) => (held.brand === from ? { brand: to } : {}),
      );
    }
    const target = categoryText(to);
    const within = rows.filter(({ category }) => isWithin(category, from));
    if (target === null || within.some(({ category }) => movedCategory(category, from, target) === null))
      return show(reply.code(422), 'Не переименовано: получилось бы больше трёх уровней или пустое название.');
    return move(
      within.map(({ sku }) => sku),
      ({ category }) => ({ category: movedCategory(category, from, target) ?? category }),
    );
  });
}

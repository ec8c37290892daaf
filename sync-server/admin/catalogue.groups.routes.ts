import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { categoryText, isWithin, movedCategory } from '../../design/catalogue/category-path.ts';
import type { ProductRow } from '../catalogue/back-office/product-index.ts';
import { bulkChange } from '../../design/import/bulk-change.ts';
import type { ProductPatch } from '../../design/import/checked-row.ts';
import { parsed } from '../http/problems.ts';
import type { CatalogueDeps } from './catalogue.deps.ts';
import { groupsPage } from './catalogue.groups.page.ts';
import { facetsOf } from './catalogue.query.ts';
import { jobAddress } from './import.parts.ts';

const renameForm = z.object({
  what: z.enum(['category', 'brand']),
  from: z.string().min(1).max(200),
  to: z.string().trim().max(200),
});

/** Categories as a tree and brands, renamed and merged: articles move with them, archived ones too. */
export function groupsRoutes(app: FastifyInstance, deps: CatalogueDeps): void {
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
    const move = async (moved: readonly ProductRow[], patch: (row: ProductRow) => ProductPatch): Promise<FastifyReply> => {
      const changes = moved.flatMap((row) => bulkChange(row, patch(row)) ?? []);
      if (changes.length === 0) return show(reply.code(422), 'Переименовывать нечего: товаров с таким названием нет.');
      const word = what === 'brand' ? 'бренд' : 'раздел';
      const job = await deps.imports.startBulk({ name: `${word} «${from}» → «${to}»`, changes });
      return reply.redirect(`${jobAddress(job._id)}/confirm`, 303);
    };
    if (what === 'brand') {
      if (to === '' || to.length > 80) return show(reply.code(422), 'Не переименовано: бренд от 1 до 80 знаков.');
      return move(
        rows.filter(({ brand }) => brand === from),
        () => ({ brand: to }),
      );
    }
    const target = categoryText(to);
    const within = rows.filter(({ category }) => isWithin(category, from));
    if (target === null || within.some(({ category }) => movedCategory(category, from, target) === null))
      return show(reply.code(422), 'Не переименовано: получилось бы больше трёх уровней или пустое название.');
    return move(within, ({ category }) => ({ category: movedCategory(category, from, target) ?? category }));
  });
}

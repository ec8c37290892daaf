import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { canonicalJson } from '../../design/canonical-json.ts';
import { DomainError } from '../../design/errors.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { BulkEdits } from '../catalogue/back-office/bulk-edits.store.ts';
import type { ProductRow } from '../catalogue/back-office/product-index.ts';
import { parsed } from '../http/problems.ts';
import { bulkForm, bulkPlan, changeOf, typedBulk, type BulkForm, type BulkPlan } from './catalogue.bulk.forms.ts';
import { bulkPage, editsPage, type BulkView, type Choice, type PlannedRow } from './catalogue.bulk.page.ts';
import { catalogueTimeZone, knownWords, type CatalogueDeps } from './catalogue.deps.ts';
import { catalogueQuery, found } from './catalogue.query.ts';

/** One write holds so many articles: more at once would keep the server from the tills for seconds. */
const MOST = 20_000;
const EDITS = 100;
const stepForm = z.looseObject({
  scope: z.enum(['ticked', 'found']).default('ticked'),
  step: z.enum(['choose', 'preview', 'apply']).default('choose'),
  digest: z.string().max(64).default(''),
});
const undoForm = z.object({ id: z.string().regex(/^bulk-edit:[\w-]{1,60}$/) });
const pickForm = z.record(z.string().max(40), z.string().max(8_000));

/** SKUs that were ticked in a list: `pick-0`, `pick-1`, … */
export const picked = (typed: Readonly<Record<string, string>>): string[] =>
  Object.entries(typed).flatMap(([name, sku]) => (/^pick-\d{1,3}$/.test(name) ? [sku] : []));

/** Many articles at once: chosen, shown what becomes of them, changed, taken back. */
export function bulkRoutes(app: FastifyInstance, deps: CatalogueDeps & { readonly edits: BulkEdits }): void {
  const { edits, clock, send } = deps;
  const today = (): string => localDate(clock.now(), catalogueTimeZone(deps.shops));

  async function rowsOf({ query, scope, skus }: Choice): Promise<ProductRow[]> {
    const index = await deps.index.read();
    return scope === 'found' ? found(index, query) : skus.flatMap((sku) => index.search.get(sku) ?? []);
  }

  async function previewOf(rows: readonly ProductRow[], plan: BulkPlan): Promise<NonNullable<BulkView['preview']>> {
    const planned = rows.flatMap((row): PlannedRow[] => {
      const change = changeOf(row, plan);
      return change === null ? [] : [{ row, change }];
    });
    const own = new Set<string>();
    for (const { code } of deps.shops.list()) for (const { sku } of await deps.shopPrices.of(code)) own.add(sku);
    const priced = planned.flatMap(({ row, change }) => (change.price === undefined ? [] : [{ row, price: change.price }]));
    const text = canonicalJson(planned.map(({ row, change }) => [row.sku, change, row.price]));
    return {
      ...{ what: plan.what, planned, digest: createHash('sha256').update(text).digest('hex') },
      loss: priced.filter(({ row, price }) => row.cost !== null && row.cost > price).length,
      jumps: priced.filter(({ row, price }) => Math.abs(price - row.price) * 5 > row.price).length,
      ownPrices: priced.filter(({ row }) => own.has(row.sku)).length,
    };
  }

  async function show(
    reply: FastifyReply,
    choice: Choice,
    form: BulkForm,
    shown: { readonly said?: string; readonly preview?: BulkView['preview'] },
  ): Promise<FastifyReply> {
    const { length: count } = await rowsOf(choice);
    const view = { choice, count, form, known: await knownWords(deps.index), today: today() };
    return send(reply, 'Массовая правка', bulkPage({ ...view, said: shown.said ?? null, preview: shown.preview ?? null }));
  }

  app.post('/catalogue/bulk', async (request, reply) => {
    const typed = parsed(pickForm, request.body);
    const { scope, step, digest } = parsed(stepForm, typed);
    const choice = { query: parsed(catalogueQuery, typed), scope, skus: picked(typed) };
    const form = parsed(bulkForm, typedBulk(typed));
    const rows = await rowsOf(choice);
    if (rows.length === 0) return show(reply.code(422), choice, form, { said: 'Ничего не выбрано. Отметьте товары в списке.' });
    if (rows.length > MOST)
      return show(reply.code(422), choice, form, { said: `За раз меняют не больше ${MOST} товаров: сузьте отбор.` });
    if (step === 'choose') return show(reply, choice, form, {});
    const plan = bulkPlan(form, today());
    if ('wrong' in plan) return show(reply.code(422), choice, form, { said: `Не понято: ${plan.wrong.join('; ')}.` });
    const preview = await previewOf(rows, plan.value);
    if (step === 'preview') return show(reply, choice, form, { preview });
    if (preview.digest !== digest)
      return show(reply.code(409), choice, form, {
        preview,
        said: 'Пока вы смотрели, товары изменились. Вот что получится теперь: проверьте ещё раз.',
      });
    const wanted = new Map(preview.planned.map((one) => [one.row.sku, one]));
    const { written } = await edits.apply([...wanted.keys()], plan.value.what, ({ product }) => {
      const one = wanted.get(product.sku);
      const isAsSeen = one && Object.keys(one.change).every((name) => Reflect.get(product, name) === Reflect.get(one.row, name));
      return isAsSeen ? { patch: one.change } : null;
    });
    const missed = preview.planned.length - written;
    const left = missed > 0 ? ` Не изменено ${missed}: их в этот же миг менял кто-то ещё.` : '';
    return send(
      reply,
      'Массовые правки',
      editsPage(await edits.list(EDITS), catalogueTimeZone(deps.shops), `Изменено: ${written}.${left}`),
    );
  });

  app.get('/catalogue/edits', async (_request, reply) =>
    send(reply, 'Массовые правки', editsPage(await edits.list(EDITS), catalogueTimeZone(deps.shops), null)),
  );

  app.post('/catalogue/edits/undo', async (request, reply) => {
    if (!(await edits.undo(parsed(undoForm, request.body).id, clock.now()))) throw new DomainError('NOT_FOUND');
    return reply.redirect('/admin/catalogue/edits', 303);
  });
}

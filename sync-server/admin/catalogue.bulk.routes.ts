import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { canonicalJson } from '../../design/canonical-json.ts';
import { bulkChange } from '../../design/import/bulk-change.ts';
import type { ProductChange } from '../../design/import/checked-row.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { ProductRow } from '../catalogue/back-office/product-index.ts';
import { isByType } from '../catalogue/back-office/shop-prices.ts';
import { standingGoods } from '../catalogue/back-office/standing-goods.ts';
import { readPriceTypes } from '../catalogue/price-types.store.ts';
import { parsed } from '../http/problems.ts';
import { bulkForm, bulkPlan, typedBulk, type BulkForm, type BulkPlan } from './catalogue.bulk.forms.ts';
import { bulkPage, editsPage, type BulkView, type Choice, type PlannedRow } from './catalogue.bulk.page.ts';
import { catalogueTimeZone, knownWords, type CatalogueDeps } from './catalogue.deps.ts';
import { goods } from './catalogue.parts.ts';
import { catalogueQuery, found } from './catalogue.query.ts';
import { pageNumber } from './import.forms.ts';
import { jobAddress } from './import.parts.ts';

/** As a supplier's file (E-13). */
const MOST = 100_000;
const EDITS = 50;
type Preview = NonNullable<BulkView['preview']> & { readonly changes: readonly ProductChange[] };
const editsQuery = z.looseObject({ page: pageNumber });
const stepForm = z.looseObject({
  scope: z.enum(['ticked', 'found']).default('ticked'),
  step: z.enum(['choose', 'preview', 'apply']).default('choose'),
  digest: z.string().max(64).default(''),
});
const pickForm = z.record(z.string().max(40), z.string().max(8_000));

/** SKUs that were ticked in a list: `pick-0`, `pick-1`, … */
export const picked = (typed: Readonly<Record<string, string>>): string[] =>
  Object.entries(typed).flatMap(([name, sku]) => (/^pick-\d{1,3}$/.test(name) ? [sku] : []));

/** Many articles at once: chosen, shown what becomes of them, then a job (`sync-server/import`) that is confirmed and taken back as a file is. */
export function bulkRoutes(app: FastifyInstance, deps: CatalogueDeps): void {
  const { clock, send } = deps;
  const today = (): string => localDate(clock.now(), catalogueTimeZone(deps.shops));

  async function rowsOf({ query, scope, skus }: Choice): Promise<ProductRow[]> {
    const index = await deps.index.read();
    return scope === 'found' ? found(index, query) : skus.flatMap((sku) => index.search.get(sku) ?? []);
  }

  async function previewOf(rows: readonly ProductRow[], plan: BulkPlan): Promise<Preview> {
    const planned = rows.flatMap((row): (PlannedRow & { readonly staged: ProductChange })[] => {
      const staged = bulkChange(row, plan.patch(row));
      return staged === null ? [] : [{ row, change: staged.after, staged }];
    });
    const standing = await standingOf(planned);
    const own = new Set<string>();
    for (const { code } of deps.shops.list())
      for (const price of await deps.shopPrices.of(code)) if (!isByType(price)) own.add(price.sku);
    const priced = planned.flatMap(({ row, change }) => (change.price === undefined ? [] : [{ row, price: change.price }]));
    const text = canonicalJson(planned.map(({ row, change }) => [row.sku, change, row.price]));
    return {
      ...{
        what: plan.what,
        planned,
        // Whoever goes on has been told: these go into the archive all the same.
        changes: planned.map(({ staged }) => (standing.has(staged.sku) ? { ...staged, stood: true } : staged)),
        digest: createHash('sha256').update(text).digest('hex'),
      },
      loss: priced.filter(({ row, price }) => row.cost !== null && row.cost > price).length,
      jumps: priced.filter(({ row, price }) => Math.abs(price - row.price) * 5 > row.price).length,
      ownPrices: priced.filter(({ row }) => own.has(row.sku)).length,
      standing: standing.size,
    };
  }

  /** Of those that go into the archive the ones that still stand somewhere. */
  async function standingOf(planned: readonly PlannedRow[]): Promise<ReadonlyMap<string, unknown>> {
    const gone = planned.flatMap(({ row, change }) => (change.archived === true ? [row.sku] : []));
    return gone.length === 0 ? new Map() : standingGoods(deps.engine, deps.shops.list(), new Set(gone), clock.now());
  }

  async function show(
    reply: FastifyReply,
    choice: Choice,
    form: BulkForm,
    shown: { readonly said?: string; readonly preview?: BulkView['preview'] },
  ): Promise<FastifyReply> {
    const { length: count } = await rowsOf(choice);
    const types = (await readPriceTypes(deps.engine)).types.map(({ name }) => name);
    const view = { choice, count, form, known: await knownWords(deps.index), today: today(), types };
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
    const isUnknown = form.act === 'type' && !(await readPriceTypes(deps.engine)).types.some(({ name }) => name === form.type);
    const plan = isUnknown ? { wrong: ['выберите тип цен'] } : bulkPlan(form, today());
    if ('wrong' in plan) return show(reply.code(422), choice, form, { said: `Не понято: ${plan.wrong.join('; ')}.` });
    const preview = await previewOf(rows, plan.value);
    if (step === 'preview') return show(reply, choice, form, { preview });
    if (preview.digest !== digest)
      return show(reply.code(409), choice, form, {
        preview,
        said: 'Пока вы смотрели, товары изменились. Вот что получится теперь: проверьте ещё раз.',
      });
    if (preview.changes.length === 0) return show(reply.code(422), choice, form, { preview });
    const job = await deps.imports.startBulk({
      name: `${plan.value.what}: ${goods(preview.changes.length)}`,
      changes: preview.changes,
    });
    return reply.redirect(`${jobAddress(job._id)}/confirm`, 303);
  });

  app.get('/catalogue/edits', async (request, reply) => {
    const { page } = parsed(editsQuery, request.query);
    const { rows, total } = await deps.imports.jobs({ source: 'bulk', page, limit: EDITS });
    const view = { jobs: rows, page, pages: Math.max(1, Math.ceil(total / EDITS)), timeZone: catalogueTimeZone(deps.shops) };
    return send(reply, 'Массовые правки', editsPage(view));
  });
}

import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { PRICE_ROUNDINGS } from '../../design/catalogue/price-rule.ts';
import { priceType, withTypePrice, type PriceType, type PriceTypes } from '../../design/catalogue/price-type.ts';
import { STORE_CODE } from '../../design/databases.ts';
import { DomainError } from '../../design/errors.ts';
import { changePriceTypes, readPriceTypes } from '../catalogue/price-types.store.ts';
import { parsed } from '../http/problems.ts';
import { unsyncedTerminals } from '../import/unsynced.ts';
import { readPercent } from './catalogue.bulk.forms.ts';
import type { CatalogueDeps } from './catalogue.deps.ts';
import { readRoubles } from './catalogue.fields.ts';
import { cardAddress } from './catalogue.parts.ts';
import { typesPage, type TypesView } from './catalogue.types.page.ts';

const BASE = '/catalogue/price-types';
const HAND = { who: 'администратор', how: 'hand', batch: null } as const;
const MOST = 50;
const nameForm = z.object({ name: z.string().trim().max(40) });
const ruleForm = nameForm.extend({
  percent: z.string().max(20).default(''),
  rounding: z.enum(PRICE_ROUNDINGS).default('ninety'),
  insist: z.string().max(5).optional(),
});
const shopForm = nameForm.extend({ store: z.string().regex(STORE_CODE), insist: z.string().max(5).optional() });
const priceForm = nameForm.extend({ rev: z.string().max(200), price: z.string().max(20) });

const RULE_WRONG = 'Не сохранено: процент – число больше −100 и не больше 500, например «+15» или «−5»; пусто – как общая цена.';
const NAME_WRONG = 'Не сохранено: название – до 40 букв, цифр и знаков, начинается с буквы или цифры.';

/** Nothing typed is no rule; `undefined`: nobody can tell what was meant. */
function ruleOf({ percent, rounding }: z.infer<typeof ruleForm>): PriceType['rule'] | undefined {
  if (percent.trim() === '') return null;
  const value = readPercent(percent);
  return value === null ? undefined : { percent: value, rounding };
}

/** Price types: what there are, who sells by them, and what an article costs by them. */
export function typesRoutes(app: FastifyInstance, deps: CatalogueDeps): void {
  const { engine, clock, shops, index, products, send } = deps;

  async function show(
    reply: FastifyReply,
    more: Partial<Pick<TypesView, 'typed' | 'asked' | 'said'>> = {},
  ): Promise<FastifyReply> {
    const priced = new Map<string, number>();
    for (const { typePrices, archived } of (await index.read()).search.all())
      for (const name of archived ? [] : Object.keys(typePrices ?? {})) priced.set(name, (priced.get(name) ?? 0) + 1);
    const view = { held: await readPriceTypes(engine), shops: shops.list(), priced, typed: {}, asked: null, said: null, ...more };
    return send(reply, 'Типы цен', typesPage(view));
  }

  /** C-30: prices of these shops would change at once, and some of their tills have receipts to deliver. */
  const waitedFor = async (stores: readonly string[]) =>
    (await unsyncedTerminals(engine, clock.now())).filter(({ store, silent }) => !silent && stores.includes(store));

  /** Writes what `edit` makes, unless tills of `stores` have to be waited for and nobody insists. */
  async function changed(
    reply: FastifyReply,
    path: string,
    form: Readonly<Record<string, string | undefined>>,
    stores: readonly string[],
    edit: (held: PriceTypes) => PriceTypes | null,
  ): Promise<FastifyReply> {
    const { insist, ...rest } = form;
    const unsynced = insist === 'yes' ? [] : await waitedFor(stores);
    const fields = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value ?? '']));
    if (unsynced.length > 0) return show(reply.code(409), { asked: { path, fields, unsynced } });
    await changePriceTypes(engine, edit);
    return reply.redirect(`/admin${BASE}`, 303);
  }

  const sellers = ({ shops: by }: PriceTypes, name: string): string[] => Object.keys(by).filter((store) => by[store] === name);

  app.get(BASE, (_request, reply) => show(reply));

  app.post(BASE, async (request, reply) => {
    const form = parsed(ruleForm, request.body);
    const typed = { name: form.name, percent: form.percent, rounding: form.rounding };
    const rule = ruleOf(form);
    if (rule === undefined) return show(reply.code(422), { typed, said: RULE_WRONG });
    const type = priceType.safeParse({ name: form.name, rule });
    if (!type.success) return show(reply.code(422), { typed, said: NAME_WRONG });
    const isMade = await changePriceTypes(engine, (held) => {
      const isTaken = held.types.some(({ name }) => name.toLowerCase() === type.data.name.toLowerCase());
      return isTaken || held.types.length >= MOST ? null : { ...held, types: [...held.types, type.data] };
    });
    if (!isMade) return show(reply.code(409), { typed, said: `Не заведено: такой тип уже есть, или их уже ${MOST}.` });
    return reply.redirect(`/admin${BASE}`, 303);
  });

  app.post(`${BASE}/rule`, async (request, reply) => {
    const form = parsed(ruleForm, request.body);
    const rule = ruleOf(form);
    if (rule === undefined) return show(reply.code(422), { said: RULE_WRONG });
    const stores = sellers(await readPriceTypes(engine), form.name);
    return changed(reply, 'rule', form, stores, (held) => ({
      ...held,
      types: held.types.map((type) => (type.name === form.name ? { ...type, rule } : type)),
    }));
  });

  app.post(`${BASE}/shop`, async (request, reply) => {
    const form = parsed(shopForm, request.body);
    const { store, name } = form;
    if (!shops.get(store)) throw new DomainError('NOT_FOUND', { store });
    const held = await readPriceTypes(engine);
    if (name !== '' && !held.types.some((type) => type.name === name)) throw new DomainError('NOT_FOUND', { type: name });
    return changed(reply, 'shop', form, [store], ({ types, shops: by }) => {
      const rest = Object.fromEntries(Object.entries(by).filter(([code]) => code !== store));
      return { types, shops: name === '' ? rest : { ...rest, [store]: name } };
    });
  });

  app.post(`${BASE}/remove`, async (request, reply) => {
    const { name } = parsed(nameForm, request.body);
    const isGone = await changePriceTypes(engine, (held) =>
      sellers(held, name).length > 0 ? null : { ...held, types: held.types.filter((type) => type.name !== name) },
    );
    if (!isGone)
      return show(reply.code(409), { said: 'Не убрано: по этому типу продаёт магазин. Сначала назначьте ему другой.' });
    return reply.redirect(`/admin${BASE}`, 303);
  });

  app.post<{ Params: { sku: string } }>('/catalogue/product/:sku/type-price', async (request, reply) => {
    const { sku } = request.params;
    const { rev, name, price: typed } = parsed(priceForm, request.body);
    const price = typed.trim() === '' ? null : readRoubles(typed);
    const isKnown = (await readPriceTypes(engine)).types.some((type) => type.name === name);
    const held = await products.get(sku);
    if (!held || !isKnown) throw new DomainError('NOT_FOUND', { sku, type: name });
    const back = (why: string) => reply.redirect(`${cardAddress(sku)}?said=${why}#types`, 303);
    if (typed.trim() !== '' && price === null) return back('price');
    const patch = { typePrices: withTypePrice(held.product.typePrices, name, price) };
    const outcome = await products.change(sku, rev, { patch }, HAND);
    return outcome === 'changed-meanwhile' ? back('meanwhile') : reply.redirect(`${cardAddress(sku)}#types`, 303);
  });
}

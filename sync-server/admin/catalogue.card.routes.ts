import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { threeWay, type ThreeWay, type Typed } from '../../design/catalogue/product-changes.ts';
import { STORE_CODE } from '../../design/databases.ts';
import { vat as vatShape } from '../../design/documents/catalogue.ts';
import { DomainError } from '../../design/errors.ts';
import { vatInForce } from '../../design/money/vat.ts';
import { localDate } from '../../design/time/local-time.ts';
import { changesOf } from '../catalogue/back-office/change-log.store.ts';
import { PICTURE_LIMIT } from '../catalogue/back-office/pictures.store.ts';
import type { HeldProduct } from '../catalogue/back-office/products.store.ts';
import { standingGoods, type Standing } from '../catalogue/back-office/standing-goods.ts';
import { readPriceTypes } from '../catalogue/price-types.store.ts';
import { parsed } from '../http/problems.ts';
import { ofForm } from '../import/sent-file.ts';
import { dayToCome, replanned } from './catalogue.bulk.forms.ts';
import { cardPage, newPage, type CardView } from './catalogue.card.page.ts';
import { catalogueTimeZone, knownWords, momentOf, type CatalogueDeps } from './catalogue.deps.ts';
import { productFields, readProduct, readRoubles, SKU } from './catalogue.fields.ts';
import { plansOf, sentBy } from './catalogue.plans.part.ts';
import { cardAddress } from './catalogue.parts.ts';
import { html, type Html } from './html.ts';

type Params = { Params: { sku: string } };
const typedForm = z.record(z.string().max(40), z.string().max(8_000));
const archiveForm = z.object({ rev: z.string().max(200), archived: z.enum(['yes', 'no']), insist: z.string().max(5).optional() });
const priceForm = z.object({
  store: z.union([z.string().regex(STORE_CODE), z.literal('')]),
  price: z.string().max(20),
  from: z.string().max(20).default(''),
});
const vatForm = z.object({ rev: z.string().max(200), from: z.string().max(10), vat: z.union([vatShape, z.literal('')]) });
const ownPriceForm = z.object({ store: z.string().regex(STORE_CODE) });
/** What a form of another file has to say, by its name in the address. */
const SAID = {
  price: 'Не сохранено: цена – сумма в рублях, не меньше нуля.',
  meanwhile: 'Не сделано: товар только что изменили. Посмотрите и повторите.',
} as const;
const saidQuery = z.object({ said: z.enum(['price', 'meanwhile']).optional().catch(undefined) });
const HISTORY = 100;
const HAND = { who: 'администратор', how: 'hand', batch: null } as const;
/** Of a form's fields the ones that are none of the article. */
const ASIDE = new Set(['rev', 'was', 'insist', 'act', 'code', 'sku']);
/** Browsers send the line breaks of a text area as two signs. */
const ownFields = (typed: Typed): Typed =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) => (ASIDE.has(name) ? [] : [[name, value.replaceAll('\r\n', '\n')]])),
  );

/** An article: what it is, made, changed, kept in the archive; its picture; its prices in shops. */
export async function cardRoutes(app: FastifyInstance, deps: CatalogueDeps): Promise<void> {
  const { products, shopPrices, clock, send } = deps;
  const today = (): string => localDate(clock.now(), catalogueTimeZone(deps.shops));

  async function held(sku: string): Promise<HeldProduct> {
    const one = await products.get(sku);
    if (!one) throw new DomainError('NOT_FOUND', { sku });
    return one;
  }

  /** Others that are sold under the same EAN: a scan could not choose between them. */
  async function bearers(ean: string | null, sku: string): Promise<string[]> {
    if (ean === null) return [];
    return (await deps.index.read()).bearersOf(ean).flatMap((row) => (row.sku === sku ? [] : [row.sku]));
  }

  async function warningsOf({ product, cost }: HeldProduct): Promise<Html[]> {
    const shared = await bearers(product.ean, product.sku);
    return [
      ...(product.ean === null ? [html`Штрихкода нет: кассир не найдёт товар сканером. Впишите его вручную.`] : []),
      ...(cost && cost.cost > product.price ? [html`Закупка дороже цены: товар продаётся в убыток.`] : []),
      ...shared.map((sku) => html`Этот же штрихкод у товара <a href="${cardAddress(sku)}">${sku}</a>: сканер не сможет выбрать.`),
    ];
  }

  interface Shown {
    readonly typed?: Typed;
    readonly was?: Typed;
    readonly conflict?: ThreeWay;
    readonly said?: string;
    readonly insist?: boolean;
    readonly standing?: readonly Standing[];
  }

  async function show(reply: FastifyReply, sku: string, shown: Shown): Promise<FastifyReply> {
    const one = await held(sku);
    const fields = productFields(one.product, one.cost?.cost ?? null);
    const jobs = await deps.imports.planned();
    const shops = await Promise.all(
      deps.shops.list().map(async (shop) => {
        const { planned, ...prices } = await shopPrices.ofProduct(shop.code, sku);
        // What a price list sends ahead is no price of the shop's own.
        return { shop, ...prices, planned: planned.filter((price) => sentBy(jobs, price) === null) };
      }),
    );
    const view: CardView = {
      ...{ product: one.product, cost: one.cost, shops, today: today(), timeZone: catalogueTimeZone(deps.shops) },
      ...{ typed: shown.typed ?? fields, was: shown.was ?? fields, conflict: shown.conflict ?? null },
      variants: (await deps.index.read()).variantsOf(sku),
      types: await readPriceTypes(deps.engine),
      plans: plansOf(jobs, sku, one.product.price),
      ...{ warnings: await warningsOf(one), history: await changesOf(deps.engine, sku, HISTORY) },
      ...{ known: await knownWords(deps.index), said: shown.said ?? null, insist: shown.insist ?? false },
      standing: shown.standing ?? [],
    };
    return send(reply, one.product.name, cardPage(view));
  }

  const told = (wrong: readonly string[]): string => `Не сохранено: ${wrong.join('; ')}.`;
  const sameEan = (skus: readonly string[]): string => `такой штрихкод уже у товара ${skus.slice(0, 5).join(', ')}`;

  app.get('/catalogue/new', async (request, reply) => {
    const typed = { kind: 'frame', subject: 'goods', ...parsed(typedForm, request.query) };
    return send(
      reply,
      'Новый товар',
      newPage({ typed, known: await knownWords(deps.index), today: today(), said: null, insist: false }),
    );
  });

  app.post('/catalogue/new', async (request, reply) => {
    const typed = parsed(typedForm, request.body);
    const again = async (said: string | null, insist = false) =>
      send(reply, 'Новый товар', newPage({ typed, known: await knownWords(deps.index), today: today(), said, insist }));
    if (typed['act'] === 'show') return again(null);
    const sku = (typed['sku'] ?? '').trim();
    const read = readProduct(typed, today(), null);
    const wrong = [
      ...(SKU.test(sku) ? [] : ['артикул: до 64 букв, цифр и знаков . _ / # + -']),
      ...('wrong' in read ? read.wrong : []),
    ];
    if (wrong.length > 0 || 'wrong' in read) return again(told(wrong), false);
    const others = await bearers(read.value.fields.ean, sku);
    if (others.length > 0 && typed['insist'] !== 'yes') {
      reply.code(409);
      return again(told([sameEan(others)]), true);
    }
    const made = await products.create({ sku, archived: false, ...read.value.fields }, read.value.cost, HAND);
    if (!made) {
      reply.code(409);
      return again(told([`артикул ${sku} уже есть в каталоге`]));
    }
    if (typed['code']?.startsWith('unknown-code:')) await deps.unknownCodes.forget(typed['code']);
    return reply.redirect(cardAddress(sku), 303);
  });

  app.get<Params>('/catalogue/product/:sku', (request, reply) => {
    const { said } = parsed(saidQuery, request.query);
    return show(reply, request.params.sku, said === undefined ? {} : { said: SAID[said] });
  });

  app.post<Params>('/catalogue/product/:sku', async (request, reply) => {
    const { sku } = request.params;
    const typed = parsed(typedForm, request.body);
    const own = ownFields(typed);
    const one = await held(sku);
    const rev = typed['rev'] ?? '';
    const now = productFields(one.product, one.cost?.cost ?? null);
    const was = wasOf(typed['was']) ?? now;
    const meanwhile = async (): Promise<FastifyReply> => {
      const after = await held(sku);
      const conflict = threeWay(was, productFields(after.product, after.cost?.cost ?? null), own);
      return show(reply.code(409), sku, { typed: own, conflict });
    };
    // The cost is a document of its own: its change is seen by its value.
    if (one.product._rev !== rev || (was['cost'] ?? '') !== now['cost']) return meanwhile();
    const read = readProduct(own, today(), one.product);
    if ('wrong' in read) return show(reply.code(422), sku, { typed: own, was, said: told(read.wrong) });
    const { fields, cost } = read.value;
    const others = fields.ean === one.product.ean ? [] : await bearers(fields.ean, sku);
    if (others.length > 0 && typed['insist'] !== 'yes')
      return show(reply.code(409), sku, { typed: own, was, said: told([sameEan(others)]), insist: true });
    const outcome = await products.change(sku, rev, { patch: fields, ...(cost === null ? {} : { cost }) }, HAND);
    if (outcome === 'changed-meanwhile') return meanwhile();
    if (fields.kind !== one.product.kind) return show(reply, sku, { said: 'Сохранено. Вид сменился: проверьте его параметры.' });
    return reply.redirect(cardAddress(sku), 303);
  });

  app.post<Params>('/catalogue/product/:sku/archive', async (request, reply) => {
    const { rev, archived, insist } = parsed(archiveForm, request.body);
    const { sku } = request.params;
    await held(sku);
    if (archived === 'yes' && insist !== 'yes') {
      const standing = (await standingGoods(deps.engine, deps.shops.list(), new Set([sku]), clock.now())).get(sku) ?? [];
      if (standing.length > 0) return show(reply.code(409), sku, { standing });
    }
    const outcome = await products.change(sku, rev, { patch: { archived: archived === 'yes' } }, HAND);
    if (outcome === 'changed-meanwhile')
      return show(reply.code(409), sku, {
        said: 'Не сделано: товар только что изменили. Посмотрите, что изменилось, и повторите.',
      });
    return reply.redirect(cardAddress(sku), 303);
  });

  app.post<Params>('/catalogue/product/:sku/price', async (request, reply) => {
    const { sku } = request.params;
    const typed = parsed(priceForm, request.body);
    await held(sku);
    const price = readRoubles(typed.price);
    if (price === null) return show(reply.code(422), sku, { said: told(['цена: сумма в рублях, не меньше нуля']) });
    const shops = deps.shops.list().filter(({ code }) => typed.store === '' || code === typed.store);
    if (shops.length === 0) throw new DomainError('NOT_FOUND', { store: typed.store });
    const times = shops.map(({ code, timeZone }) => ({ code, from: momentOf(typed.from, timeZone, clock.now()) }));
    if (times.some(({ from }) => from === null))
      return show(reply.code(422), sku, { said: told(['время начала уже прошло или не понято']) });
    for (const { code, from } of times) await shopPrices.add(code, [{ sku, price, from: from! }]);
    return reply.redirect(`${cardAddress(sku)}#prices`, 303);
  });

  app.post<Params>('/catalogue/product/:sku/vat', async (request, reply) => {
    const { sku } = request.params;
    const { rev, from, vat } = parsed(vatForm, request.body);
    const { product } = await held(sku);
    const isPlanned = product.vatPlan?.some((one) => one.from === from) ?? false;
    const day = dayToCome(from, today());
    const wrong =
      day === null
        ? ['день начала: после сегодняшнего']
        : (vat === '' && !isPlanned) || vat.includes('/') || (vat !== '' && !vatInForce(vat, day))
          ? ['выберите ставку НДС, которая в тот день действует']
          : [];
    if (wrong.length > 0 || day === null) return show(reply.code(422), sku, { said: told(wrong) });
    const patch = { vatPlan: replanned(product.vatPlan, { from: day, vat: vat === '' ? null : vat }, today()) };
    const outcome = await products.change(sku, rev, { patch }, HAND);
    if (outcome === 'changed-meanwhile')
      return show(reply.code(409), sku, { said: 'Не сделано: товар только что изменили. Посмотрите и повторите.' });
    return reply.redirect(`${cardAddress(sku)}#vat`, 303);
  });

  app.post<Params>('/catalogue/product/:sku/own-price', async (request, reply) => {
    const { store } = parsed(ownPriceForm, request.body);
    if (!deps.shops.get(store)) throw new DomainError('NOT_FOUND', { store });
    await shopPrices.dropOwn(store, request.params.sku);
    return reply.redirect(`${cardAddress(request.params.sku)}#prices`, 303);
  });

  app.get<{ Params: { digest: string } }>('/catalogue/pictures/:digest', async (request, reply) => {
    const picture = await deps.pictures.get(request.params.digest);
    if (!picture) throw new DomainError('NOT_FOUND');
    // Whatever is in it, it is never a page of this origin.
    reply.header('content-disposition', 'inline').header('content-security-policy', "sandbox; default-src 'none'");
    return reply
      .type(picture.type)
      .header('cache-control', 'private, max-age=31536000, immutable')
      .send(Buffer.from(picture.bytes));
  });

  await app.register(async (uploads) => {
    if (!uploads.hasContentTypeParser('multipart/form-data'))
      await uploads.register(multipart, { limits: { fileSize: PICTURE_LIMIT, files: 1, fields: 4, fieldSize: 1_024 } });
    uploads.post<Params>('/catalogue/product/:sku/picture', { bodyLimit: PICTURE_LIMIT + 16_384 }, async (request, reply) => {
      const { sku } = request.params;
      const { product } = await held(sku);
      const file = await ofForm(request.file({ limits: { fileSize: PICTURE_LIMIT, files: 1 } }));
      const bytes = file && (await ofForm(file.toBuffer()));
      const digest = bytes ? await deps.pictures.put(Uint8Array.from(bytes)) : null;
      if (digest === null) throw new DomainError('MEDIA_TYPE_UNSUPPORTED', { expected: 'JPEG, PNG, WebP' });
      const outcome = await products.change(sku, product._rev!, { patch: { picture: digest } }, HAND);
      if (outcome === 'changed-meanwhile')
        return show(reply.code(409), sku, { said: 'Товар только что изменили: добавьте картинку ещё раз.' });
      return reply.redirect(cardAddress(sku), 303);
    });
  });
}

/** What the form showed when it was opened; `null` where it does not say so in a way that can be read. */
function wasOf(text: string | undefined): Typed | null {
  try {
    return typedForm.safeParse(JSON.parse(text ?? '')).data ?? null;
  } catch {
    return null;
  }
}

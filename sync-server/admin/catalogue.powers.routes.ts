import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Typed } from '../../design/catalogue/product-changes.ts';
import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import { DomainError } from '../../design/errors.ts';
import { bulkChange } from '../../design/import/bulk-change.ts';
import type { ProductPatch } from '../../design/import/checked-row.ts';
import { isContactMade, nearestContact, type ContactLens } from '../../design/optics/contact-power.ts';
import { LENS_FINDING_TEXTS } from '../../design/optics/lens-finding-texts.ts';
import { findingText } from '../../design/optics/prescription/rules/finding-text.ts';
import { powerText } from '../../design/optics/lens-price.ts';
import { quoteLens } from '../../design/optics/lens-quote.ts';
import type { HeldProduct } from '../catalogue/back-office/products.store.ts';
import { parsed } from '../http/problems.ts';
import type { CatalogueDeps } from './catalogue.deps.ts';
import { cardAddress } from './catalogue.parts.ts';
import { keptRows, powerOf, readContact, readLens, rowsOfForm } from './catalogue.powers.fields.ts';
import { powersPage, type PowersView, type Tried } from './catalogue.powers.page.ts';
import { jobAddress } from './import.parts.ts';

type Params = { Params: { sku: string } };
const typedForm = z.record(z.string().max(60), z.string().max(400));

/** Powers of lenses and contact lenses, their prices and options: typed as a price list, tried, saved as a job. */
export function powersRoutes(app: FastifyInstance, { products, imports, send }: CatalogueDeps): void {
  async function held(sku: string): Promise<HeldProduct> {
    const one = await products.get(sku);
    if (!one || !(one.product.lens ?? one.product.contactLens)) throw new DomainError('NOT_FOUND', { sku });
    return one;
  }

  function show(reply: FastifyReply, { product }: HeldProduct, more: Partial<PowersView>): FastifyReply {
    const { lens = null, contactLens: contact = null, price } = product;
    const view: PowersView = {
      ...{ product, rows: keptRows(product), lens, contact, price, said: null, warnings: [], asked: {}, tried: null },
      ...more,
    };
    return send(reply, `${lens ? 'Силы и цены' : 'Силы'}: ${product.name}`, powersPage(view));
  }

  app.get<Params>('/catalogue/product/:sku/powers', async (request, reply) => {
    const typed = parsed(typedForm, request.query);
    const one = await held(request.params.sku);
    const { lens = null, contactLens = null, price } = one.product;
    return show(reply, one, { asked: typed, tried: tried({ ...one.product, price }, lens, contactLens, typed) });
  });

  app.post<Params>('/catalogue/product/:sku/powers', async (request, reply) => {
    const typed = parsed(typedForm, request.body);
    const one = await held(request.params.sku);
    const { product, cost } = one;
    const again = (code: number, more: Partial<PowersView>): FastifyReply =>
      show(reply.code(code), one, { rows: rowsOfForm(typed), asked: typed, ...more });
    const read = understood(one, typed);
    if ('wrong' in read) return again(422, { lens: null, said: `Не понято: ${read.wrong.join('; ')}.` });
    const { patch, warnings } = read;
    const { lens = null, contactLens = null, price = product.price } = patch;
    if (typed['act'] !== 'save')
      return again(200, {
        lens,
        contact: contactLens,
        price,
        warnings,
        tried: tried({ ...product, price }, lens, contactLens, typed),
      });
    if (typed['rev'] !== product._rev)
      return again(409, {
        lens,
        contact: contactLens,
        price,
        warnings,
        said: 'Пока вы правили, товар изменили. Сверьте и сохраните ещё раз.',
      });
    const change = bulkChange({ ...product, cost: cost?.cost ?? null }, patch);
    if (change === null) return reply.redirect(cardAddress(product.sku), 303);
    const job = await imports.startBulk({ name: `силы и цены: ${product.name}`, changes: [change] });
    return reply.redirect(`${jobAddress(job._id)}/confirm`, 303);
  });
}

/** What a form makes of an article; a matrix without a price list of its own moves the article's price with its cheapest power. */
function understood(
  { product }: HeldProduct,
  typed: Typed,
): { readonly patch: ProductPatch; readonly warnings: readonly string[] } | { readonly wrong: readonly string[] } {
  if (product.lens) {
    const read = readLens(typed, product.lens, product.price);
    if ('wrong' in read) return read;
    const { lens, price, warnings } = read.value;
    return { patch: { lens, price }, warnings };
  }
  const read = readContact(typed, product.contactLens!);
  return 'wrong' in read ? read : { patch: { contactLens: read.value }, warnings: [] };
}

/** What a power costs, or which one is nearest; `null`: nothing was asked. */
function tried(
  entry: CatalogueEntry,
  lens: CatalogueEntry['lens'] | null,
  contact: ContactLens | null,
  typed: Typed,
): Tried | null {
  const asked = (name: string): number | null => powerOf(typed[`q-${name}`] ?? '');
  const sph = asked('sph');
  if (sph === null) return null;
  const need = { sph, cyl: asked('cyl'), add: asked('add'), prism: asked('prism'), axis: asked('axis') };
  const power = `${powerText(need)}${contact && need.axis !== null ? ` × ${need.axis}` : ''}`;
  if (contact) {
    const match = nearestContact(contact, need);
    const findings = match.findings.map((code) => LENS_FINDING_TEXTS[code]);
    return { power, match: { ...match, isMade: isContactMade(contact, need) }, findings };
  }
  if (!lens) return null;
  const options = (lens.options ?? []).map(({ code }) => code).filter((code) => typed[`q-o-${code}`] === 'yes');
  const quote = quoteLens({ entry: { ...entry, lens }, need, options });
  return { power, quote, findings: quote.findings.map((found) => findingText(found, LENS_FINDING_TEXTS)) };
}

import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { STORE_CODE } from '../../design/databases.ts';
import { DomainError } from '../../design/errors.ts';
import { barsOfProduct } from '../catalogue/back-office/bars.ts';
import { parsed } from '../http/problems.ts';
import { picked } from './catalogue.bulk.routes.ts';
import type { CatalogueDeps } from './catalogue.deps.ts';
import {
  hasRoom,
  LABEL_FORMATS,
  LABEL_STYLES,
  labelSheet,
  labelsPage,
  MOST_LABELS,
  type Label,
} from './catalogue.labels.page.ts';

const typedForm = z.record(z.string().max(40), z.string().max(200));
const sheetForm = z.looseObject({ store: z.string().regex(STORE_CODE), format: z.enum(LABEL_FORMATS) });
const PRINT = `document.querySelector('[data-print]').addEventListener('click', () => window.print());`;
/** Its own script and style, and nothing else. */
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Labels with barcode and the price of a shop, printed by the browser. */
export function labelsRoutes(app: FastifyInstance, { index, shops, shopPrices, send }: CatalogueDeps): void {
  async function choose(
    reply: FastifyReply,
    typed: Readonly<Record<string, string>>,
    said: string | null,
  ): Promise<FastifyReply> {
    const { search } = await index.read();
    const rows = picked(typed).flatMap((sku) => search.get(sku) ?? []);
    return send(reply, 'Этикетки', labelsPage(rows, shops.list(), said));
  }

  app.get('/catalogue/labels', (request, reply) => choose(reply, parsed(typedForm, request.query), null));
  app.post('/catalogue/labels', (request, reply) => choose(reply, parsed(typedForm, request.body), null));

  app.get('/catalogue/labels/print', async (request, reply) => {
    const typed = parsed(typedForm, request.query);
    const { store, format } = parsed(sheetForm, typed);
    if (!shops.get(store)) throw new DomainError('NOT_FOUND', { store });
    const { search } = await index.read();
    const labels: Label[] = [];
    for (const [name, sku] of Object.entries(typed)) {
      const row = /^pick-\d{1,3}$/.test(name) ? search.get(sku) : undefined;
      const count = Number(typed[name.replace('pick', 'count')] ?? 1);
      if (!row || !Number.isInteger(count) || count < 1 || labels.length + count > MOST_LABELS) {
        if (row && count > 0) return choose(reply.code(422), typed, `За раз печатают не больше ${MOST_LABELS} этикеток.`);
        continue;
      }
      const { now } = await shopPrices.ofProduct(store, sku);
      const bars = barsOfProduct(row);
      const label = { name: row.name, sku, price: now ?? row.price, bars: bars && hasRoom(bars, format) ? bars : null };
      labels.push(...Array.from({ length: count }, () => label));
    }
    if (labels.length === 0) return choose(reply.code(422), typed, 'Не выбрано ни одной этикетки.');
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', POLICY)
      .header('cache-control', 'no-store')
      .send(labelSheet(labels, format));
  });

  for (const format of LABEL_FORMATS)
    app.get(`/catalogue/labels/${format}.css`, (_request, reply) =>
      reply.type('text/css; charset=utf-8').send(LABEL_STYLES[format]),
    );
  app.get('/catalogue/labels/print.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(PRINT));
}

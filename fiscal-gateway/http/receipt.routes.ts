import { z } from 'zod';
import { DomainError } from '../../design/errors.ts';
import { checkAnswer, checkRequest, receiptAnswer, receiptRequest } from '../../design/fiscal/wire.ts';
import { refundAnswer, refundCheck, settleRequest, voidRequest } from '../../design/fiscal/wire-service.ts';
import type { RefundAnswer } from '../../design/fiscal/wire-service.ts';
import { bodyHash } from '../fiscal/receipt-request.ts';
import type { Gateway } from '../gateway.ts';
import { problems, REPLAYED, requiredKey } from './app.ts';
import type { App } from './app.ts';
import type { TillRules } from './till-rules.ts';

const idParams = z.object({ id: z.string().min(1).max(64) });
const keyParams = z.object({ key: z.string().min(1).max(64) });

export function receiptRoutes(app: App, gateway: Gateway, rules: TillRules): void {
  const { receipts, receiptAnswer: answer, refunds, settlement, context } = gateway;
  const { stores } = context;

  function found(row: ReturnType<typeof stores.receipts.byId>) {
    if (row === null) throw new DomainError('NOT_FOUND');
    return row;
  }

  app.post(
    '/v1/kkt/receipt',
    {
      config: { access: ['till'] },
      preValidation: (request, _reply, next) => {
        requiredKey(request);
        next();
      },
      schema: {
        tags: ['Чеки'],
        summary: 'Registers a receipt, once for each Idempotency-Key',
        headers: z.looseObject({ 'idempotency-key': z.string().optional() }),
        body: receiptRequest,
        response: { 200: receiptAnswer, 201: receiptAnswer, ...problems },
      },
    },
    async (request, reply) => {
      rules.ownTill(request.body.pos_id);
      const key = requiredKey(request);
      const hash = bodyHash(request.rawBody);
      if (request.caller?.scope === 'till' && !receipts.isAnswered(key, hash)) rules.lease(request.caller);
      const { row, replayed } = await receipts.register({ key, hash, raw: request.rawBody, request: request.body });
      if (replayed) void reply.header(REPLAYED, 'true');
      return reply.code(replayed ? 200 : 201).send(answer(row));
    },
  );

  app.post(
    '/v1/kkt/receipt/check',
    {
      config: { access: ['till'] },
      schema: {
        tags: ['Чеки'],
        summary: 'Would a receipt be accepted now? Asked before a card is taken',
        body: checkRequest,
        response: { 200: checkAnswer, ...problems },
      },
    },
    async (request) => {
      rules.ownTill(request.body.pos_id);
      const list = await receipts.problems();
      return { ok: list.length === 0, problems: list };
    },
  );

  app.get(
    '/v1/kkt/receipt/:id',
    {
      config: { access: ['till', 'monitor'] },
      schema: { tags: ['Чеки'], params: idParams, response: { 200: receiptAnswer, ...problems } },
    },
    (request) => answer(found(stores.receipts.byId(request.params.id))),
  );

  app.get(
    '/v1/kkt/receipt/by-key/:key',
    {
      config: { access: ['till', 'monitor'] },
      schema: {
        tags: ['Чеки'],
        summary: 'What became of a key: asked after any doubt',
        params: keyParams,
        response: { 200: receiptAnswer, ...problems },
      },
    },
    (request) => answer(found(stores.receipts.byKey(request.params.key.toLowerCase()))),
  );

  app.post(
    '/v1/kkt/receipt/:id/print',
    {
      config: { access: ['till'] },
      schema: {
        tags: ['Чеки'],
        summary: 'Paper for a registered receipt; never registers',
        params: idParams,
        response: { 200: receiptAnswer, ...problems },
      },
    },
    async (request) => answer(await receipts.print(request.params.id)),
  );

  app.post(
    '/v1/kkt/receipt/:id/void',
    {
      config: { access: ['till'] },
      schema: {
        tags: ['Чеки'],
        summary: 'Gives up a receipt that was never registered',
        params: idParams,
        body: voidRequest,
        response: { 200: receiptAnswer, ...problems },
      },
    },
    async (request) => answer(await receipts.void(request.params.id, request.body.reason)),
  );

  app.post(
    '/v1/kkt/receipt/:id/settle',
    {
      config: { access: [] },
      schema: {
        tags: ['Чеки'],
        summary: "A person's decision on an uncertain receipt that several documents fit",
        params: idParams,
        body: settleRequest,
        response: { 200: receiptAnswer, ...problems },
      },
    },
    async (request) => {
      const row = found(stores.receipts.byId(request.params.id));
      if (row.stage !== 'uncertain') throw new DomainError('RECEIPT_NOT_PARKED', { stage: row.stage });
      await settlement.decide(row, request.body.fd);
      return answer(found(stores.receipts.byId(row.id)));
    },
  );

  app.post(
    '/v1/pos/refund',
    {
      config: { access: ['till', 'monitor'] },
      schema: {
        tags: ['Возвраты'],
        summary: 'May this receipt be refunded now? (a check, it registers nothing)',
        body: refundCheck,
        response: { 200: refundAnswer, ...problems },
      },
    },
    (request) => {
      const { original_fiscal_doc_id: id, original_fiscal: fiscal } = request.body;
      if (!id && !fiscal) {
        throw new DomainError('BODY_INVALID', { fields: [{ path: 'original_fiscal_doc_id', message: 'name the original' }] });
      }
      const row = refunds.original({ original_receipt_id: id, original_fiscal: fiscal });
      const waiting = stores.documents.waitingReceipts();
      const said = (allowed: boolean, sync_status: RefundAnswer['sync_status'], reason: string | null): RefundAnswer => ({
        allowed,
        sync_status,
        reason,
        buffer_count: waiting,
      });
      if (row === null) return said(true, 'not_found', null);
      if (row.stage === 'delivered') return said(true, 'synced', null);
      const refused = (code: 'ORIGINAL_DEAD' | 'ORIGINAL_NOT_DELIVERED', status: RefundAnswer['sync_status'], retry?: number) =>
        new DomainError(
          code,
          {
            ...said(false, status, code),
            original_receipt_id: row.id,
            fd: row.fd,
            ...(retry === undefined ? {} : { retry_after_seconds: retry }),
          },
          retry,
        );
      if (row.stage === 'dead') throw refused('ORIGINAL_DEAD', 'failed');
      throw refused('ORIGINAL_NOT_DELIVERED', 'pending', Math.ceil(context.config.syncInterval / 1000));
    },
  );
}

import { DomainError } from '../../design/errors.ts';
import { api } from '../../design/fiscal/api/index.ts';
import type { RefundAnswer } from '../../design/fiscal/wire-service.ts';
import { bodyHash } from '../fiscal/receipt-request.ts';
import type { Gateway } from '../gateway.ts';
import { REPLAYED, requiredKey } from './app.ts';
import type { App } from './app.ts';
import { serve } from './serve.ts';
import type { TillRules } from './till-rules.ts';

export function receiptRoutes(app: App, gateway: Gateway, rules: TillRules): void {
  const { receipts, receiptAnswer: answer, refunds, settlement, context } = gateway;
  const { stores } = context;

  function found(row: ReturnType<typeof stores.receipts.byId>) {
    if (row === null) throw new DomainError('NOT_FOUND');
    return row;
  }

  serve(app, api.receipt, async (request, reply) => {
    rules.ownTill(request.body.pos_id);
    const key = requiredKey(request);
    const hash = bodyHash(request.rawBody);
    if (request.caller?.scope === 'till' && !receipts.isAnswered(key, hash)) rules.lease(request.caller);
    const { row, replayed } = await receipts.register({ key, hash, raw: request.rawBody, request: request.body });
    if (replayed) void reply.header(REPLAYED, 'true');
    return reply.code(replayed ? 200 : 201).send(answer(row));
  });

  serve(app, api.receiptCheck, async (request) => {
    rules.ownTill(request.body.pos_id);
    const list = await receipts.problems();
    return { ok: list.length === 0, problems: list };
  });

  serve(app, api.receiptById, (request) => answer(found(stores.receipts.byId(request.params.id))));

  serve(app, api.receiptByKey, (request) => answer(found(stores.receipts.byKey(request.params.key.toLowerCase()))));

  serve(app, api.receiptPrint, async (request) => answer(await receipts.print(request.params.id)));

  serve(app, api.receiptVoid, async (request) => answer(await receipts.void(request.params.id, request.body.reason)));

  serve(app, api.receiptSettle, async (request) => {
    const row = found(stores.receipts.byId(request.params.id));
    if (row.stage !== 'uncertain') throw new DomainError('RECEIPT_NOT_PARKED', { stage: row.stage });
    await settlement.decide(row, request.body.fd);
    return answer(found(stores.receipts.byId(row.id)));
  });

  serve(app, api.refundCheck, (request) => {
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
  });
}

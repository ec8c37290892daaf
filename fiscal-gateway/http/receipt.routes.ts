import { DomainError } from '../../design/errors.ts';
import { api } from '../../design/fiscal/api/index.ts';
import { bodyHash } from '../fiscal/receipt-request.ts';
import type { Gateway } from '../gateway.ts';
import { REPLAYED, requiredKey } from './app.ts';
import type { App } from './app.ts';
import { serve } from './serve.ts';
import type { TillRules } from './till-rules.ts';

export function receiptRoutes(app: App, gateway: Gateway, rules: TillRules): void {
  const { receipts, receiptAnswer: answer, refundCheck, forbid, settlement, context } = gateway;
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
    const { row, replayed } = await receipts.register({
      key,
      hash,
      raw: request.rawBody,
      request: request.body,
      trace: request.trace,
    });
    if (replayed) void reply.header(REPLAYED, 'true');
    // Composed by the table's own types a moment ago: reading it once more through its schema would cost as much as storing it.
    return reply
      .code(replayed ? 200 : 201)
      .type('application/json; charset=utf-8')
      .serializer((answered) => JSON.stringify(answered))
      .send(answer(row));
  });

  serve(app, api.receiptCheck, async (request) => {
    rules.ownTill(request.body.pos_id);
    const list = await receipts.problems();
    return { ok: list.length === 0, problems: list };
  });

  serve(app, api.receiptById, (request) => answer(found(stores.receipts.byId(request.params.id))));

  serve(app, api.receiptByKey, (request) => {
    const key = request.params.key.toLowerCase();
    const row = stores.receipts.byKey(key);
    // Unknown here and never to be known: "not found" would tell a till that it may send it again.
    if (row === null) forbid.demand(key);
    return answer(found(row));
  });

  serve(app, api.receiptPrint, async (request) => answer(await receipts.print(request.params.id)));

  serve(app, api.receiptVoid, async (request) => answer(await receipts.void(request.params.id, request.body.reason)));

  serve(app, api.receiptSettle, async (request) => {
    const { fd, by } = request.body;
    await settlement.decide(request.params.id, fd, by ?? 'administrator');
    return answer(found(stores.receipts.byId(request.params.id)));
  });

  serve(app, api.receiptForbid, async (request) => {
    const key = request.params.key.toLowerCase();
    const { outcome, row } = await forbid.forbid(key, request.body.by, request.body.reason);
    return { key, forbidden: true as const, outcome, receipt: row && answer(row) };
  });

  serve(app, api.refundCheck, (request) => refundCheck(request.body));
}

import type { Signature } from '../../design/documents/facts.ts';
import { DomainError } from '../../design/errors.ts';
import { api } from '../../design/fiscal/api/index.ts';
import type { ReportAnswer, ShiftState } from '../../design/fiscal/wire.ts';
import { sheetTotal } from '../../design/money/denominations.ts';
import { kopecksFromRoubles } from '../../design/money/kopecks.ts';
import type { CashDone } from '../fiscal/cash.ts';
import type { CloseAttempt } from '../fiscal/shift-closer.ts';
import type { ShiftKey } from '../fiscal/shift-closing.ts';
import type { Gateway } from '../gateway.ts';
import { optionalKey, requiredKey, REPLAYED } from './app.ts';
import type { App } from './app.ts';
import { serve } from './serve.ts';
import type { TillRules } from './till-rules.ts';

const cashierOf = (cashier: { name: string; inn?: string | null | undefined }) => ({
  name: cashier.name,
  inn: cashier.inn ?? null,
});
const signatureOf = ({ by, name, role }: Signature): Signature => ({ by, role, ...(name ? { name } : {}) });
/** The schema has seen to it that these are whole kopecks. */
const kopecks = (roubles: number | null | undefined): number | null =>
  roubles === null || roubles === undefined ? null : kopecksFromRoubles(roubles);
/**
 * A count by notes and coins says the same as its sum, or one of them is wrong (requirements A-55). Asked before a key is noted: what was
 * begun under it goes on to its end.
 */
function demandSheet(sheet: Readonly<Record<string, number>> | null | undefined, sum: number | null): void {
  if (!sheet) return;
  const counted = sheetTotal(sheet);
  if (counted !== sum) throw new DomainError('CASH_SHEET_DIFFERS', { sheet: counted, counted: sum });
}

export function shiftRoutes(app: App, gateway: Gateway, rules: TillRules): void {
  const { shifts, zArchive, cash, operations, lock, context } = gateway;

  serve(app, api.shift, () => shifts.state());

  serve(app, api.shiftOpen, async (request, reply) => {
    const { pos_id, cashier, float, float_reason, sheet, signed_by } = request.body;
    rules.ownTill(pos_id);
    rules.lease(request.caller);
    const reason = float_reason ?? null;
    if (signed_by && reason === null) throw new DomainError('SIGNATURE_REQUIRED');
    const signed = signed_by && reason !== null ? { ...signatureOf(signed_by), reason } : null;
    const counted = { float: kopecks(float), reason, ...(sheet && { sheet }), ...(signed && { signed }) };
    const { answer, replayed } = await operations.once<{ state: ShiftState; opened: boolean }, ShiftKey | null>({
      key: optionalKey(request),
      kind: 'shift-open',
      body: request.rawBody,
      note: () => {
        demandSheet(sheet, counted.float);
        return shifts.newest();
      },
      work: (before, again) => shifts.open(cashierOf(cashier), counted, again ? before : undefined),
    });
    if (replayed) void reply.header(REPLAYED, 'true');
    return reply.code(answer.opened && !replayed ? 201 : 200).send(answer.state);
  });

  serve(app, api.balance, () => shifts.balance());
  serve(app, api.reportX, async (request) => {
    const { pos_id, print, cashier } = request.body;
    rules.ownTill(pos_id);
    return shifts.report(print !== false, cashier ? cashierOf(cashier) : null);
  });

  serve(app, api.reportZ, async (request, reply) => {
    const { pos_id, cashier, force, without_register, reason, signed_by, counted, difference_reason, sheet, collected } =
      request.body;
    rules.ownTill(pos_id);
    rules.lease(request.caller);
    const taken = kopecks(collected) ?? 0;
    // A collection repeated without a key would take the money twice.
    if (taken > 0) requiredKey(request);
    const { answer, replayed } = await operations.once<ReportAnswer, CloseAttempt>({
      key: optionalKey(request),
      kind: 'report-z',
      body: request.rawBody,
      note: () => {
        demandSheet(sheet, kopecks(counted));
        return shifts.attempt();
      },
      work: (attempt) =>
        shifts.close({
          cashier: cashier ? cashierOf(cashier) : null,
          force: force === true,
          withoutRegister: without_register === true,
          reason: reason ?? null,
          signature: signed_by ?? null,
          counted: kopecks(counted),
          collected: taken,
          differenceReason: difference_reason ?? null,
          ...(sheet && { sheet }),
          attempt,
        }),
    });
    if (replayed) void reply.header(REPLAYED, 'true');
    return answer;
  });

  serve(app, api.zArchive, (request) => zArchive.list({ from: undefined, to: undefined, ...request.query }));
  serve(app, api.zReport, (request) => zArchive.get(request.params.fn, request.params.number));
  serve(app, api.zPrint, (request) => zArchive.print(request.params.fn, request.params.number));

  for (const [direction, route] of [
    ['in', api.cashIn],
    ['out', api.cashOut],
  ] as const) {
    serve(app, route, async (request, reply) => {
      const { pos_id, amount: roubles, reason, cashier, kind } = request.body;
      rules.ownTill(pos_id);
      rules.lease(request.caller);
      const amount = kopecks(roubles) ?? 0;
      if (amount <= 0) throw new DomainError('BODY_INVALID', { fields: [{ path: 'amount', message: 'not more than zero' }] });
      if (kind && direction === 'in')
        throw new DomainError('BODY_INVALID', { fields: [{ path: 'kind', message: 'a collection goes out' }] });
      const { answer, replayed } = await operations.once<CashDone, string>({
        key: optionalKey(request),
        kind: `cash-${direction}`,
        body: request.rawBody,
        note: () => context.random.uuid(),
        work: (id, again, finish) =>
          cash.move({ id, direction, amount, reason, cashier: cashier.name, kind: kind ?? null }, finish, again),
      });
      if (replayed) void reply.header(REPLAYED, 'true');
      return reply.code(replayed ? 200 : 201).send(answer);
    });
  }

  serve(app, api.drawer, async (request) => {
    rules.lease(request.caller);
    await cash.open();
    return { done: true };
  });

  serve(app, api.lockState, (request) => lock.state(request.caller?.token ?? null));
  serve(app, api.lock, async (request) => {
    rules.ownTill(request.body.pos_id);
    return lock.change(request.body, request.caller?.token ?? '');
  });
}

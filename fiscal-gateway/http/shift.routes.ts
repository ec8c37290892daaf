import { DomainError } from '../../design/errors.ts';
import { api } from '../../design/fiscal/api/index.ts';
import type { ShiftState } from '../../design/fiscal/wire.ts';
import { kopecksFromRoubles } from '../../design/money/kopecks.ts';
import type { CashDone } from '../fiscal/cash.ts';
import type { Gateway } from '../gateway.ts';
import { optionalKey, REPLAYED } from './app.ts';
import type { App } from './app.ts';
import { serve } from './serve.ts';
import type { TillRules } from './till-rules.ts';

const cashierOf = (cashier: { name: string; inn?: string | null | undefined }) => ({
  name: cashier.name,
  inn: cashier.inn ?? null,
});

export function shiftRoutes(app: App, { shifts, cash, operations, lock }: Gateway, rules: TillRules): void {
  serve(app, api.shift, () => shifts.state());

  serve(app, api.shiftOpen, async (request, reply) => {
    const { pos_id, cashier, float } = request.body;
    rules.ownTill(pos_id);
    rules.lease(request.caller);
    const amount = float === null || float === undefined ? null : kopecksFromRoubles(float);
    if (amount !== null && amount < 0)
      throw new DomainError('BODY_INVALID', { fields: [{ path: 'float', message: 'negative' }] });
    const { answer, replayed } = await operations.once<{ state: ShiftState; opened: boolean }, null>({
      key: optionalKey(request),
      kind: 'shift-open',
      body: request.rawBody,
      note: () => null,
      work: () => shifts.open(cashierOf(cashier), amount),
    });
    if (replayed) void reply.header(REPLAYED, 'true');
    return reply.code(answer.opened && !replayed ? 201 : 200).send(answer.state);
  });

  serve(app, api.reportX, async (request) => {
    rules.ownTill(request.body.pos_id);
    return shifts.report();
  });

  serve(app, api.reportZ, async (request, reply) => {
    const { pos_id, cashier, force, reason } = request.body;
    rules.ownTill(pos_id);
    rules.lease(request.caller);
    const { answer, replayed } = await operations.once({
      key: optionalKey(request),
      kind: 'report-z',
      body: request.rawBody,
      note: () => shifts.current(),
      work: (interrupted) =>
        shifts.close({
          cashier: cashier ? cashierOf(cashier) : null,
          force: force === true,
          reason: reason ?? null,
          interrupted,
        }),
    });
    if (replayed) void reply.header(REPLAYED, 'true');
    return answer;
  });

  for (const [direction, route] of [
    ['in', api.cashIn],
    ['out', api.cashOut],
  ] as const) {
    serve(app, route, async (request, reply) => {
      const { pos_id, amount: roubles, reason, cashier } = request.body;
      rules.ownTill(pos_id);
      rules.lease(request.caller);
      const amount = kopecksFromRoubles(roubles) ?? 0;
      if (amount <= 0) throw new DomainError('BODY_INVALID', { fields: [{ path: 'amount', message: 'not more than zero' }] });
      const { answer, replayed } = await operations.once<CashDone, null>({
        key: optionalKey(request),
        kind: `cash-${direction}`,
        body: request.rawBody,
        note: () => null,
        work: (_interrupted, finish) => cash.move({ direction, amount, reason, cashier: cashier.name }, finish),
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

import { DomainError } from '../../design/errors.ts';
import {
  cashAnswer,
  cashRequest,
  lockAnswer,
  lockRequest,
  reportAnswer,
  reportRequest,
  shiftOpenRequest,
  shiftState,
} from '../../design/fiscal/wire.ts';
import type { ShiftState } from '../../design/fiscal/wire.ts';
import { done } from '../../design/fiscal/wire-service.ts';
import { kopecksFromRoubles } from '../../design/money/kopecks.ts';
import type { CashDone } from '../fiscal/cash.ts';
import type { Gateway } from '../gateway.ts';
import { optionalKey, problems, REPLAYED } from './app.ts';
import type { App } from './app.ts';
import type { TillRules } from './till-rules.ts';

const cashierOf = (cashier: { name: string; inn?: string | null | undefined }) => ({
  name: cashier.name,
  inn: cashier.inn ?? null,
});

export function shiftRoutes(app: App, { shifts, cash, operations, lock }: Gateway, rules: TillRules): void {
  const till = { access: ['till'] as const };

  app.get(
    '/v1/kkt/shift',
    { config: { access: ['till', 'monitor'] }, schema: { tags: ['Смена'], response: { 200: shiftState, ...problems } } },
    () => shifts.state(),
  );

  app.post(
    '/v1/kkt/shift/open',
    {
      config: till,
      schema: {
        tags: ['Смена'],
        summary: 'Opens a shift; an open one is answered as it is (200)',
        body: shiftOpenRequest,
        response: { 200: shiftState, 201: shiftState, ...problems },
      },
    },
    async (request, reply) => {
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
    },
  );

  for (const url of ['/v1/kkt/report/x', '/v1/kkt/x_report']) {
    app.post(
      url,
      {
        config: till,
        schema: {
          tags: ['Смена'],
          summary: 'X: totals so far',
          body: reportRequest,
          response: { 200: reportAnswer, ...problems },
        },
      },
      async (request) => {
        rules.ownTill(request.body.pos_id);
        return shifts.report();
      },
    );
  }

  for (const url of ['/v1/kkt/report/z', '/v1/kkt/z_report']) {
    app.post(
      url,
      {
        config: till,
        schema: {
          tags: ['Смена'],
          summary: 'Z: closes the shift. `force` (with a reason) closes it although receipts are not settled',
          body: reportRequest,
          response: { 200: reportAnswer, ...problems },
        },
      },
      async (request, reply) => {
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
      },
    );
  }

  for (const direction of ['in', 'out'] as const) {
    app.post(
      `/v1/kkt/cash/${direction}`,
      {
        config: till,
        schema: { tags: ['Наличные'], body: cashRequest, response: { 200: cashAnswer, 201: cashAnswer, ...problems } },
      },
      async (request, reply) => {
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
      },
    );
  }

  app.post(
    '/v1/kkt/drawer',
    { config: till, schema: { tags: ['Наличные'], summary: 'Opens the drawer', response: { 200: done, ...problems } } },
    async (request) => {
      rules.lease(request.caller);
      await cash.open();
      return { done: true };
    },
  );

  app.get(
    '/v1/kkt/lock',
    { config: { access: ['till', 'monitor'] }, schema: { tags: ['Касса'], response: { 200: lockAnswer, ...problems } } },
    (request) => lock.state(request.caller?.token ?? null),
  );
  app.post(
    '/v1/kkt/lock',
    {
      config: till,
      schema: {
        tags: ['Касса'],
        summary: 'Which browser sells: takes, renews or releases the lease of 30 s',
        body: lockRequest,
        response: { 200: lockAnswer, ...problems },
      },
    },
    async (request) => {
      rules.ownTill(request.body.pos_id);
      return lock.change(request.body, request.caller?.token ?? '');
    },
  );
}

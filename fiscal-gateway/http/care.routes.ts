import { api } from '../../design/fiscal/api/index.ts';
import type { Gateway } from '../gateway.ts';
import type { App } from './app.ts';
import { serve } from './serve.ts';
import type { TillRules } from './till-rules.ts';

const HISTORY = 20;

/** Maintenance, interrupted prints, the mains, the way out. */
export function careRoutes(app: App, { maintenance, printing, power, context }: Gateway, rules: TillRules): void {
  const said = () => ({
    maintenance: maintenance.current,
    quiet: maintenance.quiet,
    history: maintenance.history(HISTORY).map(({ reason, by, since, until, ended_at, ended_by }) => {
      return { reason, by, since, until, ended_at, ended_by };
    }),
  });

  serve(app, api.maintenance, said);
  serve(app, api.beginMaintenance, async ({ body: { reason, by, estimated_duration_minutes: minutes } }) => {
    await maintenance.begin({ reason, by, minutes });
    return said();
  });
  serve(app, api.endMaintenance, async ({ body }) => {
    await maintenance.end(body.by);
    return said();
  });
  serve(app, api.continuePrint, async ({ caller }) => {
    rules.lease(caller);
    return { continued: await printing.continue() };
  });
  serve(app, api.power, ({ body }) => power.tell({ state: body.state, minutesLeft: body.minutes_left ?? null }));
  serve(app, api.stop, (_request, reply) => {
    // After the answer is out: whoever stops a service waits for it.
    reply.raw.once('finish', () => context.events.emit({ type: 'stop', reason: 'asked' }));
    return reply.code(202).send({ stopping: true });
  });
}

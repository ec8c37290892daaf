import type { FastifyInstance } from 'fastify';
import { CONTROL } from '../../design/databases.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';

export interface HealthDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly demo: boolean;
  readonly version: string;
}

/** Open to all: is the server up, does its store answer, what time is it. */
export function healthRoutes(app: FastifyInstance, deps: HealthDeps): void {
  app.get('/health', async (_request, reply) => {
    const store = await deps.engine
      .open(CONTROL)
      .then((control) => control.info())
      .then(
        () => 'ok',
        () => 'unavailable',
      );
    if (store !== 'ok') reply.code(503);
    return {
      status: store === 'ok' ? 'ok' : 'degraded',
      engine: deps.engine.kind,
      store,
      demo: deps.demo,
      version: deps.version,
    };
  });
  app.get('/time', () => ({ now: deps.clock.now() }));
}

import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';
import { requireReadToken } from './read-token.ts';

/** GET /metrics with the read token (SYNC_METRICS_TOKEN, or the file made at the first start). */
export function metricsRoutes(app: FastifyInstance, metrics: Metrics, token: string): void {
  app.get('/metrics', async (request, reply) => {
    requireReadToken(request, token);
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  app.addHook('onResponse', (request, reply, done) => {
    metrics.request(request.routeOptions.url ?? 'none', request.method, reply.statusCode, reply.elapsedTime / 1_000);
    done();
  });
}

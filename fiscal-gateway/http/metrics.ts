import { api } from '../../design/fiscal/api/index.ts';
import { SECOND } from '../../design/time/clock.ts';
import type { Gateway } from '../gateway.ts';
import { observeGateway } from '../telemetry/gateway-metrics.ts';
import type { App } from './app.ts';
import { serve } from './serve.ts';

/** GET /metrics: names of requirements H-01 and B-83. */
export function metricsRoute(app: App, gateway: Gateway): void {
  const { metrics } = gateway.context;
  observeGateway(gateway);
  app.addHook('onResponse', (request, reply, next) => {
    if (request.routeOptions.url === '/v1/kkt/receipt' && request.method === 'POST') {
      if (reply.statusCode === 201) metrics.receiptTook(reply.elapsedTime / SECOND);
      if (reply.statusCode === 200) metrics.receipt('replayed');
    }
    next();
  });
  serve(app, api.metrics, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}

import Fastify, { type FastifyInstance } from 'fastify';
import type { ServerDeps } from '../server.deps.ts';
import { hostGuard } from '../web/host-guard.ts';
import { securityHeaders } from '../web/security-headers.ts';
import { domainErrorOf, installProblems, newTraceId, sendNotFound, sendProblem } from './problems.ts';
import { serverDate } from './server-date.ts';

/** What every request passes whatever it asks for: names we answer to, headers, the date, errors of the closed set. It has no routes yet. */
export function createFront({ clock, log, config }: Pick<ServerDeps, 'clock' | 'log' | 'config'>): FastifyInstance {
  const app: FastifyInstance = Fastify({
    logger: false,
    genReqId: newTraceId,
    bodyLimit: 1 << 20,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1_024 },
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, domainErrorOf(error)),
    ...(config.tls ? { https: config.tls } : {}),
  });
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('device', null);
  installProblems(app, log);
  app.setNotFoundHandler((request, reply) => sendNotFound(app, request, reply));

  const guard = hostGuard(config.publicUrl);
  serverDate(app, clock);
  app.addHook('onRequest', (request, _reply, done) => {
    guard(request);
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    securityHeaders(reply, config.tls !== null);
    done();
  });
  return app;
}

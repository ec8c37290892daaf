import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { DomainError } from '../design/errors.ts';
import { SECOND } from '../design/time/clock.ts';
import type { Gateway } from './gateway.ts';
import { accessRoutes } from './http/access.routes.ts';
import { guard, tokenHash } from './http/access.ts';
import type { App } from './http/app.ts';
import { bufferRoutes } from './http/buffer.routes.ts';
import { careRoutes } from './http/care.routes.ts';
import { choiceRoutes } from './http/choice.routes.ts';
import { deviceRoutes } from './http/device.routes.ts';
import { docsRoutes } from './http/docs.ts';
import { drainHooks } from './http/drain.ts';
import { eventRoutes } from './http/events.routes.ts';
import { metricsRoute } from './http/metrics.ts';
import { pageRoutes } from './http/page.routes.ts';
import { answerProblem } from './http/problems.ts';
import { answerRaw, LIMITS } from './http/raw-errors.ts';
import { receiptRoutes } from './http/receipt.routes.ts';
import { safekeepingRoutes } from './http/safekeeping.routes.ts';
import { shiftRoutes } from './http/shift.routes.ts';
import { createTillRules } from './http/till-rules.ts';
import { traceHeader } from './http/trace-header.ts';

/** The service page and the description of the contract are no part of it. */
const NO_CONTRACT = /^\/(docs(\/.*)?|page\/.*)?$/;

declare module 'fastify' {
  interface FastifyInstance {
    /** Routes that the table of design/fiscal/api does not know: there should be none. */
    readonly undeclared: readonly string[];
  }
}

/** The gateway's HTTP face, ready but not yet listening. `adminToken` has every right. */
export async function buildServer(gateway: Gateway, adminToken: string): Promise<App> {
  const { log } = gateway.context;
  const app = Fastify({
    logger: false,
    bodyLimit: LIMITS.body,
    requestTimeout: LIMITS.requestWithin,
    http: { maxHeaderSize: LIMITS.headers, headersTimeout: LIMITS.headersWithin, connectionsCheckingInterval: SECOND },
    clientErrorHandler: (error, socket) => answerRaw(error, socket, randomUUID()),
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => void answerProblem(error, request, reply, log),
  }).withTypeProvider<ZodTypeProvider>();
  app.server.maxConnections = LIMITS.connections;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, log));

  const paths: { readonly pattern: RegExp; readonly methods: Set<string> }[] = [];
  const undeclared: string[] = [];
  app.decorate('undeclared', undeclared);
  app.addHook('onRoute', ({ url, method, config }) => {
    if (config?.route === undefined && !NO_CONTRACT.test(url)) undeclared.push(`${String(method)} ${url}`);
    const pattern = new RegExp(`^${url.replace(/:[^/]+/g, '[^/]+').replace(/\*/g, '.*')}$`);
    paths.push({ pattern, methods: new Set([method].flat()) });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const allowed = new Set(paths.flatMap(({ pattern, methods }) => (pattern.test(path) ? [...methods] : [])));
    const elsewhere = allowed.size > 0 && !allowed.has(request.method);
    if (elsewhere) void reply.header('allow', [...allowed].join(', '));
    return answerProblem(new DomainError(elsewhere ? 'METHOD_NOT_ALLOWED' : 'NOT_FOUND'), request, reply, log);
  });

  traceHeader(app);
  drainHooks(app, gateway.drain);
  const door = guard(app, gateway.context, tokenHash(adminToken));

  const rules = createTillRules(gateway);
  receiptRoutes(app, gateway, rules);
  shiftRoutes(app, gateway, rules);
  bufferRoutes(app, gateway);
  deviceRoutes(app, gateway);
  choiceRoutes(app, gateway);
  careRoutes(app, gateway, rules);
  accessRoutes(app, gateway, door);
  pageRoutes(app);
  docsRoutes(app, gateway.context.config.demo);
  eventRoutes(app, gateway);
  safekeepingRoutes(app, gateway);
  metricsRoute(app, gateway);
  await app.ready();
  return app;
}

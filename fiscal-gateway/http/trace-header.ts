import { UUID_V4 } from '../../design/ids.ts';
import { newTrace, traceOfHeader, traceparent, withTrace } from '../telemetry/trace.ts';
import type { App } from './app.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** W3C trace id of this request: the caller's, else one of our own. */
    trace: string;
  }
}

/** A till that sends no trace still has a name for what it does: repeats of a key belong together. */
const traceOfKey = (key: string | string[] | undefined): string | null =>
  typeof key === 'string' && UUID_V4.test(key) ? key.replaceAll('-', '').toLowerCase() : null;

/** The till's `traceparent` is taken over, kept for everything this request does, and answered. */
export function traceHeader(app: App): void {
  app.decorateRequest('trace', '');
  app.addHook('onRequest', (request, reply, next) => {
    request.trace = traceOfHeader(request.headers['traceparent']) ?? traceOfKey(request.headers['idempotency-key']) ?? newTrace();
    void reply.header('traceparent', traceparent(request.trace));
    next();
  });
  // After the body was read: reading it goes on in the socket's hands, not in the request's.
  app.addHook('preValidation', (request, _reply, next) => withTrace(request.trace, next));
}

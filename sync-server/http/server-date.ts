import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../design/time/clock.ts';

/** An HTTP date: whole seconds, cut off (RFC 9110 §5.6.7). */
export const httpDate = (now: number): string => new Date(now).toUTCString();

const isOurs = (url: string): boolean => /^\/(?:api|db)(?:[/?]|$)/.test(url);

/**
 * `Date` of every `/api` and `/db` answer, errors and streams included, is the server's own clock: devices correct theirs by it, and the
 * clock of a test moves it.
 */
export function serverDate(app: FastifyInstance, clock: Clock): void {
  app.addHook('onRequest', (request, reply, done) => {
    // On the raw answer, because a hijacked one (the feed) never reaches onSend.
    if (isOurs(request.url)) reply.raw.setHeader('date', httpDate(clock.now()));
    done();
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (isOurs(request.url)) reply.header('date', httpDate(clock.now()));
    done();
  });
}

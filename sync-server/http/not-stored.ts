import type { onSendHookHandler } from 'fastify';

/** What is true of one moment and one device is no business of a cache. */
export const notStored: onSendHookHandler = (_request, reply, _payload, done) => {
  reply.header('cache-control', 'no-store');
  done();
};

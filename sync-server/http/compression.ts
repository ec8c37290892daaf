import { constants } from 'node:zlib';
import type { FastifyCompressOptions } from '@fastify/compress';

const FLUSHED = { flush: constants.Z_SYNC_FLUSH };

/**
 * Answers: brotli at a low level, else gzip; both cost less time than they save, on answers that are made once and compressed once.
 * Each piece of a stream is flushed, so that the heartbeat of a long poll reaches the device; event streams and attachments that are
 * compressed already pass as they are. Bodies of requests may come as brotli, gzip or deflate; Fastify counts their limit after
 * decompression, so a bomb ends as 413.
 */
export const COMPRESSION: FastifyCompressOptions = {
  encodings: ['br', 'gzip'],
  threshold: 1_024,
  customTypes: /^text\/(?!event-stream)|[+/](?:json|javascript|xml)(?:;|$)/,
  brotliOptions: {
    flush: constants.BROTLI_OPERATION_FLUSH,
    params: { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_LGWIN]: 18 },
  },
  zlibOptions: { ...FLUSHED, level: 4 },
  requestEncodings: ['br', 'gzip', 'deflate', 'identity'],
};

import type { Socket } from 'node:net';
import { ERRORS, PROBLEM_CONTENT_TYPE, problemOf } from '../../design/errors.ts';
import type { ErrorCode } from '../../design/errors.ts';
import { SECOND } from '../../design/time/clock.ts';

/**
 * What a caller may cost before its request is even read. A till sends its whole request at once over loopback; who drips it, sends
 * endless headers or opens connections without end is none.
 */
export const LIMITS = {
  /** Bytes; a sale with its document is some 20 kB. */
  body: 1024 * 1024,
  /** Bytes of all headers. */
  headers: 16 * 1024,
  headersWithin: 5 * SECOND,
  requestWithin: 15 * SECOND,
  connections: 256,
} as const;

const BY_NODE_CODE: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

/** Answers what is no HTTP request, or is not one in time, in the same words as everything else. */
export function answerRaw(error: NodeJS.ErrnoException, socket: Socket, id: string): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const code = BY_NODE_CODE[error.code ?? ''] ?? 'REQUEST_MALFORMED';
  const { status } = ERRORS[code];
  const body = JSON.stringify(problemOf(code, id));
  const head = [
    `HTTP/1.1 ${status} ${status === 431 ? 'Request Header Fields Too Large' : status === 408 ? 'Request Timeout' : 'Bad Request'}`,
    `Content-Type: ${PROBLEM_CONTENT_TYPE}`,
    `Content-Length: ${new TextEncoder().encode(body).length}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** An answer of CouchDB that is no success: `{"error", "reason"}` under a status. */
export class CouchError extends Error {
  readonly status: number;
  readonly error: string;
  readonly reason: string;
  constructor(status: number, error: string, reason: string) {
    super(`${status} ${error}: ${reason}`);
    this.status = status;
    this.error = error;
    this.reason = reason;
  }
}

export const conflict = (): CouchError => new CouchError(409, 'conflict', 'Document update conflict.');
export const notFound = (reason = 'missing'): CouchError => new CouchError(404, 'not_found', reason);
export const badRequest = (reason: string): CouchError => new CouchError(400, 'bad_request', reason);

/** PouchDB's errors in CouchDB's words. */
export function couchErrorOf(error: unknown): CouchError {
  if (error instanceof CouchError) return error;
  const {
    status = 500,
    name = 'error',
    reason,
    message = '',
  } = error as Partial<Record<'name' | 'reason' | 'message', string>> & {
    status?: number;
  };
  if (status === 404) return notFound(reason === 'deleted' ? 'deleted' : 'missing');
  if (status === 409) return conflict();
  if (name === 'doc_validation') return new CouchError(400, 'doc_validation', reason ?? message);
  if (/underscore/.test(message)) return new CouchError(400, 'illegal_docid', message);
  return new CouchError(status, name, reason ?? message);
}

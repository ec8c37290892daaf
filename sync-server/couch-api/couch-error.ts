/** An error as CouchDB answers it: `{"error": …, "reason": …}`. The administrator's door speaks CouchDB, not problem documents. */
export class CouchError extends Error {
  override readonly name = 'CouchError';
  readonly status: number;
  readonly error: string;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, error: string, reason: string, headers: Readonly<Record<string, string>> = {}) {
    super(`${error}: ${reason}`);
    this.status = status;
    this.error = error;
    this.reason = reason;
    this.headers = headers;
  }
}

export const badRequest = (reason: string): CouchError => new CouchError(400, 'bad_request', reason);
export const notFound = (reason = 'missing'): CouchError => new CouchError(404, 'not_found', reason);
export const noDatabase = (): CouchError => notFound('Database does not exist.');
export const conflict = (): CouchError => new CouchError(409, 'conflict', 'Document update conflict.');
export const illegalId = (reason: string): CouchError => new CouchError(400, 'illegal_docid', reason);
export const invalidDocument = (reason: string): CouchError => new CouchError(400, 'doc_validation', reason);
export const notAllowed = (methods: string): CouchError =>
  new CouchError(405, 'method_not_allowed', `Only ${methods} allowed`, { allow: methods });

interface PouchFault {
  readonly status?: unknown;
  readonly name?: unknown;
  readonly message?: unknown;
  readonly reason?: unknown;
}

/** What PouchDB throws or puts into a row, as CouchDB would have said it. Whatever is no answer of PouchDB stays what it is. */
export function couchErrorOf(fault: unknown): unknown {
  if (fault instanceof CouchError || fault === null || typeof fault !== 'object') return fault;
  const { status, name, message, reason } = fault as PouchFault;
  if (typeof status !== 'number' || typeof name !== 'string') return fault;
  const why = typeof reason === 'string' ? reason : String(message);
  if (name === 'conflict') return conflict();
  if (name === 'badarg') return badRequest(why);
  if (name === 'doc_validation') return invalidDocument(String(message));
  return new CouchError(status, name, why);
}

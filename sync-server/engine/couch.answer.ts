/** An answer of CouchDB that its caller knows how to take: 404, 409, 412. */
export class CouchAnswer extends Error {
  override readonly name = 'CouchAnswer';
  readonly status: number;
  constructor(status: number, reason: string) {
    super(`CouchDB answered ${status}: ${reason}`);
    this.status = status;
  }
}

export interface CouchCall {
  /** Our name of the database; the prefix is added here and nowhere else. */
  readonly db?: string;
  /** Already percent-encoded. */
  readonly path?: string;
  readonly body?: object;
  /** A body that is JSON already (`couchJson`). */
  readonly text?: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
}

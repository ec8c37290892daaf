const MEGABYTE = 1 << 20;

/** Largest body of `_bulk_docs` (bytes, decompressed); beyond it 413 BODY_TOO_LARGE with the limit, and the sender halves its batch. */
export const BULK_BODY_LIMIT = 16 * MEGABYTE;
/** Largest document (bytes of JSON), as CouchDB has it by default: a larger one is refused by itself, not with its whole batch. */
export const DOCUMENT_LIMIT = 8_000_000 - 4_096;
/** What one revoked device may lay down in quarantine (bytes of JSON): years of receipts, and no way to fill the server's disk. */
export const QUARANTINE_ROOM = 64 * MEGABYTE;
/**
 * Requests of one device: a busy till's loop makes some ten a second for moments, a first load some hundreds in all. Beyond it 429 with
 * Retry-After: a page gone wild must not take the server from the others.
 */
export const REQUEST_RATE = { burst: 1_000, perSecond: 100 } as const;
/**
 * How many ancestors everybody keeps of a revision: CouchDB's and PouchDB's own `revs_limit`. A device that kept fewer would show the
 * server a history that hangs on nothing once somebody had saved a note so often offline, and be refused for ever.
 */
export const REVS_LIMIT = 1_000;

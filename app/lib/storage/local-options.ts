import { REVS_LIMIT } from '$design/sync/limits.ts';

/** How every local database opens, whatever it lies in: of a document one body is kept (the server holds the others) and its history whole. */
export const LOCAL_OPTIONS = { auto_compaction: true, revs_limit: REVS_LIMIT } as const;

import type { Pouch } from './pouch.pool.ts';

type Options = Partial<PouchDB.Core.AllDocsWithinRangeOptions>;
type Listing = (options: Options) => Promise<PouchDB.Core.AllDocsResponse<object>>;

/** No id lies behind this one in the order of UTF-8's bytes, which is LevelDB's. */
const LAST = '\u{10ffff}';

/**
 * PouchDB's LevelDB adapter ends a listing without an end at U+00FF: ids in Cyrillic were stored, replicated and read by name, and missing
 * in `_all_docs`. Every listing gets an end of its own here.
 */
export function listingWhole(pouch: Pouch): Pouch {
  const allDocs = pouch.allDocs.bind<Listing>(pouch);
  const whole: Listing = (options = {}) => {
    if ('keys' in options || 'key' in options) return allDocs(options);
    const end = options.descending ? 'startkey' : 'endkey';
    return allDocs({ ...options, [end]: options[end] ?? LAST });
  };
  return Object.assign(pouch, { allDocs: whole });
}

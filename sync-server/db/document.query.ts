import { z } from 'zod';
import { DomainError } from '../../design/errors.ts';
import type { DocumentQuery } from './replication.ts';

export const REV = z.string().regex(/^[1-9]\d{0,8}-[0-9a-zA-Z]{1,64}$/);

const yes = z.enum(['true', 'false']).transform((text) => text === 'true');
const revisions = z
  .string()
  .max(65_536)
  .transform((text, context): string[] => {
    try {
      return z.array(REV).max(1_000).parse(JSON.parse(text));
    } catch {
      context.issues.push({ code: 'custom', message: 'not a list of revisions', input: text });
      return z.NEVER;
    }
  });
const shape = z.strictObject({
  rev: REV.optional(),
  revs: yes.optional(),
  open_revs: z.union([z.literal('all'), revisions]).optional(),
  latest: yes.optional(),
  conflicts: yes.optional(),
  attachments: yes.optional(),
  atts_since: revisions.optional(),
  _nonce: z.string().optional(),
});

/** Query of GET of a document. @throws DomainError QUERY_INVALID */
export function parseDocumentQuery(raw: unknown): DocumentQuery {
  const result = shape.safeParse(raw);
  if (!result.success) throw new DomainError('QUERY_INVALID', { parameters: result.error.issues.map((i) => i.path.join('.')) });
  const { _nonce: _, open_revs: openRevs, atts_since: attsSince, ...query } = result.data;
  const given = Object.entries({ ...query, openRevs, attsSince }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

const LONGEST_ID = 256;
/** What a URL's own rules or a file system would read as something else than a name. */
// eslint-disable-next-line no-control-regex
const NO_NAME = /^\.{1,2}$|[\u0000-\u001f\u007f]/;

/** An id or an attachment's name that came through a path. @throws DomainError NOT_FOUND: nothing has such a name */
export function pathName(text: string): string {
  const parts = text.split('/');
  if (text === '' || text.length > LONGEST_ID || !text.isWellFormed() || parts.some((part) => NO_NAME.test(part)))
    throw new DomainError('NOT_FOUND');
  return text;
}

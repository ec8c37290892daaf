import { z } from 'zod';
import { DomainError } from '../../design/errors.ts';
import { MINUTE, SECOND } from '../../design/time/clock.ts';
import type { Seq } from '../engine/engine.ts';
import type { ChangesQuery } from './replication.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** Filters, views and selectors are not taken: separate databases do that work (design §4). */
const shape = z.strictObject({
  style: z.enum(['main_only', 'all_docs']).default('main_only'),
  feed: z.enum(['normal', 'longpoll']).default('normal'),
  since: z.string().max(4_096).default('0'),
  limit: count.optional(),
  include_docs: flag.default(false),
  conflicts: flag.default(false),
  attachments: flag.default(false),
  descending: flag.default(false),
  seq_interval: count.optional(),
  heartbeat: z.union([z.literal('true').transform(() => MINUTE), count]).optional(),
  timeout: count.optional(),
  _nonce: z.string().optional(),
});

export interface ChangesRequest {
  readonly query: ChangesQuery;
  /** "now": from here on. */
  readonly fromNow: boolean;
  /** Long poll: how long (ms) to wait, and how often to send a newline meanwhile; `null` for a normal feed. */
  readonly wait: { readonly timeout: number; readonly heartbeat: number | null } | null;
}

/** @throws DomainError QUERY_INVALID naming the parameters. */
export function parseChangesQuery(raw: unknown): ChangesRequest {
  const result = shape.safeParse(raw);
  if (!result.success)
    throw new DomainError('QUERY_INVALID', { parameters: result.error.issues.map((i) => i.message.slice(0, 200)).slice(0, 5) });
  const q = result.data;
  const query: ChangesQuery = {
    since: seqOf(q.since),
    // Whatever is asked for is answered: a page cut short by the server would read as "there is no more".
    limit: q.limit === undefined ? Infinity : Math.max(1, q.limit),
    includeDocs: q.include_docs,
    allLeaves: q.style === 'all_docs',
    descending: q.descending,
    conflicts: q.include_docs && q.conflicts,
    attachments: q.include_docs && q.attachments,
    seqInterval: q.seq_interval === undefined || q.seq_interval === 0 ? null : q.seq_interval,
  };
  const wait =
    q.feed === 'longpoll'
      ? { timeout: Math.min(q.timeout ?? MINUTE, MINUTE), heartbeat: q.heartbeat ? Math.max(SECOND, q.heartbeat) : null }
      : null;
  return { query, fromNow: q.since === 'now', wait };
}

const seqOf = (text: string): Seq => (/^\d{1,15}$/.test(text) ? Number(text) : text);

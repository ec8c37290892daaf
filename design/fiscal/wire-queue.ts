import { z } from 'zod';
import { BUFFER_CAPACITY_RANGE } from './limits.ts';
import { roubles } from './wire.ts';

/** The queue to the operator as people handle it (requirements B-25, B-31, B-47): a run of its own, the capacity, the dead letters. */

/** An emergency measure (requirements B-47): who, why, how many; said in the event journal. */
export const capacityRequest = z.object({
  capacity: z.int().min(BUFFER_CAPACITY_RANGE.least).max(BUFFER_CAPACITY_RANGE.most),
  reason: z.string().min(1).max(256),
  by: z.string().min(1).max(64),
});
export const capacityAnswer = z.object({ capacity: z.int(), before: z.int() });

export const syncRequest = z.object({ force: z.boolean().nullish() }).nullish();
export const syncAnswer = z.object({ job_id: z.string(), queued: z.int(), estimated_duration_seconds: z.number() });

const deadLetterDecision = z.object({
  failed_at: z.string(),
  reason: z.string(),
  /** Attempts made up to this refusal. */
  attempts: z.int(),
  ended: z.enum(['resent', 'resolved']).nullable(),
  ended_at: z.string().nullable(),
  ended_by: z.string().nullable(),
  ended_why: z.string().nullable(),
});

export const deadLetter = z.object({
  fn: z.string(),
  fd: z.int(),
  type: z.string(),
  receipt_id: z.string().nullable(),
  failed_at: z.string().nullable(),
  reason: z.string().nullable(),
  retry_attempts: z.int(),
});
export const deadLetters = z.object({ items: z.array(deadLetter) });
/** `all`: those that somebody has dealt with too, the newest first. */
export const deadLettersQuery = z.object({ all: z.enum(['true', 'false']).default('false') });
/** One of them with everything a person needs to decide: the document as it was sent, every refusal, its receipt. */
export const deadLetterDetail = deadLetter.extend({
  state: z.enum(['queued', 'syncing', 'delivered', 'dead']),
  total: roubles.nullable(),
  at: z.string(),
  delivered_at: z.string().nullable(),
  document: z.record(z.string(), z.unknown()),
  history: z.array(deadLetterDecision),
  receipt: z.object({ receipt_id: z.string(), stage: z.string(), created_at: z.string(), key: z.string() }).nullable(),
});
export const documentParams = z.object({ fn: z.string().max(20), fd: z.coerce.number().int().min(1) });
/** `by`: staff id of who decides. */
export const resendRequest = z
  .object({ by: z.string().min(1).max(64).nullish(), reason: z.string().max(256).nullish() })
  .nullish();
export const resolveRequest = z.object({ by: z.string().min(1).max(64), reason: z.string().min(1).max(256) });

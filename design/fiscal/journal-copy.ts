import { z } from 'zod';
import { cashMovement, correction, fiscalResult, refund, sale, shiftEvent } from '../documents/facts.ts';
import { careSummary } from './wire-care.ts';
import { bufferStatus } from './wire.ts';

/**
 * What a gateway posts to the sync server (POST /api/journal, bearer GATEWAY_SYNC_TOKEN): rows of its event journal in order, again and
 * again until acknowledged. The server stores by (pos, seq), so a repeat is a no-op, and answers how far it holds everything.
 */
export const journalRow = z.object({
  seq: z.int().min(1),
  at: z.int(),
  kind: z.enum([
    'receipt-stored',
    'receipt-registered',
    'receipt-voided',
    'receipt-parked',
    'refund-override',
    'key-forbidden',
    'shift',
    'cash',
    'delivered',
    'alert',
  ]),
  receipt: z.string().nullable(),
  key: z.string().nullable(),
  fn: z.string().nullable(),
  fd: z.int().nullable(),
  /** The till's own document, verbatim, with `_rev` (receipt-stored). */
  sale: z.union([sale, refund, correction]).nullable(),
  /** The documents that till and server both write, revision included. */
  result: fiscalResult.nullable(),
  event: shiftEvent.nullable(),
  cash: cashMovement.nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type JournalRow = z.infer<typeof journalRow>;
/**
 * `acknowledged`: every row up to this seq is stored durably. Lower than the gateway was told before: the server was restored from a
 * backup and wants what follows again. `now`: server time, epoch ms.
 */
export const journalAnswer = z.object({ acknowledged: z.int(), now: z.int() });

/** Place and hash of an entry of the event journal (design/event-chain.ts). */
export const eventMark = z.object({ seq: z.int().min(0), hash: z.string().max(64) });

/**
 * Additive: the head of the gateway's event journal. `confirms`: what it holds at the place that the server answered last (`hash: null`
 * where it holds nothing there), so that a journal which was cut or written anew is seen by somebody else than itself.
 */
export const eventsSaid = z.object({
  head: eventMark,
  confirms: z.object({ seq: z.int().min(0), hash: z.string().max(64).nullable() }).nullable(),
});
export type EventsSaid = z.infer<typeof eventsSaid>;

/**
 * Additive: how the journal's copy stands at the gateway. `oldest`: when the oldest row that the server has not acknowledged was written,
 * epoch ms; `null` where it has them all.
 */
export const copyStands = z.object({ waiting: z.int().min(0), oldest: z.int().nullable() });

/** POST /api/v1/kkt/heartbeat, requirements B-75 plus what the chain's `register-state` shows. */
export const heartbeat = z.object({
  timestamp: z.string(),
  adapter_id: z.string(),
  pos_id: z.string(),
  store: z.string(),
  fn: z.string().nullable(),
  shift: z.object({ number: z.int(), opened_at: z.int() }).nullable(),
  buffer_status: bufferStatus.pick({
    total_capacity: true,
    current_queued: true,
    percent_full: true,
    pending: true,
    synced: true,
    failed: true,
    dlq_size: true,
    network_status: true,
  }),
  circuit_breaker: z.object({ state: z.enum(['closed', 'open', 'half-open']), failure_count: z.int(), success_count: z.int() }),
  /** Additive: drive, alarms and maintenance, for the chain's view of its registers. */
  care: careSummary.optional(),
  events: eventsSaid.optional(),
  copy: copyStands.optional(),
});
export type Heartbeat = z.infer<typeof heartbeat>;
/**
 * `events`: what the server remembers of the gateway's event journal; `null` where it has heard nothing yet. `held`, additive: up to which
 * row the server holds the journal's copy; a till that sells nothing learns from it that the server was restored from a backup.
 */
export const heartbeatAnswer = z.object({
  now: z.int(),
  held: z.int().min(0).optional(),
  /** `broken`: when the journal last did not contain what the server remembered, epoch ms. */
  events: eventMark.extend({ broken: z.object({ at: z.int(), seq: z.int(), why: z.string() }).nullable() }).nullish(),
});

import { z } from 'zod';
import { PAYMENT_METHODS, signature } from '../documents/facts.ts';
import { driveCare, unsentState } from './wire-care.ts';
import { NETWORK_MODES, originalFiscal, receiptAnswer, roubles } from './wire.ts';

/** The gateway's HTTP contract beyond selling (requirements B-25…B-31): refund check, queue, dead letters, state of the device. */
export const voidRequest = z.object({ reason: z.string().min(1).max(256) });
/** A supervisor's word that a sale went to another register: its key is never registered here. */
export const forbidRequest = z.object({ by: z.string().min(1).max(64), reason: z.string().trim().min(1).max(256) });
export const forbidAnswer = z.object({
  key: z.string(),
  forbidden: z.literal(true),
  /** `never-registered`: surely not. `unknown`: begun, and the register cannot be asked: it may have been registered before. */
  outcome: z.enum(['never-registered', 'unknown']),
  receipt: receiptAnswer.nullable(),
});
/** A person's decision on a receipt that two documents of the drive fit: `fd: null` says that it was not registered. `by`: staff id. */
export const settleRequest = z.object({ fd: z.int().min(1).nullable(), by: z.string().min(1).max(64).nullish() });

export const refundCheck = z.object({
  /** = `receipt_id` of the original */
  original_fiscal_doc_id: z.string().min(1).max(64).nullish(),
  original_fiscal: originalFiscal.nullish(),
  /** What the customer brings back: do these lines still fit? Without `amount` only the pieces are looked at. */
  items: z
    .array(z.object({ sku: z.string().min(1).max(64), qty: z.number().positive().max(99_999), amount: roubles.min(0).nullish() }))
    .max(200)
    .nullish(),
});
export const SYNC_STATUS = ['pending', 'synced', 'failed', 'not_found'] as const;
/** What may still be given back of an article, over all refunds that this journal knows. */
export const refundableLine = z.object({ sku: z.string(), sold: z.number(), qty: z.number(), amount: roubles });
/** A refusal carries the same fields beside those of its problem document. */
export const refundAnswer = z.object({
  allowed: z.boolean(),
  reason: z.string().nullable(),
  sync_status: z.enum(SYNC_STATUS),
  buffer_count: z.int(),
  /** `null`: the lines of this original are not known here. */
  refundable: z.array(refundableLine).nullable(),
  /** Roubles left by each way of payment: money goes back the way it came. */
  refundable_payments: z.record(z.enum(PAYMENT_METHODS), roubles).nullable(),
});
export type RefundCheck = z.infer<typeof refundCheck>;
export type RefundAnswer = z.infer<typeof refundAnswer>;

export const driveState = driveCare.extend({
  fn: z.string(),
  registration_number: z.string(),
  serial: z.string(),
  last_fd: z.int(),
  state: z.string(),
  valid_until: z.int(),
  documents_left: z.int(),
  unsent: unsentState,
  paper: z.string(),
  cover_open: z.boolean(),
  clock: z.int(),
  /** Drives that were here before and still owe the operator documents: their tickets can come from the operator only. */
  former: z.array(z.object({ fn: z.string(), waiting: z.int(), dead: z.int() })),
});
export const adoptDriveRequest = z.object({
  fn: z.string().regex(/^\d{1,20}$/),
  /** Needed while a shift is open on the old drive: it is then closed in our books alone. */
  reason: z.string().min(1).max(256).nullish(),
  signed_by: signature.nullish(),
});

export const logsQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  level: z.enum(['INFO', 'WARN', 'ERROR']).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
});
export const logsAnswer = z.object({
  page: z.int(),
  limit: z.int(),
  total: z.int(),
  items: z.array(
    z.object({
      timestamp: z.string(),
      level: z.string(),
      event: z.string(),
      receipt_id: z.string().nullable(),
      message: z.string(),
    }),
  ),
});

export const workerStatus = z.object({
  running: z.boolean(),
  task_status: z.enum(['sending', 'idle', 'waiting', 'not_configured']),
  next_attempt_time: z.string().nullable(),
});
export const heartbeatStatus = z.object({
  running: z.boolean(),
  state: z.enum(['unknown', 'online', 'offline']),
  consecutive_successes: z.int(),
  consecutive_failures: z.int(),
  /** Rows of the journal copy that the server has not acknowledged. */
  journal_copy_waiting: z.int(),
});

export const done = z.object({ done: z.boolean() });

export const health = z.object({
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  version: z.string(),
  demo: z.boolean(),
  pos_id: z.string(),
  store: z.string(),
  network: z.enum(NETWORK_MODES),
  /** Work on the register: new receipts wait. */
  maintenance: z.boolean(),
  /** The gateway's clock, epoch ms. */
  time: z.int(),
  components: z.object({
    kkt_device: z.object({
      status: z.enum(['ok', 'unreachable', 'not_configured', 'blocked']),
      code: z.string().nullable(),
      /** The drive in the register and how many documents it still takes; `null` while the register does not answer. */
      fn_serial: z.string().nullable(),
      fn_capacity_left: z.int().nullable(),
    }),
    ofd_connection: z.object({
      status: z.enum(['ok', 'unreachable', 'unknown', 'not_configured']),
      latency_ms: z.number().nullable(),
    }),
    server_connection: z.object({ status: z.enum(['ok', 'unreachable', 'unknown', 'not_configured']) }),
    buffer: z.object({ queued: z.int(), capacity: z.int(), percent_full: z.number(), dlq_size: z.int() }),
    circuit_breaker: z.object({
      state: z.enum(['closed', 'open', 'half-open']),
      failure_count: z.int(),
      last_failure_time: z.string().nullable(),
      next_attempt_time: z.string().nullable(),
    }),
    /** Of the journal: at least 1 GB should be free (requirements B-28). `failed`: the last write was not taken. */
    disk: z.object({ status: z.enum(['ok', 'low', 'full', 'failed', 'unknown']), free_bytes: z.number().nullable() }),
    /** The last good backup of the journal, `null` where there is none. */
    backup: z.object({ made_at: z.string().nullable() }),
  }),
});

export const pinAttempt = z.object({
  staff: z.string().min(1).max(128),
  /** What the device found; absent: may this person try now? */
  success: z.boolean().nullish(),
});
export const pinAnswer = z.object({ allowed: z.boolean(), failures: z.int(), retry_after_seconds: z.int() });

export const pairingCode = z.object({ code: z.string(), expires_at: z.int() });

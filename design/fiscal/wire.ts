import { z } from 'zod';
import { VAT_RATES } from '../money/vat.ts';
import {
  cashMovement,
  correction,
  fiscalResult,
  PAYMENT_METHODS,
  refund,
  sale,
  shiftEvent,
  signature,
} from '../documents/facts.ts';
import { method, subject } from '../documents/catalogue.ts';
import { kopecksFromRoubles } from '../money/kopecks.ts';
import { OVERRIDE_ROLES } from './refund-override.ts';

/**
 * The gateway's HTTP contract (design §3, requirements B.3): the same schemas validate in the gateway, make its OpenAPI and type the
 * app's client. Money on this wire is roubles with at most two decimals.
 */
export const roubles = z
  .number()
  .min(-99_999_999_999)
  .max(99_999_999_999)
  .refine((n) => kopecksFromRoubles(n) !== null, { error: 'roubles with at most two decimals' });

export const cashier = z.object({
  name: z.string().min(1).max(64),
  inn: z
    .string()
    .regex(/^\d{12}$/)
    .nullish(),
});

export const receiptItem = z.object({
  sku: z.string().min(1).max(64),
  /** Tag 1030 holds 128 characters; the receipt's own check says so with a code of its own. */
  name: z.string().min(1).max(512),
  qty: z.number().positive().max(99_999),
  price: roubles,
  discount: roubles.default(0),
  vat: z.enum(VAT_RATES),
  subject: subject.default('goods'),
  method: method.default('full'),
  mark_code: z.string().max(256).nullish(),
});

/** As in `cashier`, but what tags 1021 and 1203 demand is answered with codes of their own (FFD_CASHIER_…). */
export const receiptCashier = z.object({ name: z.string().max(256), inn: z.string().max(20).nullish() });

export const receiptPayment = z.object({ method: z.enum([...PAYMENT_METHODS, 'acquiring']), amount: roubles });

export const RECEIPT_TYPES = ['sale', 'refund', 'correction'] as const;

const localDay = z.iso.date();

/** The basis of a correction receipt (tags 1054, 1173, 1178, 1179, 1192); FFD 1.2 wants the items as in any receipt. */
export const correctionBasis = z.object({
  operation: z.enum(['sale', 'refund']),
  /** By the shop's own finding, or by an order of the tax office, which has a number. */
  type: z.enum(['self', 'instruction']),
  /** The day that is corrected. */
  date: localDay,
  number: z.string().min(1).max(32).nullish(),
  /** Fiscal sign of the wrong receipt. */
  original_fp: z
    .string()
    .regex(/^\d{1,16}$/)
    .nullish(),
});

/** Fiscal marks of an original from another till. `total` and `day` where its paper or a document says them. */
export const originalFiscal = z.object({
  fn: z.string().min(1).max(20),
  fd: z.int().min(1),
  fp: z.string().min(1).max(20),
  total: roubles.nullish(),
  day: localDay.nullish(),
});

/**
 * Somebody takes responsibility for a refund that is refused. The till asserts the role after it asked for the PIN: this program knows no
 * staff. What is lifted is written down, and the server can compare it with what that person may.
 */
export const refundOverride = z.object({
  /** Staff id. */
  by: z.string().min(1).max(64),
  name: z.string().max(64).nullish(),
  role: z.enum(OVERRIDE_ROLES),
  reason: z.string().trim().min(1).max(256),
});
export type RefundOverride = z.infer<typeof refundOverride>;

export const receiptRequest = z.object({
  pos_id: z.string().min(1).max(32),
  type: z.enum(RECEIPT_TYPES),
  cashier: receiptCashier.nullish(),
  items: z.array(receiptItem).min(1).max(200),
  payments: z.array(receiptPayment).min(1).max(10),
  /** Cash the customer gave, for the paper; payments add up to the total and know no change. */
  tendered: roubles.nullish(),
  customer: z.object({ email: z.string().max(256).nullish(), phone: z.string().max(64).nullish() }).nullish(),
  original_receipt_id: z.string().nullish(),
  original_fiscal: originalFiscal.nullish(),
  override: refundOverride.nullish(),
  correction: correctionBasis.nullish(),
  /** The whole sale (refund, correction) document of our till, `_id` and `_rev` included: it travels, so the sale exists twice. */
  sale: z.union([sale, refund, correction]).nullish(),
});
export type ReceiptRequest = z.infer<typeof receiptRequest>;

/** Derived from the stages for the customer's contract (design §6). */
export const RECEIPT_STATUS = ['pending', 'syncing', 'synced', 'failed'] as const;
export const RECEIPT_STAGES = [
  'stored',
  'registering',
  'registered',
  'printed',
  'delivered',
  'parked',
  'uncertain',
  'rejected',
  'dead',
  'voided',
] as const;
export type ReceiptStage = (typeof RECEIPT_STAGES)[number];

export const fiscalDoc = z.object({
  fn: z.string(),
  fd: z.int(),
  fp: z.string(),
  shift: z.int(),
  number: z.int(),
  /** `YYYY-MM-DDTHH:MM:SS`, the register's wall clock. */
  datetime: z.string(),
  qr: z.string(),
  text: z.array(z.string()),
});
export type FiscalDoc = z.infer<typeof fiscalDoc>;

/** With what the register was registered by, as far as it says so (requirements B-21). */
export const answeredFiscalDoc = fiscalDoc.extend({
  total: roubles,
  /** Tag 1037. */
  rn_kkt: z.string().nullable(),
  /** Serial number of the register (tag 1013). */
  kkt_number: z.string().nullable(),
  /** Of the user (tag 1018). */
  inn: z.string().nullable(),
  /** Tag 1046. */
  ofd_name: z.string().nullable(),
});

export const bufferInfo = z.object({
  queue_position: z.int(),
  total_queued: z.int(),
  capacity: z.int(),
  percent_full: z.number(),
  /** From the place in the queue and the pace of the last run; null before there was one, or while nothing goes out. */
  estimated_sync_time: z.string().nullable(),
});

export const receiptAnswer = z.object({
  receipt_id: z.string(),
  pos_id: z.string(),
  type: z.enum(RECEIPT_TYPES),
  key: z.string(),
  status: z.enum(RECEIPT_STATUS),
  stage: z.enum(RECEIPT_STAGES),
  printed: z.boolean(),
  buffered: z.boolean(),
  created_at: z.string(),
  synced_at: z.string().nullable(),
  /** Requirements C-01: our stamp, its parts, and the server's time (all Unix s), null until the server was heard. */
  hlc: z.object({ stamp: z.string(), local_time: z.int(), logical_counter: z.int(), server_time: z.int().nullable() }).nullish(),
  retry_count: z.int(),
  last_error: z.string().nullable(),
  /** Epoch ms of each stage reached. */
  stages: z.partialRecord(z.enum(RECEIPT_STAGES), z.int()),
  total: roubles,
  fiscal_doc: answeredFiscalDoc.nullable(),
  buffer_info: bufferInfo.nullable(),
  /** The replicated document that till and server both write, revision included; null until registered or where no `sale` travelled. */
  result: fiscalResult.nullable(),
});
export type ReceiptAnswer = z.infer<typeof receiptAnswer>;

/** POST /v1/kkt/receipt/check: would a receipt be accepted now? `problems` are error codes, empty when it would. */
export const checkRequest = z.object({ pos_id: z.string(), total: roubles.nullish() });
export const checkAnswer = z.object({ ok: z.boolean(), problems: z.array(z.string()) });

export const shiftState = z.object({
  pos_id: z.string(),
  store: z.string(),
  state: z.enum(['closed', 'open', 'expired']),
  number: z.int(),
  opened_at: z.int().nullable(),
  /** Opening + 24 h (54-FZ); null while closed. */
  closes_at: z.int().nullable(),
  minutes_left: z.int().nullable(),
  /** From 23 h 30 min on; SHIFT_EXPIRED also where only the register says so. */
  warning: z.enum(['SHIFT_ENDS_SOON', 'SHIFT_EXPIRED']).nullable(),
  fn: z.string().nullable(),
  receipts: z.int(),
  unsettled: z.int(),
  /** The last shift is closed in our books, its register has not closed it yet. */
  register_pending: z.boolean(),
  event: shiftEvent.nullable(),
});
export type ShiftState = z.infer<typeof shiftState>;
const cashSheet = z.record(z.string().regex(/^\d{1,7}$/), z.int().min(0).max(9_999));
export const shiftOpenRequest = z.object({
  pos_id: z.string(),
  cashier,
  /** Cash counted in the drawer; absent: what the last shift left. */
  float: roubles.min(0).nullish(),
  /** Why it differs from what the last shift left. */
  float_reason: z.string().min(1).max(256).nullish(),
  /** Pieces of each note and coin, by face value in kopecks. */
  sheet: cashSheet.nullish(),
  /** Who takes the responsibility for a float that differs by more than the shop allows; needs `float_reason`. */
  signed_by: signature.nullish(),
});

/** The X takes `pos_id`, `cashier` and `print`; the rest concerns the Z. */
export const reportRequest = z.object({
  pos_id: z.string(),
  cashier: cashier.nullish(),
  /** X: false leaves the paper out. */
  print: z.boolean().nullish(),
  /** Closes although receipts of the shift are not settled; needs `reason` and `signed_by`. */
  force: z.boolean().nullish(),
  /** Closes our books where the register cannot make its report; needs `reason` and `signed_by`. A register that answers closes as ever. */
  without_register: z.boolean().nullish(),
  reason: z.string().min(1).max(256).nullish(),
  /**
   * Who decides. The gateway cannot check a PIN: the till asserts the role, the server can compare. Without `force` and
   * `without_register` it is the word for a difference of cash, whose reason is `difference_reason`.
   */
  signed_by: signature.nullish(),
  /** Cash counted in the drawer before anything is taken out. */
  counted: roubles.min(0).nullish(),
  difference_reason: z.string().min(1).max(256).nullish(),
  /** Pieces of each note and coin of what was counted, by face value in kopecks. */
  sheet: cashSheet.nullish(),
  /** Taken out of it at the close (encashment); needs an Idempotency-Key. */
  collected: roubles.min(0).nullish(),
});
/** Cash at the close. `discrepancy_percent`: of the shift's cash turnover (requirements F-07: at most 0.5). */
export const cashCountAnswer = z.object({
  expected: roubles,
  counted: roubles,
  difference: roubles,
  reason: z.string().nullable(),
  collected: roubles,
  discrepancy_percent: z.number().nullable(),
});
const vatSide = z.object({ turnover: roubles, vat: roubles });
/** `reportType` 1 = X, 2 = Z. An X-report has no fiscal number or sign (it is no fiscal document). */
export const reportAnswer = z.object({
  reportType: z.union([z.literal(1), z.literal(2)]),
  shiftNumber: z.int(),
  dateTime: z.string(),
  fiscalDocumentNumber: z.int().nullable(),
  fiscalSign: z.string().nullable(),
  fn: z.string(),
  cashTotal: roubles,
  cardTotal: roubles,
  /** Everything that is neither cash nor card: cash + card + other = sales − refunds. */
  otherTotal: roubles,
  /** Of it advances set off (tag 1215) and sold on credit (tag 1216). */
  prepaidTotal: roubles,
  creditTotal: roubles,
  totalSales: roubles,
  totalRefunds: roubles,
  receipts: z.int(),
  refunds: z.int(),
  /** Correction receipts among them. */
  corrections: z.int(),
  /** By rate, VAT included in the turnover; receipts made at the register's own keys are not in it. */
  vat: z.array(z.object({ rate: z.enum(VAT_RATES), sales: vatSide, refunds: vatSide })),
  cashIn: roubles,
  cashOut: roubles,
  cashInDrawer: roubles,
  operatorName: z.string(),
  kktRegNumber: z.string(),
  offline: z.boolean(),
  /** What the cashier counted; null where nobody did. */
  cashCount: cashCountAnswer.nullable(),
  /** Receipts of the shift that were not settled at its close; they stay in the tray. */
  leftOpen: z.array(z.object({ id: z.string(), key: z.string(), stage: z.enum(RECEIPT_STAGES) })),
  /** Closed in our books alone: there is no report of the register (yet). */
  withoutRegister: z.boolean(),
  text: z.array(z.string()),
  event: shiftEvent.nullable(),
});
export type ReportAnswer = z.infer<typeof reportAnswer>;

export const cashRequest = z.object({
  pos_id: z.string(),
  amount: roubles,
  reason: z.string().min(1).max(256),
  cashier,
  /** An out to the bank or the safe (encashment). */
  kind: z.enum(['collection']).nullish(),
});
export const cashAnswer = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']),
  amount: roubles,
  drawer: roubles,
  document: cashMovement.nullable(),
});

export const NETWORK_MODES = ['online', 'degraded', 'offline', 'checking'] as const;
export type NetworkMode = (typeof NETWORK_MODES)[number];

export const bufferStatus = z.object({
  total_capacity: z.int(),
  current_queued: z.int(),
  percent_full: z.number(),
  total_receipts: z.int(),
  pending: z.int(),
  syncing: z.int(),
  synced: z.int(),
  failed: z.int(),
  dlq_size: z.int(),
  /** All documents (receipts, shifts, reports) that the operator has not confirmed. */
  unsent_documents: z.int(),
  oldest_receipt: z.object({ id: z.string(), created_at: z.string(), age_hours: z.number() }).nullable(),
  network_status: z.enum(NETWORK_MODES),
  network_since: z.int(),
  /** How long the operator takes to answer; null while it does not. */
  ofd_latency_ms: z.number().nullish(),
  last_sync: z
    .object({ timestamp: z.string(), synced_count: z.int(), failed_count: z.int(), duration_seconds: z.number() })
    .nullable(),
  /** When a document last reached the operator; `last_sync` also tells of passes that reached nobody. */
  last_delivery: z.string().nullish(),
  circuit_breaker: z.object({
    state: z.enum(['closed', 'open', 'half-open']),
    failure_count: z.int(),
    next_attempt_time: z.string().nullable(),
  }),
  /** Work on the register: new receipts wait (requirements A-70). Epoch ms. */
  maintenance: z.object({ reason: z.string(), since: z.int(), until: z.int() }).nullish(),
  /** `message`: what happened; `next`: the way on. */
  alerts: z.array(
    z.object({ level: z.enum(['warning', 'critical']), code: z.string(), message: z.string(), next: z.string().nullish() }),
  ),
});
export type BufferStatus = z.infer<typeof bufferStatus>;

export const lockRequest = z.object({
  pos_id: z.string(),
  holder: z.string().min(1).max(64),
  name: z.string().max(64).nullish(),
  release: z.boolean().nullish(),
  take: z.boolean().nullish(),
});
export const lockAnswer = z.object({
  holder: z.string().nullable(),
  name: z.string().nullable(),
  mine: z.boolean(),
  until: z.int().nullable(),
});

export const GATEWAY_SCOPES = ['admin', 'till', 'monitor', 'metrics'] as const;
export const pairRequest = z.object({
  code: z.string().nullish(),
  scope: z.enum(GATEWAY_SCOPES).default('till'),
  name: z.string().min(1).max(64),
  /** The till and shop that the browser was paired for: another gateway refuses before its code is used up. */
  pos_id: z.string().max(32).nullish(),
  store: z.string().max(64).nullish(),
});
export const pairAnswer = z.object({
  token: z.string(),
  scope: z.enum(GATEWAY_SCOPES),
  pos_id: z.string(),
  store: z.string(),
  demo: z.boolean(),
});

import { z } from 'zod';
import { documentBase, instant, kopecks, localDay } from './base.ts';
import { method, PRODUCT_KINDS, subject, vat } from './catalogue.ts';
import { stockDocument } from './stock-document.ts';

/**
 * Facts are written once and never change: a second revision or a deletion is refused. They live in `sales-<code>-<yyyymm>`,
 * the month being that of the shift's opening in the shop's time zone (`design/databases.ts`).
 */
export const shiftRef = z.object({ fn: z.string(), number: z.int().min(1), openedAt: instant });
export type ShiftRef = z.infer<typeof shiftRef>;

export const PAYMENT_METHODS = ['cash', 'card', 'prepaid', 'credit', 'other'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];
export const payment = z.object({ method: z.enum(PAYMENT_METHODS), amount: kopecks.min(0) });
export type Payment = z.infer<typeof payment>;

/** Who takes the responsibility for what the rules alone would refuse. */
export const signature = z.object({
  by: z.string().min(1).max(128),
  name: z.string().max(64).nullish(),
  role: z.enum(['manager', 'administrator']),
});
export type Signature = z.infer<typeof signature>;

/** Why a line costs less than its price: one reason of several, kopecks off the whole line. `id`: of the promotion or the coupon. */
export const discountReason = z.object({
  kind: z.enum(['line', 'receipt', 'promotion', 'coupon', 'rounding']),
  id: z.string().nullable(),
  name: z.string(),
  amount: kopecks,
  signed: signature.nullable(),
});
export type DiscountReason = z.infer<typeof discountReason>;

/** Parts of one pair of glasses, held together by the line's `group`. */
export const GLASSES_PARTS = ['frame', 'lens-right', 'lens-left', 'work'] as const;

/** What a line that is paid in advance costs when it is handed over: tag 1079 of the prepayment is only what was paid for it. */
export const agreedLine = z.object({
  qty: z.number().positive(),
  price: kopecks.min(0),
  discount: kopecks.min(0),
  amount: kopecks.min(0),
  vat,
});
export type AgreedLine = z.infer<typeof agreedLine>;

/**
 * `amount` = price × qty − discount, what the customer pays for the line; VAT is contained in it. What came later is optional, so that
 * documents written before stay what they are: `list` is the price before an override, `reasons` explain the discount (of `agreed` where
 * the line is paid in advance) and add up to it, `entered` was typed by hand, `of` names the line (counted from 0) of the document that
 * this line returns, hands over or pays off.
 */
export const saleLine = z.object({
  sku: z.string().min(1),
  name: z.string().min(1).max(128),
  kind: z.enum(PRODUCT_KINDS),
  qty: z.number().positive(),
  price: kopecks.min(0),
  discount: kopecks.min(0),
  amount: kopecks.min(0),
  vat,
  subject,
  method,
  mark: z.string().nullable(),
  list: kopecks.min(0).optional(),
  reasons: z.array(discountReason).optional(),
  override: z.object({ reason: z.string(), signed: signature.nullable() }).nullable().optional(),
  note: z.string().max(256).nullable().optional(),
  group: z.string().nullable().optional(),
  part: z.enum(GLASSES_PARTS).nullable().optional(),
  entered: z.literal(true).optional(),
  of: z.object({ sale: z.string(), line: z.int().min(0) }).optional(),
  agreed: agreedLine.optional(),
});
export type SaleLine = z.infer<typeof saleLine>;

const receiptBody = {
  store: z.string().min(1),
  /** The `Idempotency-Key` that the gateway sees, chosen before the first call and never changed. */
  key: z.uuidv4(),
  /** The drive at commit: while the outcome is unknown the document belongs to it. */
  fn: z.string(),
  shift: shiftRef,
  at: instant,
  cashier: z.object({ name: z.string(), inn: z.string().nullable() }),
  lines: z.array(saleLine).min(1),
  payments: z.array(payment).min(1),
  total: kopecks.min(1),
  client: z.string().nullable(),
};

/**
 * Money paid in advance that this sale uses up (tag 1215): by which document it was paid and how much of it. `owner` is under whom it
 * stands in the shop's books (`deposits` of an opening): the client of that document or, without one, the document itself.
 */
export const settledDeposit = z.object({ sale: z.string().min(1), amount: kopecks.min(1), owner: z.string().min(1) });
export type SettledDeposit = z.infer<typeof settledDeposit>;

/**
 * `tendered` cash and `change` are kept apart from the fiscal sum: payments add up to `total`. `order` is what the customer and the shop
 * call the order (its number, for now as text). `settles` adds up to what is paid as `prepaid`.
 */
export const sale = documentBase('sale', 1).extend({
  ...receiptBody,
  tendered: kopecks.nullable(),
  change: kopecks.min(0),
  order: z.string().max(64).nullable().optional(),
  coupons: z.array(z.string()).optional(),
  /** Coupons taken without the server's word that they are not used up. */
  unasked: z.array(z.string()).optional(),
  settles: z.array(settledDeposit).optional(),
});
export type Sale = z.infer<typeof sale>;

/** Why goods come back. */
export const REFUND_REASONS = ['not-suitable', 'defect', 'wrong-item', 'order-cancelled', 'cashier-mistake', 'other'] as const;
export type RefundReason = (typeof REFUND_REASONS)[number];

const originalReceipt = z.object({
  /** Id of the original sale where it is known, and its fiscal marks. */
  sale: z.string().nullable(),
  receipt: z.string().nullable(),
  fn: z.string(),
  fd: z.int(),
  fp: z.string(),
  day: localDay,
  /** Shop that sold it, where it is another one. */
  store: z.string().optional(),
  total: kopecks.optional(),
});
export type OriginalReceipt = z.infer<typeof originalReceipt>;

export const refund = documentBase('refund', 1).extend({
  ...receiptBody,
  original: originalReceipt,
  /** In words, as people read it. */
  reason: z.string(),
  because: z.enum(REFUND_REASONS).optional(),
  /** For each of its card payments in order: to which card payment of the original (from 0) the money goes back. */
  cards: z.array(z.object({ part: z.int().min(0) })).optional(),
  /** Who lifted a refusal (design §7), as the gateway is told. */
  override: signature.extend({ reason: z.string().min(1).max(256) }).optional(),
});
export type Refund = z.infer<typeof refund>;

/** `unrecorded`: a sale without a receipt. `reversal` takes a wrong receipt back, `right` is made anew after it (fiscal rules §6.3). */
export const CORRECTION_KINDS = ['unrecorded', 'reversal', 'right'] as const;
export type CorrectionKind = (typeof CORRECTION_KINDS)[number];

/** A correction receipt (FFD 1.2): what the drive must be told because a receipt was wrong or missing. It gives no money back. */
export const correction = documentBase('correction', 1).extend({
  ...receiptBody,
  kind: z.enum(CORRECTION_KINDS),
  /** Tag 1054: a reversal is a refund. */
  operation: z.enum(['sale', 'refund']),
  /** Tags 1173, 1178, 1179 and 1192. */
  basis: z.object({
    type: z.enum(['self', 'instruction']),
    date: localDay,
    number: z.string().min(1).max(32).nullable(),
    originalFp: z
      .string()
      .regex(/^\d{1,16}$/)
      .nullable(),
  }),
  /** The wrong receipt, where there is one. */
  original: originalReceipt.nullable(),
  reason: z.string().min(1).max(256),
  /** The other one of a pair: a reversal and the right receipt are written together, and the right one goes out second. */
  pair: z.string().nullable(),
  signed: signature,
});
export type Correction = z.infer<typeof correction>;
/** What a fiscal result is of. */
export type Receipt = Sale | Refund | Correction;

/** A sale that was written but never registered and never will be: its key answers RECEIPT_VOIDED. */
export const saleVoid = documentBase('sale-void', 1).extend({
  store: z.string(),
  sale: z.string(),
  shift: shiftRef,
  at: instant,
  reason: z.string(),
});
export type SaleVoid = z.infer<typeof saleVoid>;

/**
 * Every attempt to charge a card is a fact of its own, and so is each thing that is learned of it; an unknown outcome is asked, never
 * repeated. `operation` is what the terminal knows the attempt by, `attempt` counts from 1 within a sale and `part` says which of the
 * sale's card payments it is for (from 0). Only the RRN and the masked card number are kept. `signed`: the terminal could not tell, a
 * supervisor decided by the slip.
 */
export const cardAttempt = documentBase('card-attempt', 1).extend({
  store: z.string(),
  sale: z.string(),
  shift: shiftRef,
  at: instant,
  amount: kopecks.min(1),
  outcome: z.enum(['started', 'approved', 'declined', 'unknown', 'reversing', 'reversed']),
  rrn: z.string().nullable(),
  pan: z
    .string()
    .regex(/^[\d*]{4,19}$/)
    .nullable(),
  terminal: z.string().optional(),
  operation: z.string().optional(),
  attempt: z.int().min(1).optional(),
  part: z.int().min(0).optional(),
  /** The terminal's own word or number. */
  code: z.string().max(64).nullable().optional(),
  signed: signature.extend({ reason: z.string() }).optional(),
});
export type CardAttempt = z.infer<typeof cardAttempt>;

/**
 * What the fiscal drive committed for a sale or refund: `fiscal-result:<key of the sale>`. Composed by the gateway, revision included,
 * from its answer alone, so that till and server write the very same document (design §5).
 */
export const fiscalResult = documentBase('fiscal-result', 1).extend({
  store: z.string(),
  sale: z.string(),
  key: z.uuidv4(),
  receipt: z.string(),
  operation: z.enum(['sale', 'refund', 'correction']),
  /** Of a correction: which way the money goes. */
  direction: z.enum(['sale', 'refund']).optional(),
  total: kopecks,
  fn: z.string(),
  fd: z.int().min(1),
  fp: z.string(),
  shift: shiftRef,
  number: z.int().min(1),
  at: instant,
  qr: z.string(),
  text: z.array(z.string()),
});
export type FiscalResult = z.infer<typeof fiscalResult>;

/** The server wrote a sale that its till never delivered, from the gateway's journal (`recovery:<key of the sale>`). */
export const recovery = documentBase('recovery', 1).extend({ store: z.string(), sale: z.string(), shift: shiftRef, at: instant });
export type Recovery = z.infer<typeof recovery>;

/** One side of a shift. `other` is everything that is neither cash nor card; `prepaid` and `credit` are parts of it. */
const shiftSide = z.object({
  count: z.int(),
  cash: kopecks,
  card: kopecks,
  other: kopecks,
  total: kopecks,
  prepaid: kopecks.optional(),
  credit: kopecks.optional(),
});
const vatSide = z.object({ turnover: kopecks, vat: kopecks });

export const shiftTotals = z.object({
  /** kopecks; sales and refunds gross, by payment method */
  sales: shiftSide,
  refunds: shiftSide,
  cashIn: kopecks,
  cashOut: kopecks,
  /** Opening float + what came in − what went out: the cash that must lie in the drawer. */
  drawer: kopecks,
  /** Of them corrections. */
  corrections: z.int().optional(),
  /** Turnover and the VAT in it by rate, of the receipts whose lines this journal knows. */
  vat: z.array(z.object({ rate: vat, sales: vatSide, refunds: vatSide })).optional(),
});
export type ShiftTotals = z.infer<typeof shiftTotals>;

/**
 * Cash counted by a person at opening or closing, kopecks. `difference` = counted − expected; `collected` was taken out of what was
 * counted (encashment), the rest stays for the next shift.
 */
export const cashCount = z.object({
  expected: kopecks,
  counted: kopecks,
  difference: kopecks,
  reason: z.string().nullable(),
  collected: kopecks,
  /** Pieces of each note and coin, by face value in kopecks (`design/money/denominations.ts`); absent where only the sum was counted. */
  sheet: z.record(z.string().regex(/^\d{1,7}$/), z.int().min(0)).optional(),
});
export type CashCount = z.infer<typeof cashCount>;

/**
 * `shift-event:<fn>-<fd>`: composed by the gateway like a fiscal result. `shift-event:<fn>-shift-<number>`, without `fd` and `fp`: the
 * shift was closed in our books alone (the register is dead or its drive was replaced); the register's own close, where it comes, is
 * an event of its own.
 */
export const shiftEvent = documentBase('shift-event', 1).extend({
  store: z.string(),
  event: z.enum(['open', 'close']),
  shift: shiftRef,
  fn: z.string(),
  fd: z.int().min(1).nullable(),
  fp: z.string().nullable(),
  at: instant,
  cashier: z.string(),
  totals: shiftTotals.nullable(),
  cash: cashCount.optional(),
  /** Receipts of the shift that were not settled when it closed; they stay in the tray. */
  left: z.array(z.string()).optional(),
  signed: signature.extend({ reason: z.string() }).optional(),
  /** Why there is no close of the register: it does not answer, another drive is in it, or nobody knows. */
  books: z.enum(['register-dead', 'drive-replaced', 'close-unknown']).optional(),
});
export type ShiftEvent = z.infer<typeof shiftEvent>;

/**
 * One shift, two cashiers (issue 5): who gave the drawer, who took it and confirmed it with a PIN, and what was counted, if it was.
 * `shift-handover:<stamp>`, written by the till. Receipts bear the cashier who sold; this says when the drawer changed hands.
 */
export const shiftHandover = documentBase('shift-handover', 1).extend({
  store: z.string(),
  shift: shiftRef,
  at: instant,
  /** Staff ids and the names as they stood on receipts then. */
  from: z.object({ id: z.string().min(1), name: z.string() }),
  to: z.object({ id: z.string().min(1), name: z.string() }),
  cash: cashCount.optional(),
  signed: signature.extend({ reason: z.string() }).optional(),
});
export type ShiftHandover = z.infer<typeof shiftHandover>;

/** `cash-movement:<id of the gateway's operation>`: composed by the gateway like a fiscal result. */
export const cashMovement = documentBase('cash-movement', 1).extend({
  store: z.string(),
  shift: shiftRef,
  at: instant,
  direction: z.enum(['in', 'out']),
  amount: kopecks.min(1),
  reason: z.string(),
  cashier: z.string(),
  /** An out that goes to the bank or the safe; absent: change, expenses. */
  kind: z.enum(['collection']).optional(),
});
export type CashMovement = z.infer<typeof cashMovement>;

/**
 * A balance is a sealed monthly opening plus these, never a stored number. `more`: the further articles of one delivery note, which all go
 * the same way.
 */
export const stockMovement = documentBase('stock-movement', 1).extend({
  store: z.string(),
  sku: z.string(),
  qty: z.number(),
  from: z.string(),
  to: z.string(),
  at: instant,
  because: z.string(),
  more: z.array(z.object({ sku: z.string().min(1), qty: z.number() })).optional(),
  /** The paper that it was written for; who answers for what is written off or put right. */
  document: stockDocument.optional(),
  signed: signature.optional(),
});
export type StockMovement = z.infer<typeof stockMovement>;

/** A fact that the server stored although something about it was odd (role, clock, older schema): `flag:<id of the fact>`. */
export const flag = documentBase('flag', 1).extend({
  store: z.string(),
  fact: z.string(),
  reasons: z.array(z.string()).min(1),
  at: instant,
});
export type Flag = z.infer<typeof flag>;

import { PAYMENT_METHODS } from '../../design/documents/facts.ts';
import type { FiscalResult } from '../../design/documents/facts.ts';
import { withoutContacts } from '../../design/fiscal/customer-contact.ts';
import type { FiscalDoc, ReceiptRequest, ReceiptStage } from '../../design/fiscal/wire.ts';
import type { PaymentSums } from '../../design/fiscal/receipt-lines.ts';
import type { LineDigest } from '../../design/fiscal/refund-limit.ts';
import { nextStage } from '../../design/machines/fiscal-receipt.machine.ts';
import type { FiscalReceiptEvent } from '../../design/machines/fiscal-receipt.machine.ts';
import type { Journal } from './journal.ts';
import { createReceiptStamps } from './receipt-stamps.ts';

/**
 * A receipt as the journal holds it. Money in kopecks, instants in epoch ms, JSON in `body`, `lines`, `fiscal`, `result`, `candidates`,
 * `override`, `correction`.
 */
export interface ReceiptRow extends PaymentSums {
  /** Order of arrival. */
  readonly no: number;
  readonly id: string;
  readonly key: string;
  readonly body_hash: string;
  /** The request as it came, `sale` verbatim; `null` once aged out. */
  readonly body: string | null;
  readonly type: ReceiptRequest['type'];
  readonly operation: 'sale' | 'refund';
  readonly stage: ReceiptStage;
  readonly total: number;
  readonly lines: string;
  /** A refund's original: its receipt id where this journal knows it, else `<fn>-<fd>`. */
  readonly original: string | null;
  readonly store_shift: number;
  readonly before_fn: string | null;
  readonly before_fd: number | null;
  readonly before_number: number | null;
  readonly before_shift: number | null;
  readonly fn: string | null;
  readonly fd: number | null;
  readonly fiscal: string | null;
  /** The `fiscal-result` document without what `fiscal` holds already: see `wholeResult`. */
  readonly result: string | null;
  readonly error: string | null;
  readonly candidates: string | null;
  readonly stored_at: number;
  readonly registering_at: number | null;
  readonly uncertain_at: number | null;
  readonly parked_at: number | null;
  readonly rejected_at: number | null;
  readonly voided_at: number | null;
  readonly registered_at: number | null;
  readonly printed_at: number | null;
  readonly delivered_at: number | null;
  readonly dead_at: number | null;
  /** Our stamp of the hybrid logical clock; `null` for receipts older than it. */
  readonly hlc: string | null;
  /** When it was stored by the server's clock, epoch ms; `null` until the server was heard. */
  readonly server_time: number | null;
  /** Trace id of the request that began it. */
  readonly trace: string | null;
  readonly override: string | null;
  readonly correction: string | null;
  /** When the customer's contact was nulled in `body`. */
  readonly contact_erased_at: number | null;
}

export interface NewReceipt extends PaymentSums {
  readonly id: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly body: string;
  readonly type: ReceiptRequest['type'];
  readonly operation: 'sale' | 'refund';
  readonly total: number;
  readonly lines: readonly LineDigest[];
  readonly original: string | null;
  /** JSON of a correction's basis. */
  readonly correction: string | null;
  /** W3C trace id of the request that it came with. */
  readonly trace: string | null;
  readonly shift: number;
}

/** What other refunds of one original have given back, or may have. */
export interface Returned {
  readonly lines: readonly LineDigest[];
  readonly payments: PaymentSums;
  /** One of them is a correction: it took the whole receipt back. */
  readonly corrected: boolean;
}

/** The drive as it stood before a registration began: what reconciliation compares with. */
export interface DriveMark {
  readonly fn: string;
  readonly fd: number;
  readonly number: number;
  readonly shift: number;
}

const STAGES_AT = {
  stored: 'stored_at',
  registering: 'registering_at',
  uncertain: 'uncertain_at',
  parked: 'parked_at',
  rejected: 'rejected_at',
  voided: 'voided_at',
  registered: 'registered_at',
  printed: 'printed_at',
  delivered: 'delivered_at',
  dead: 'dead_at',
} as const satisfies Record<ReceiptStage, string>;

/** When each stage was reached, epoch ms; stages not reached are absent. */
export function stageTimes(row: ReceiptRow): Partial<Record<ReceiptStage, number>> {
  const times: Partial<Record<ReceiptStage, number>> = {};
  for (const [stage, column] of Object.entries(STAGES_AT) as [ReceiptStage, (typeof STAGES_AT)[ReceiptStage]][]) {
    const at = row[column];
    if (at !== null) times[stage] = at;
  }
  return times;
}

/** The `fiscal-result` document of a receipt, whole: `fiscal` and `result` as the journal holds them. */
export function wholeResult(fiscal: FiscalDoc, result: string): FiscalResult {
  const text = withoutContacts(fiscal.text);
  return { ...(JSON.parse(result) as Omit<FiscalResult, 'qr' | 'text'>), qr: fiscal.qr, text };
}

const TEXTS = `LEFT JOIN receipt_bodies b ON b.receipt = r.no LEFT JOIN receipt_fiscals f ON f.receipt = r.no`;
const WHOLE = `SELECT r.*, b.body, f.fiscal, f.result FROM receipts r ${TEXTS}`;

export type ReceiptsStore = ReturnType<typeof createReceiptsStore>;

/** Writers are called inside `journal.commit`. */
export function createReceiptsStore(journal: Journal) {
  const { db } = journal;
  const select = (where: string) => db.prepare(`${WHOLE} WHERE ${where}`);
  /** Few among many: without the hint the planner reads the whole table, bodies included. */
  const selectUnsettled = (where: string) =>
    db.prepare(`SELECT r.*, b.body, f.fiscal, f.result FROM receipts r INDEXED BY receipts_unsettled ${TEXTS}
      WHERE r.stage IN ('stored', 'registering', 'uncertain', 'parked') AND ${where} ORDER BY r.stored_at, r.no`);
  const one = (statement: ReturnType<typeof select>, ...values: (string | number)[]): ReceiptRow | null =>
    (statement.get(...values) as unknown as ReceiptRow | undefined) ?? null;
  const all = (statement: ReturnType<typeof select>, ...values: (string | number)[]): ReceiptRow[] =>
    statement.all(...values) as unknown as ReceiptRow[];

  const stamps = createReceiptStamps(journal);
  const byKey = select('key = ?');
  const byId = select('id = ?');
  const inDoubt = selectUnsettled(`stage IN ('registering', 'uncertain')`);
  const byStage = selectUnsettled('stage = ?');
  const unsettled = selectUnsettled('store_shift = ?');
  const refunds = db.prepare(`SELECT type, lines, cash, card, prepaid, credit, other FROM receipts
    WHERE original IN (?, ?) AND id <> ? AND stage NOT IN ('stored', 'parked', 'rejected', 'voided')`);
  const insert = db.prepare(`INSERT INTO receipts
    (id, key, body_hash, type, operation, stage, total, cash, card, prepaid, credit, other, lines, original, correction,
      trace, store_shift, stored_at, hlc, server_time, registering_at, before_fn, before_fd, before_number, before_shift)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const stage = db.prepare('SELECT stage FROM receipts WHERE id = ?');
  const trace = db.prepare('SELECT trace FROM receipts WHERE id = ?');
  const insertBody = db.prepare('INSERT INTO receipt_bodies (receipt, body) VALUES (?, ?)');
  const begin = db.prepare(`UPDATE receipts SET stage = 'registering', registering_at = ?, error = NULL,
      before_fn = ?, before_fd = ?, before_number = ?, before_shift = ? WHERE id = ? AND stage = ?`);
  const bind =
    db.prepare(`UPDATE receipts SET stage = ?, registered_at = ?, printed_at = ?, error = NULL, fn = ?, fd = ?, candidates = NULL
    WHERE id = ? AND stage = ? RETURNING no`);
  const insertFiscal = db.prepare('INSERT INTO receipt_fiscals (receipt, fiscal, result) VALUES (?, ?, ?)');
  const rewriteBody = db.prepare('UPDATE receipt_bodies SET body = ? WHERE receipt = (SELECT no FROM receipts WHERE id = ?)');
  const dropBody = db.prepare('DELETE FROM receipt_bodies WHERE receipt = (SELECT no FROM receipts WHERE id = ?)');
  const latePrint = db.prepare('UPDATE receipts SET printed_at = ? WHERE id = ? AND printed_at IS NULL');
  const overridden = db.prepare('UPDATE receipts SET override = ? WHERE id = ?');
  const candidates = db.prepare('UPDATE receipts SET candidates = ? WHERE id = ?');
  const entered = Object.fromEntries(
    Object.entries(STAGES_AT).map(([stage, column]) => [
      stage,
      db.prepare(`UPDATE receipts SET stage = '${stage}', ${column} = ?, error = ? WHERE id = ? AND stage = ?`),
    ]),
  ) as Record<ReceiptStage, ReturnType<typeof db.prepare>>;

  /** The stage after an event. Throws where the machine says otherwise. */
  function after({ id, stage }: Pick<ReceiptRow, 'id' | 'stage'>, event: FiscalReceiptEvent['type']): ReceiptStage {
    const next = nextStage(stage, event);
    if (next === null) throw new Error(`receipt ${id}: ${event} is not possible in stage ${stage}`);
    return next;
  }

  const stale = ({ id, stage }: Pick<ReceiptRow, 'id' | 'stage'>): Error => new Error(`receipt ${id} is not ${stage}`);

  /** Moves a receipt along its machine. Throws where the machine or the file says otherwise: the caller held a stale row. */
  function move(
    row: Pick<ReceiptRow, 'id' | 'stage'>,
    event: FiscalReceiptEvent['type'],
    at: number,
    error: string | null = null,
  ): ReceiptStage {
    const stage = after(row, event);
    if (entered[stage].run(at, error, row.id, row.stage).changes !== 1) throw stale(row);
    return stage;
  }

  return {
    byKey: (key: string) => one(byKey, key),
    byId: (id: string) => one(byId, id),
    /** The stage alone, without the wide rest of the row. */
    stageOf: (id: string): ReceiptStage | null => (stage.get(id)?.['stage'] as ReceiptStage | undefined) ?? null,
    traceOf: (id: string): string | null => (trace.get(id)?.['trace'] as string | null | undefined) ?? null,
    /** Begun and not settled: the drive may or may not hold them. */
    inDoubt: () => all(inDoubt),
    /** Of the unsettled stages only. */
    byStage: (stage: 'stored' | 'registering' | 'uncertain' | 'parked') => all(byStage, stage),
    /** What keeps a shift from closing. */
    unsettledIn: (shift: number) => all(unsettled, shift),
    /** Over all refunds of an original, under either of its names, that are registered or may be; `except` is not counted. */
    returned(names: readonly [string, string], except: string): Returned {
      const rows = refunds.all(...names, except) as unknown as (PaymentSums & Pick<ReceiptRow, 'type' | 'lines'>)[];
      const payments = { cash: 0, card: 0, prepaid: 0, credit: 0, other: 0 };
      for (const row of rows) for (const method of PAYMENT_METHODS) payments[method] += row[method];
      const corrected = rows.some(({ type }) => type === 'correction');
      return { lines: rows.flatMap(({ lines }) => JSON.parse(lines) as LineDigest[]), payments, corrected };
    },
    /** `override`: JSON of who lifted which refusal. */
    noteOverride: (id: string, override: string) => overridden.run(override, id),
    /** Stamps of the hybrid logical clock. */
    stamps,
    /** Stored; begun in the same breath where `before` is the drive at this moment. */
    insert(r: NewReceipt, at: number, before: DriveMark | null = null) {
      const {
        id,
        key,
        bodyHash,
        type,
        operation,
        total,
        cash,
        card,
        prepaid,
        credit,
        other,
        original,
        correction,
        trace,
        shift,
      } = r;
      const { lastInsertRowid } = insert.run(
        id,
        key,
        bodyHash,
        type,
        operation,
        before ? after({ id, stage: 'stored' }, 'BEGIN') : 'stored',
        total,
        cash,
        card,
        prepaid,
        credit,
        other,
        JSON.stringify(r.lines),
        original,
        correction,
        trace,
        shift,
        at,
        stamps.next(at),
        stamps.serverTime(at),
        before && at,
        before && before.fn,
        before && before.fd,
        before && before.number,
        before && before.shift,
      );
      insertBody.run(lastInsertRowid, r.body);
    },
    move,
    begin(row: Pick<ReceiptRow, 'id' | 'stage'>, before: DriveMark, at: number) {
      after(row, 'BEGIN');
      const { changes } = begin.run(at, before.fn, before.fd, before.number, before.shift, row.id, row.stage);
      if (changes !== 1) throw stale(row);
    },
    /** Binds the drive's document; the stage becomes `registered` (and `printed`). */
    registered(
      row: Pick<ReceiptRow, 'id' | 'stage'>,
      {
        fiscal,
        result,
        printed,
        ...bound
      }: { fn: string; fd: number; fiscal: FiscalDoc; result: FiscalResult | null; printed: boolean },
      at: number,
    ): ReceiptStage {
      const registered = after(row, 'REGISTERED');
      const stage = printed ? after({ id: row.id, stage: registered }, 'PRINTED') : registered;
      const no = bind.get(stage, at, printed ? at : null, bound.fn, bound.fd, row.id, row.stage)?.['no'];
      if (no === undefined) throw stale(row);
      // Undefined fields are left out of the text: what `fiscal` says is not said twice.
      const slim = result && JSON.stringify({ ...result, qr: undefined, text: undefined });
      insertFiscal.run(Number(no), JSON.stringify(fiscal), slim);
      return stage;
    },
    /** A copy was printed after delivery: the stage stays, the time is noted. */
    notePrinted: (id: string, at: number) => latePrint.run(at, id),
    /** Replaces the stored request (a contact erased), or drops it once aged out (`null`). Key, hash and lines stay. */
    rewriteBody(id: string, body: string | null) {
      if (body === null) dropBody.run(id);
      else rewriteBody.run(body, id);
    },
    noteCandidates: (id: string, fds: readonly number[]) => candidates.run(JSON.stringify(fds), id),
  };
}

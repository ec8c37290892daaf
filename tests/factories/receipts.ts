import type {
  Correction,
  FiscalResult,
  Receipt,
  Recovery,
  Refund,
  Sale,
  SaleLine,
  SaleVoid,
} from '../../design/documents/facts.ts';
import { formatHlc } from '../../design/time/hlc.ts';

/** Facts of one receipt, with everything a test does not care about filled in. `at`: epoch ms; the stamp is of that instant. */
export interface ReceiptSpec {
  readonly at: number;
  readonly store?: string;
  readonly device?: number;
  readonly counter?: number;
  readonly lines?: readonly Partial<SaleLine>[];
  readonly cash?: number;
  readonly cashier?: string;
  readonly openedAt?: number;
}

const FN = '9999000000000001';

export const stampOf = ({ at, counter = 0, device = 1 }: ReceiptSpec): string => formatHlc({ wall: at, counter, device });

function line(spec: Partial<SaleLine>): SaleLine {
  const { price = 100_00, qty = 1 } = spec;
  const defaults = { sku: 'RB-1001', name: 'Оправа', kind: 'frame', discount: 0, vat: 'none', subject: 'goods' } as const;
  return { ...defaults, method: 'full', mark: null, price, qty, amount: Math.round(price * qty) - (spec.discount ?? 0), ...spec };
}

export function makeSale(spec: ReceiptSpec): Sale {
  const lines = (spec.lines ?? [{}]).map(line);
  const total = lines.reduce((sum, l) => sum + l.amount, 0);
  const cash = Math.min(spec.cash ?? total, total);
  const hlc = stampOf(spec);
  return {
    _id: `sale:${hlc}`,
    type: 'sale',
    schema: 1,
    hlc,
    by: 'staff:1',
    pos: 'POS-001',
    store: spec.store ?? 'demo-1',
    key: '11111111-1111-4111-8111-111111111111',
    fn: FN,
    shift: { fn: FN, number: 1, openedAt: spec.openedAt ?? spec.at },
    at: spec.at,
    cashier: { name: spec.cashier ?? 'Иванова А. П.', inn: null },
    lines,
    payments: [
      ...(cash > 0 ? [{ method: 'cash' as const, amount: cash }] : []),
      ...(total > cash ? [{ method: 'card' as const, amount: total - cash }] : []),
    ],
    total,
    client: null,
    tendered: null,
    change: 0,
  };
}

export function makeRefund(spec: ReceiptSpec): Refund {
  const { tendered: _tendered, change: _change, ...body } = makeSale(spec);
  const original = { sale: null, receipt: null, fn: FN, fd: 1, fp: '1', day: '2026-01-01' };
  return { ...body, _id: `refund:${body.hlc}`, type: 'refund', original, reason: 'не подошёл' };
}

/** A correction of a sale that nobody recorded; `operation: 'refund'` makes the reversal of a wrong receipt. */
export function makeCorrection(spec: ReceiptSpec & { readonly operation?: 'sale' | 'refund' }): Correction {
  const { tendered: _tendered, change: _change, ...body } = makeSale(spec);
  const operation = spec.operation ?? 'sale';
  return {
    ...body,
    _id: `correction:${body.hlc}`,
    type: 'correction',
    kind: operation === 'sale' ? 'unrecorded' : 'reversal',
    operation,
    basis: { type: 'self', date: '2026-01-01', number: null, originalFp: operation === 'sale' ? null : '1' },
    original: operation === 'sale' ? null : { sale: null, receipt: null, fn: FN, fd: 1, fp: '1', day: '2026-01-01' },
    reason: 'чек не пробит',
    pair: null,
    signed: { by: 'staff:3', role: 'manager' },
  };
}

/** What the drive committed, by default a second after the sale. */
export function makeResult(receipt: Receipt, at = receipt.at + 1_000, fd = 1): FiscalResult {
  const { hlc, store, key, total, shift } = receipt;
  const head = { _id: `fiscal-result:${hlc}`, type: 'fiscal-result', schema: 1, hlc, by: null, pos: 'POS-001', store } as const;
  const fiscal = { fn: FN, fd, fp: '1234567890', number: fd, qr: 't=', text: [] };
  const direction = receipt.type === 'correction' ? { direction: receipt.operation } : {};
  return {
    ...head,
    sale: receipt._id,
    key,
    receipt: `r-${fd}`,
    operation: receipt.type,
    ...direction,
    total,
    shift,
    at,
    ...fiscal,
  };
}

export function makeVoid(sale: Sale, at = sale.at + 60_000): SaleVoid {
  const hlc = formatHlc({ wall: at, counter: 0, device: 1 });
  const head = { _id: `sale-void:${hlc}`, type: 'sale-void', schema: 1, hlc, by: null, pos: 'POS-001' } as const;
  return { ...head, store: sale.store, sale: sale._id, shift: sale.shift, at, reason: 'ошибка' };
}

export function makeRecovery(sale: Sale): Recovery {
  const { hlc, store, shift, at } = sale;
  return { _id: `recovery:${hlc}`, type: 'recovery', schema: 1, hlc, by: null, pos: null, store, sale: sale._id, shift, at };
}

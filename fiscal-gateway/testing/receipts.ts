import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Sale, ShiftRef } from '../../design/documents/facts.ts';
import type { ReceiptAnswer, receiptRequest } from '../../design/fiscal/wire.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import type { Problem } from '../../design/errors.ts';
import type { Answer, MemoryGateway } from './memory-gateway.ts';
import { MORNING } from './memory-gateway.ts';

export type ReceiptBody = z.input<typeof receiptRequest>;

/** A receipt body of one frame, cash; `roubles` is its total. */
export const saleBody = (roubles = 100, over: Partial<ReceiptBody> = {}): ReceiptBody => ({
  pos_id: 'POS-001',
  type: 'sale',
  cashier: { name: 'Иванова А.', inn: null },
  items: [{ sku: 'RB-1001', name: 'Оправа', qty: 1, price: roubles, vat: 'none' }],
  payments: [{ method: 'cash', amount: roubles }],
  ...over,
});

let counter = 0;
/** The till's document that travels with a receipt of `saleBody(roubles)`. */
export function saleDocument(key: string, roubles = 100, shift: ShiftRef = { fn: 'F', number: 1, openedAt: MORNING }): Sale {
  counter += 1;
  const hlc = formatHlc({ wall: MORNING, counter, device: 7 });
  const amount = Math.round(roubles * 100);
  const line = { sku: 'RB-1001', name: 'Оправа', kind: 'frame', qty: 1, price: amount, discount: 0, amount } as const;
  return {
    _id: `sale:${hlc}`,
    _rev: `1-${key.replaceAll('-', '')}`,
    type: 'sale',
    schema: 1,
    hlc,
    by: 'staff:1',
    pos: 'POS-001',
    store: 'demo-1',
    key,
    fn: shift.fn,
    shift,
    at: MORNING,
    cashier: { name: 'Иванова А.', inn: null },
    lines: [{ ...line, vat: 'none', subject: 'goods', method: 'full', mark: null }],
    payments: [{ method: 'cash', amount }],
    total: amount,
    client: null,
    tendered: null,
    change: 0,
  };
}

export const newKey = (): string => randomUUID();

/** A receipt or a problem: a test looks at what it expects. */
export type Posted = Omit<ReceiptAnswer, 'type' | 'status'> &
  Omit<Problem, 'type' | 'status'> & { readonly type: string; readonly status: string | number };

export const post = (gateway: MemoryGateway, key: string, body: unknown): Promise<Answer<Posted>> =>
  gateway.call<Posted>('POST', '/v1/kkt/receipt', body, { 'idempotency-key': key });

import { randomUUID } from 'node:crypto';
import { formatHlc } from '../../../design/time/hlc.ts';
import { NOON } from './sync-server.fixture.ts';

/** A whole sale of the demo shop, as a till writes it. `n` makes it another one. */
export function saleOf(n: number, change: Record<string, unknown> = {}) {
  const at = NOON + n;
  const hlc = formatHlc({ wall: at, counter: 0, device: 1 });
  return {
    _id: `sale:${hlc}`,
    _rev: `1-${String(n).padStart(32, '0')}`,
    type: 'sale',
    schema: 1,
    hlc,
    by: null,
    pos: 'POS-001',
    store: 'demo-1',
    key: randomUUID(),
    fn: '9999078900000001',
    shift: { fn: '9999078900000001', number: 1, openedAt: NOON },
    at,
    cashier: { name: 'Иванова А. П.', inn: null },
    lines: [
      {
        sku: 'RB-1001',
        name: 'Оправа Ray-Ban',
        kind: 'frame',
        qty: 1,
        price: 1_234_500,
        discount: 34_500,
        amount: 1_200_000,
        vat: 'none',
        subject: 'goods',
        method: 'full',
        mark: null,
      },
    ],
    payments: [{ method: 'cash', amount: 1_200_000 }],
    total: 1_200_000,
    client: null,
    tendered: 1_200_000,
    change: 0,
    ...change,
  };
}

export const SALES = 'sales-demo-1-202611';

import type { ShiftHandover } from '$design/documents/facts.ts';
import type { ClosedShift } from '$lib/shift/archive.model.ts';
import type { ShiftModel } from '$lib/shift/shift.model.ts';
import { KEY, NOW, REPORT } from './fake-data.ts';

const HOUR = 3_600_000;
const CLOSED: ClosedShift[] = Array.from({ length: 14 }, (_, i) => ({
  fn: '9999078902011111',
  number: 41 - i,
  closedAt: NOW - i * 24 * HOUR - 15 * HOUR,
  pos: i % 5 === 4 ? 'POS-002' : 'POS-001',
  cashier: i % 3 ? 'Иванова Анна' : 'Константинопольский Александр',
  sales: 21_417_050 + i * 133_000,
  refunds: i % 4 === 0 ? 499_000 : 0,
  drawer: 500_000,
  difference: i === 1 ? -15_000 : i % 2 ? null : 0,
  fd: i === 6 ? null : 1_040 - i * 40,
}));
const HANDOVER: ShiftHandover = {
  _id: 'shift-handover:1763710000000-0000-0007',
  type: 'shift-handover',
  schema: 1,
  hlc: '1763710000000-0000-0007',
  by: 'staff:0',
  pos: 'POS-001',
  store: 'demo-1',
  shift: { fn: '9999078902011111', number: 42, openedAt: NOW - 3 * HOUR },
  at: NOW - HOUR,
  from: { id: 'staff:0', name: 'Иванова Анна' },
  to: { id: 'staff:1', name: 'Смирнов Пётр' },
};

/** A shift of made-up data. Scenes: blind doubt handover archivegone limits */
export function fakeShift(has: (word: string) => boolean, become: (state: 'open' | 'closed') => void): ShiftModel {
  return {
    rules: { blindCount: has('blind'), differenceLimit: 50_000 },
    busy: false,
    doubt: has('doubt') ? { kind: 'in', key: KEY, body: { amount: 5000, reason: 'Размен' }, shift: 42, at: NOW - 600_000 } : null,
    left: 500_000,
    handovers: has('handover') ? [HANDOVER] : [],
    holder: has('handover') ? 'Смирнов Пётр' : 'Иванова Анна',
    archive: () =>
      Promise.resolve({
        state: 'ready',
        rows: has('empty') ? [] : CLOSED,
        partial: has('archivegone'),
        more: !has('archivegone'),
        load: () => Promise.resolve(),
        loadMore: () => Promise.resolve(),
        report: () => Promise.resolve({ ...REPORT, reportType: 2, fiscalDocumentNumber: 1044, fiscalSign: '2853205313' }),
        print: () => Promise.resolve('PAPER_OUT'),
      }),
    open() {
      become('open');
      return Promise.resolve(null);
    },
    balance: () => Promise.resolve(REPORT),
    x: () => Promise.resolve(REPORT),
    close() {
      become('closed');
      return Promise.resolve({ ...REPORT, reportType: 2, fiscalDocumentNumber: 1044 });
    },
    cash: () => Promise.resolve('CASH_NOT_ENOUGH'),
    handOver: () => Promise.resolve('PIN_WRONG'),
    repeat: () => Promise.resolve('GATEWAY_UNREACHABLE'),
    drop: () => undefined,
  };
}

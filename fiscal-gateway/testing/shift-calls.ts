import type { z } from 'zod';
import type { Problem } from '../../design/errors.ts';
import type { cashAnswer, ReportAnswer, ShiftState } from '../../design/fiscal/wire.ts';
import type { zList } from '../../design/fiscal/wire-shift.ts';
import type { Answer, MemoryGateway } from './memory-gateway.ts';

/** A success or a problem: a test looks at what it expects. */
type Or<T> = T & Omit<Problem, keyof T>;
const pos_id = 'POS-001';
const cashier = { name: 'Иванова А.' };

export type ShiftCalls = ReturnType<typeof createShiftCalls>;

/** Shift, reports and cash of a gateway in memory as a till asks for them. */
export function createShiftCalls(till: MemoryGateway) {
  const send = <T>(method: 'GET' | 'POST', path: string, body?: object, key?: string): Promise<Answer<Or<T>>> =>
    till.call<Or<T>>(method, `/v1/kkt/${path}`, body, key === undefined ? {} : { 'idempotency-key': key });
  return {
    state: () => send<ShiftState>('GET', 'shift'),
    open: (more: object = {}, key?: string) => send<ShiftState>('POST', 'shift/open', { pos_id, cashier, ...more }, key),
    x: (more: object = {}) => send<ReportAnswer>('POST', 'report/x', { pos_id, ...more }),
    balance: () => send<ReportAnswer>('GET', 'report/x'),
    z: (more: object = {}, key?: string) => send<ReportAnswer>('POST', 'report/z', { pos_id, ...more }, key),
    cash: (direction: 'in' | 'out', amount: number, more: object = {}, key?: string) =>
      send<z.output<typeof cashAnswer>>('POST', `cash/${direction}`, { pos_id, amount, reason: 'размен', cashier, ...more }, key),
    archive: (query = '') => send<z.output<typeof zList>>('GET', `report/z${query}`),
    archived: (fn: string, number: number) => send<ReportAnswer>('GET', `report/z/${fn}/${number}`),
    print: (fn: string, number: number) => send<ReportAnswer>('POST', `report/z/${fn}/${number}/print`, {}),
    adopt: (fn: string, more: object = {}) => send<{ done: boolean }>('POST', 'fn', { fn, ...more }),
  };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../design/time/clock.ts';
import { closeShift, DriveRefusal, moveCash, newDrive, openShift, registerReceipt, shiftState, ticketAccepted } from './drive.ts';
import type { Committed, DriveState } from './drive.ts';
import { registrationNumber } from './registration-number.ts';
import { sampleReceipt } from './sample-receipt.ts';

const START = Date.UTC(2026, 10, 21, 7, 0);
const IDENTITY = { fn: '9999078900007778', serial: '00000000000000007778', inn: '7702203276' };
const fresh = (): DriveState => newDrive(IDENTITY, START).state;
const opened = (): DriveState => openShift(fresh(), START).state;
const reasonOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof DriveRefusal) return error.reason;
    throw error;
  }
  return 'done';
};

describe('the emulated fiscal drive', () => {
  it('starts with its registration report as FD 1', () => {
    const { document, state } = newDrive(IDENTITY, START);
    expect(document).toMatchObject({ fd: 1, type: 'registration', shift: 0, number: 0 });
    expect(state.unsent).toEqual({ count: 1, firstFd: 1, firstAt: START });
    expect(state.fn).toMatch(/^9999\d{12}$/);
  });

  it('bears a registration number that passes the check of the law', () => {
    expect(registrationNumber(5, '7702203276', '2')).toBe('0000000005008570');
    expect(fresh().registrationNumber).toMatch(/^\d{16}$/);
  });

  it('counts documents and receipts without gaps and sums payments, whatever the order of orders', () => {
    const step = fc.oneof(
      fc.constant({ kind: 'open' as const }),
      fc.constant({ kind: 'close' as const }),
      fc.record({ kind: fc.constant('sale' as const), cash: fc.nat(10_000), card: fc.nat(10_000) }),
      fc.record({ kind: fc.constant('refund' as const), cash: fc.nat(10_000), card: fc.nat(10_000) }),
      fc.record({ kind: fc.constant('cash-out' as const), cash: fc.integer({ min: 1, max: 10_000 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let state = fresh();
        let fds = 1;
        let receipts = 0;
        let drawer = 0;
        for (const [index, order] of steps.entries()) {
          const now = START + index * MINUTE;
          let committed: Committed;
          try {
            if (order.kind === 'cash-out') {
              state = moveCash(state, 'out', order.cash);
              drawer -= order.cash;
              continue;
            }
            if (order.kind === 'open') committed = openShift(state, now);
            else if (order.kind === 'close') committed = closeShift(state, now);
            else {
              const payments = { cash: order.cash, card: order.card, prepaid: 0, credit: 0, other: 0 };
              const total = order.cash + order.card;
              committed = registerReceipt(state, sampleReceipt({ operation: order.kind, payments }, total), now);
            }
          } catch (error) {
            if (!(error instanceof DriveRefusal)) throw error;
            continue;
          }
          fds += 1;
          if (order.kind === 'open') receipts = 0;
          if (order.kind === 'sale' || order.kind === 'refund') {
            receipts += 1;
            drawer += order.kind === 'sale' ? order.cash : -order.cash;
            expect(committed.document.number).toBe(receipts);
          }
          expect(committed.document.fd).toBe(fds);
          state = committed.state;
        }
        expect(state.lastFd).toBe(fds);
        expect(state.unsent.count).toBe(fds);
        expect(state.cash).toBe(drawer);
        expect(state.cash).toBeGreaterThanOrEqual(0);
        const { sales, refunds } = state.shift;
        expect(sales.count + refunds.count).toBe(state.shift.receipts);
      }),
    );
  });

  it('refuses a sale without a shift, after 24 hours, and closes the shift even then', () => {
    expect(reasonOf(() => registerReceipt(fresh(), sampleReceipt(), START))).toBe('shift-closed');
    const late = START + 24 * HOUR;
    expect(shiftState(opened(), late - 1)).toBe('open');
    expect(reasonOf(() => registerReceipt(opened(), sampleReceipt(), late))).toBe('shift-expired');
    expect(closeShift(opened(), late).document.type).toBe('shift-close');
  });

  it('refuses sums that do not add up', () => {
    const payments = { cash: 1, card: 0, prepaid: 0, credit: 0, other: 0 };
    expect(reasonOf(() => registerReceipt(opened(), sampleReceipt({ payments }), START))).toBe('refused');
    expect(reasonOf(() => registerReceipt(opened(), sampleReceipt({ total: 1 }), START))).toBe('refused');
  });

  it('does not pay out cash that the drawer does not hold', () => {
    expect(reasonOf(() => moveCash(opened(), 'out', 1))).toBe('cash-not-enough');
    expect(reasonOf(() => registerReceipt(opened(), sampleReceipt({ operation: 'refund' }), START))).toBe('cash-not-enough');
  });

  it('blocks when the oldest document waits 30 days for its ticket, and sells again when the ticket comes', () => {
    const later = START + 30 * DAY;
    expect(reasonOf(() => openShift(fresh(), later))).toBe('drive-refused');
    expect(openShift(ticketAccepted(fresh(), null), later).document.fd).toBe(2);
  });

  it('refuses a clock that stepped behind its last document', () => {
    const { state } = registerReceipt(opened(), sampleReceipt(), START + HOUR);
    expect(reasonOf(() => registerReceipt(state, sampleReceipt(), START))).toBe('clock');
  });

  it('is full, or expired, and says so', () => {
    expect(reasonOf(() => registerReceipt({ ...opened(), documentsLeft: 0 }, sampleReceipt(), START))).toBe('drive-refused');
    expect(reasonOf(() => openShift(fresh(), fresh().validUntil))).toBe('drive-refused');
  });
});

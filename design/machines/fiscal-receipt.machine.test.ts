import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RECEIPT_STAGES } from '../fiscal/wire.ts';
import type { ReceiptStage } from '../fiscal/wire.ts';
import { fiscalReceiptMachine, isRegistered, isUnsettled, nextStage } from './fiscal-receipt.machine.ts';
import type { FiscalReceiptEvent } from './fiscal-receipt.machine.ts';

const walk = (...events: FiscalReceiptEvent['type'][]): ReceiptStage | null =>
  events.reduce<ReceiptStage | null>((stage, event) => stage && nextStage(stage, event), 'stored');

it('names every stage of the contract and no other', () => {
  expect(Object.keys(fiscalReceiptMachine.states).sort()).toEqual([...RECEIPT_STAGES].sort());
});

it('goes stored → registering → registered → printed → delivered', () => {
  expect(walk('BEGIN', 'REGISTERED', 'PRINTED', 'DELIVERED')).toBe('delivered');
  expect(walk('BEGIN', 'REGISTERED', 'DELIVERED')).toBe('delivered');
});

it('parks what the drive does not hold, and only a live request begins it again', () => {
  expect(walk('BEGIN', 'OUTCOME_UNKNOWN', 'NOT_EXECUTED')).toBe('parked');
  expect(walk('BEGIN', 'OUTCOME_UNKNOWN', 'BEGIN')).toBeNull();
  expect(walk('BEGIN', 'OUTCOME_UNKNOWN', 'NOT_EXECUTED', 'BEGIN', 'REGISTERED')).toBe('registered');
});

it('lets nothing be voided that may be registered, and nothing be registered that was voided', () => {
  const events = fc.array(
    fc.constantFrom<FiscalReceiptEvent['type'][]>(
      'BEGIN',
      'REGISTERED',
      'PRINTED',
      'OUTCOME_UNKNOWN',
      'NOT_EXECUTED',
      'REFUSED',
      'VOID',
      'DELIVERED',
      'OFD_REFUSED',
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(events, (steps) => {
      let stage: ReceiptStage = 'stored';
      let committed = 0;
      let voided = false;
      for (const step of steps) {
        const next = nextStage(stage, step);
        if (next === null) continue;
        if (step === 'REGISTERED') committed += 1;
        if (step === 'VOID') voided = true;
        expect(isRegistered(next) && voided).toBe(false);
        expect(isRegistered(next)).toBe(committed === 1);
        stage = next;
      }
      expect(committed).toBeLessThanOrEqual(1);
      expect(isRegistered(stage) && isUnsettled(stage)).toBe(false);
    }),
  );
});

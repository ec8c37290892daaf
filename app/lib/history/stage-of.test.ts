import { describe, expect, it } from 'vitest';
import { makeResult, makeSale } from '../../../tests/factories/receipts.ts';
import { stageOf } from './stage-of.ts';

const result = makeResult(makeSale({ at: Date.UTC(2026, 10, 21, 9) }));
const open = { result: null, voided: false };

describe('the stage of a receipt in the history', () => {
  it('of this till is what its gateway tells, else what is written here', () => {
    expect(stageOf({ result, voided: false }, 'delivered', true)).toBe('delivered');
    expect(stageOf({ result, voided: false }, undefined, true)).toBe('registered');
    expect(stageOf(open, undefined, true)).toBe('unsent');
  });

  it('of another till is never called unsent: its outcome is with that till until it has come', () => {
    expect(stageOf(open, undefined, false)).toBe('elsewhere');
    expect(stageOf({ result, voided: false }, undefined, false)).toBe('registered');
    expect(stageOf({ result: null, voided: true }, undefined, false)).toBe('voided');
  });
});

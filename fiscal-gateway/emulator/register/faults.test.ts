import { expect, it } from 'vitest';
import { fault, strike } from './faults.ts';

it('strikes the command it waits for, after those it lets pass, and as often as told', () => {
  let armed = [fault.parse({ kind: 'drop-answer', skip: 1, times: 2 })];
  const strikes = ['status', 'registerReceipt', 'registerReceipt', 'registerReceipt', 'registerReceipt'].map((command) => {
    const { struck, rest } = strike(armed, command);
    armed = rest;
    return struck.length;
  });
  expect(strikes).toEqual([0, 0, 1, 1, 0]);
  expect(armed).toEqual([]);
});

it('strikes until cleared where times is -1', () => {
  const armed = [fault.parse({ kind: 'busy', ms: 1, command: '*', times: -1 })];
  expect(strike(armed, 'status')).toEqual({ struck: armed, rest: armed });
});

it('lets two faults of one kind strike one after the other', () => {
  const armed = [fault.parse({ kind: 'drop-answer' }), fault.parse({ kind: 'drop-answer' })];
  expect(strike(armed, 'registerReceipt').rest).toHaveLength(1);
});

import { expect, it } from 'vitest';
import { ERRORS } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import { mayLift, overrideRoleFor } from './refund-override.ts';

it('lets a manager lift waiting and the way of the money, an administrator a dead letter too (L-27, L-28)', () => {
  expect(mayLift('manager', 'ORIGINAL_NOT_DELIVERED')).toBe(true);
  expect(mayLift('manager', 'REFUND_PAYMENT_DIFFERS')).toBe(true);
  expect(mayLift('manager', 'ORIGINAL_DEAD')).toBe(false);
  for (const code of ['ORIGINAL_NOT_DELIVERED', 'REFUND_PAYMENT_DIFFERS', 'ORIGINAL_DEAD'] as const) {
    expect(mayLift('administrator', code)).toBe(true);
  }
});

it('lets nobody give back more than was sold, or what nobody knows, or anything else', () => {
  const lifted = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => overrideRoleFor(code) !== null);
  expect(lifted.sort()).toEqual(['ORIGINAL_DEAD', 'ORIGINAL_NOT_DELIVERED', 'REFUND_PAYMENT_DIFFERS']);
});

import { describe, expect, it } from 'vitest';
import { ACTIONS, can, ROLES, type Action, type Role } from './roles.ts';

/** Requirements I-01, written out a second time on purpose: a cell a test. */
const MATRIX: [Action, Record<'cashier' | 'manager' | 'accountant' | 'administrator', boolean>][] = [
  ['sale', { cashier: true, manager: true, accountant: false, administrator: true }],
  ['refund', { cashier: true, manager: true, accountant: false, administrator: true }],
  ['report.x', { cashier: true, manager: true, accountant: false, administrator: true }],
  ['report.z', { cashier: false, manager: true, accountant: false, administrator: true }],
  ['discount.limited', { cashier: true, manager: true, accountant: false, administrator: true }],
  ['discount.within-limits', { cashier: false, manager: true, accountant: false, administrator: true }],
  ['price.policy', { cashier: false, manager: false, accountant: true, administrator: true }],
  ['catalogue.import', { cashier: false, manager: false, accountant: true, administrator: true }],
  ['account.view', { cashier: true, manager: true, accountant: true, administrator: true }],
  ['account.transfer', { cashier: false, manager: true, accountant: true, administrator: true }],
  ['account.configure', { cashier: false, manager: false, accountant: true, administrator: true }],
  ['report.basic', { cashier: true, manager: true, accountant: true, administrator: true }],
  ['report.extended', { cashier: false, manager: true, accountant: true, administrator: true }],
  ['report.full', { cashier: false, manager: false, accountant: true, administrator: true }],
  ['people.manage', { cashier: false, manager: false, accountant: false, administrator: true }],
  ['register.configure', { cashier: false, manager: false, accountant: false, administrator: true }],
  ['buffer.view', { cashier: true, manager: true, accountant: true, administrator: true }],
  ['buffer.sync', { cashier: false, manager: true, accountant: false, administrator: true }],
  ['buffer.logs', { cashier: false, manager: false, accountant: true, administrator: true }],
  ['buffer.dead-letters', { cashier: false, manager: false, accountant: false, administrator: true }],
];

describe('roles (I-01)', () => {
  for (const [action, cells] of MATRIX) {
    for (const [role, allowed] of Object.entries(cells) as [Role, boolean][]) {
      it(`${role} ${allowed ? 'may' : 'may not'} ${action}`, () => expect(can(role, action)).toBe(allowed));
    }
  }

  it('lets a cashier close the shift only where the shop says so', () => {
    expect(can('cashier', 'report.z', { cashierMayCloseShift: true })).toBe(true);
    expect(can('technician', 'report.z', { cashierMayCloseShift: true })).toBe(false);
  });

  it('lets only opticians and administrators sign prescriptions', () => {
    expect(ROLES.filter((r) => can(r, 'prescription.edit'))).toEqual(['optician', 'administrator']);
  });

  it('denies what nobody thought of', () => {
    expect(can('owner', 'nothing.known' as Action)).toBe(false);
    expect(ACTIONS.every((a) => can('administrator', a))).toBe(true);
  });
});

/**
 * Who may do what, as data (requirements I-01, I-02). The screen hides what a role cannot do, the server and the gateway refuse it;
 * a *fact* written by the wrong role is stored and flagged, never refused (it is money).
 */
export const ROLES = [
  'cashier',
  'optician',
  'manager',
  'accountant',
  'administrator',
  'stock-manager',
  'owner',
  'technician',
] as const;
export type Role = (typeof ROLES)[number];

export const ACTIONS = [
  'sale',
  'sale.manual',
  'refund',
  'refund.override',
  'receipt.void',
  'receipt.settle',
  'receipt.correct',
  'shift.open',
  'report.x',
  'report.z',
  'cash.move',
  'cash.difference',
  'discount.limited',
  'discount.within-limits',
  'price.policy',
  'client.edit',
  'prescription.edit',
  'order.edit',
  'order.move',
  'catalogue.import',
  'catalogue.edit',
  'stock.move',
  'account.view',
  'account.transfer',
  'account.configure',
  'report.basic',
  'report.extended',
  'report.full',
  'dashboard.view',
  'people.manage',
  'device.manage',
  'register.configure',
  'buffer.view',
  'buffer.sync',
  'buffer.logs',
  'buffer.dead-letters',
] as const;
export type Action = (typeof ACTIONS)[number];

const selling: Action[] = [
  'sale',
  'sale.manual',
  'refund',
  'receipt.void',
  'shift.open',
  'report.x',
  'cash.move',
  'client.edit',
  'account.view',
  'report.basic',
  'buffer.view',
  'discount.limited',
];

const GRANTS: Readonly<Record<Role, readonly Action[] | 'all'>> = {
  cashier: selling,
  optician: [...selling, 'prescription.edit', 'order.edit', 'order.move'],
  manager: [
    ...selling,
    'refund.override',
    'receipt.settle',
    'receipt.correct',
    'report.z',
    'cash.difference',
    'discount.within-limits',
    'account.transfer',
    'report.extended',
    'dashboard.view',
    'buffer.sync',
    'order.edit',
    'order.move',
    'stock.move',
  ],
  accountant: [
    'price.policy',
    'catalogue.import',
    'catalogue.edit',
    'account.view',
    'account.transfer',
    'account.configure',
    'report.basic',
    'report.extended',
    'report.full',
    'dashboard.view',
    'buffer.view',
    'buffer.logs',
  ],
  administrator: 'all',
  'stock-manager': ['stock.move', 'catalogue.edit', 'report.basic'],
  owner: ['account.view', 'report.basic', 'report.extended', 'report.full', 'dashboard.view', 'buffer.view'],
  technician: ['order.move', 'report.basic'],
};

/** Shop settings that widen a role: off by the matrix (design §7). */
export interface RoleSettings {
  readonly cashierMayCloseShift?: boolean;
}

/** Deny by default: an action not granted is refused. */
export function can(role: Role, action: Action, settings: RoleSettings = {}): boolean {
  if (role === 'cashier' && action === 'report.z' && settings.cashierMayCloseShift === true) return true;
  const grants = GRANTS[role];
  return grants === 'all' || grants.includes(action);
}

import type { Action } from '$design/people/roles.ts';
import type { Hotkey } from '../keys/hotkeys.ts';
import type { IconName } from '../parts/icons.ts';

/** A place of the bar below. */
export interface Place {
  readonly href: '/' | '/clients' | '/orders' | '/refund' | '/tray' | '/history' | '/report' | '/dashboard' | '/settings';
  readonly name: 'sale' | 'clients' | 'orders' | 'refund' | 'tray' | 'history' | 'report' | 'dashboard' | 'settings';
  readonly icon: IconName;
  readonly key: Hotkey | null;
  /** Shown to those who may do this; without it, to everybody. */
  readonly action?: Action;
  /** Its name is for a screen reader and a hint: the bar is full. */
  readonly iconOnly?: true;
}

/**
 * The places in the order of the bar, in groups with a line between: the customer's business, documents, the shift and its figures,
 * the till itself. All of them in either language fit 1024 px in large type.
 */
export const PLACES: readonly (readonly Place[])[] = [
  [
    { href: '/', name: 'sale', icon: 'cart', key: 'search' },
    { href: '/clients', name: 'clients', icon: 'user', key: 'clients' },
    { href: '/orders', name: 'orders', icon: 'frame', key: 'orders' },
    { href: '/refund', name: 'refund', icon: 'undo', key: 'refund', action: 'refund' },
  ],
  [
    { href: '/tray', name: 'tray', icon: 'tray', key: 'tray' },
    { href: '/history', name: 'history', icon: 'receipt', key: 'history' },
  ],
  [
    { href: '/report', name: 'report', icon: 'report', key: 'report' },
    { href: '/dashboard', name: 'dashboard', icon: 'chart', key: 'dashboard' },
  ],
  [{ href: '/settings', name: 'settings', icon: 'settings', key: 'settings', iconOnly: true }],
];

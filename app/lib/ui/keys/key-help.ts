import type { Key } from '$lib/i18n/keys.ts';
import { keyLabel } from './hotkeys.ts';

type HelpKey = Extract<Key, `keys.${string}` | `nav.${string}`>;

/** One line of the overview: the keys as a button shows them, and what they do. */
export interface KeyLine {
  readonly keys: readonly string[];
  readonly does: HelpKey;
}
export interface KeyGroup {
  readonly title: HelpKey;
  readonly lines: readonly KeyLine[];
}

const line = (does: HelpKey, ...keys: string[]): KeyLine => ({ keys, does });

const PLACES: KeyGroup = {
  title: 'keys.places',
  lines: [
    line('nav.sale', keyLabel('search')),
    line('nav.clients', keyLabel('clients')),
    line('nav.orders', keyLabel('orders')),
    line('nav.tray', keyLabel('tray')),
    line('nav.history', keyLabel('history')),
    line('nav.report', keyLabel('report')),
    line('keys.refund', keyLabel('refund')),
    line('nav.dashboard', keyLabel('dashboard')),
    line('nav.settings', keyLabel('settings')),
    line('nav.lock', keyLabel('lock')),
    line('keys.help', keyLabel('help'), '?'),
  ],
};
const DIALOG: KeyGroup = {
  title: 'keys.anywhere',
  lines: [line('keys.next', 'Tab'), line('keys.press', 'Enter'), line('keys.close', 'Esc'), line('keys.scan', '▮▯▮▮')],
};
const OF_PLACE: Readonly<Record<string, KeyGroup>> = {
  '/': {
    title: 'keys.till',
    lines: [
      line('keys.search', keyLabel('search')),
      line('keys.choose', '↑', '↓'),
      line('keys.add', 'Enter'),
      line('keys.more', '+', '−'),
      line('keys.remove', 'Del'),
      line('keys.line', keyLabel('line')),
      line('keys.park', keyLabel('park')),
      line('keys.deposits', keyLabel('deposits')),
      line('keys.clear', keyLabel('clear')),
      line('keys.client', keyLabel('client')),
      line('keys.pay', keyLabel('pay')),
      line('keys.back', 'Esc'),
    ],
  },
};

/** While a payment is put together the till's keys mean its parts: the cart is closed to them. */
const PAYING: KeyGroup = {
  title: 'keys.paying',
  lines: [
    line('keys.method', keyLabel('clear')),
    line('keys.kind', keyLabel('line')),
    line('keys.offset', keyLabel('park')),
    line('keys.part', '+'),
    line('keys.confirm', 'Enter'),
    line('keys.back', 'Esc'),
  ],
};

/**
 * What the keys do on a screen: its own first, then the ways to other places, then what is the same everywhere. `paying`: the till takes
 * a payment just now.
 */
export function keyHelp(path: string, paying = false): readonly KeyGroup[] {
  const own = paying && path === '/' ? PAYING : OF_PLACE[path];
  return [...(own ? [own] : []), PLACES, DIALOG];
}

/**
 * Keys of the till, matched by `event.code` because a cashier's layout is Russian: function keys alone and with Shift. The browser's own
 * F5 (reload), F10 (menu), F11 and F12 are left to it. F1, F3, F6 and F7 mean something to Chromium too, but it asks the page
 * first: `isOwnKey` are swallowed by the shell even where they do nothing just now.
 * While a payment is taken F4, F6 and F7 mean the way, the kind and a deposit of it (key-help.ts): the cart is closed to them then.
 */
export const HOTKEYS = {
  help: 'F1',
  search: 'F2',
  clients: 'F3',
  clear: 'F4',
  line: 'F6',
  park: 'F7',
  tray: 'F8',
  pay: 'F9',
  client: 'Insert',
  deposits: 'Shift+F1',
  history: 'Shift+F2',
  orders: 'Shift+F3',
  report: 'Shift+F4',
  refund: 'Shift+F6',
  settings: 'Shift+F7',
  dashboard: 'Shift+F8',
  lock: 'Shift+F9',
} as const;
export type Hotkey = keyof typeof HOTKEYS;

/** What a button shows: `⇧F2`. */
export const keyLabel = (hotkey: Hotkey): string => HOTKEYS[hotkey].replace('Shift+', '⇧').replace('Insert', 'Ins');

/** For `aria-keyshortcuts`. */
export const keyShortcut = (hotkey: Hotkey): string => HOTKEYS[hotkey];

type KeyPress = Pick<KeyboardEvent, 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** The hotkey that a key press means, or `null`. */
export function hotkeyOf(event: KeyPress): Hotkey | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const chord = (event.shiftKey ? 'Shift+' : '') + event.code;
  return (Object.keys(HOTKEYS) as Hotkey[]).find((name) => HOTKEYS[name] === chord) ?? null;
}

/**
 * Keys of the till. Chromium keeps F1, F3, F5, F6, F7, F10 (menu), F11, F12 and most Ctrl combinations for itself, and a cashier's
 * layout is Russian: so only function keys that no browser takes, alone and with Shift, matched by `event.code`.
 */
export const HOTKEYS = {
  search: 'F2',
  clear: 'F4',
  tray: 'F8',
  pay: 'F9',
  history: 'Shift+F2',
  report: 'Shift+F4',
  dashboard: 'Shift+F8',
  lock: 'Shift+F9',
} as const;
export type Hotkey = keyof typeof HOTKEYS;

/** What a button shows: `⇧F2`. */
export const keyLabel = (hotkey: Hotkey): string => HOTKEYS[hotkey].replace('Shift+', '⇧');

/** For `aria-keyshortcuts`. */
export const keyShortcut = (hotkey: Hotkey): string => HOTKEYS[hotkey];

type KeyPress = Pick<KeyboardEvent, 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** The hotkey that a key press means, or `null`. */
export function hotkeyOf(event: KeyPress): Hotkey | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const chord = (event.shiftKey ? 'Shift+' : '') + event.code;
  return (Object.keys(HOTKEYS) as Hotkey[]).find((name) => HOTKEYS[name] === chord) ?? null;
}

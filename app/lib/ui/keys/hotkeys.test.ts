import { describe, expect, it } from 'vitest';
import { keyHelp } from './key-help.ts';
import { HOTKEYS, hotkeyOf, keyLabel } from './hotkeys.ts';

const press = (code: string, more: Partial<KeyboardEvent> = {}) => ({
  code,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...more,
});

describe('hotkeys', () => {
  it('leave reload, menu, full screen and developer tools to the browser', () => {
    const kept = ['F5', 'F10', 'F11', 'F12'].flatMap((key) => [key, `Shift+${key}`]);
    expect(Object.values(HOTKEYS).filter((key) => kept.includes(key))).toEqual([]);
  });
  it('are all different', () => expect(new Set(Object.values(HOTKEYS)).size).toBe(Object.keys(HOTKEYS).length));
  it('tell F2 from Shift+F2', () => {
    expect(hotkeyOf(press('F2'))).toBe('search');
    expect(hotkeyOf(press('F2', { shiftKey: true }))).toBe('history');
  });
  it('leave combinations of the system alone', () => {
    expect(hotkeyOf(press('F4', { altKey: true }))).toBeNull();
    expect(hotkeyOf(press('F4', { ctrlKey: true }))).toBeNull();
    expect(hotkeyOf(press('KeyA'))).toBeNull();
  });
  it('fit on a button', () => expect(keyLabel('history')).toBe('⇧F2'));
});

describe('the overview of keys', () => {
  const meanings = (path: string, paying?: boolean) => keyHelp(path, paying).flatMap(({ lines }) => lines);
  it('tells what F4, F6 and F7 mean where the person stands: a cart’s line is no payment’s kind', () => {
    const of = (key: string, paying: boolean) => meanings('/', paying).find(({ keys }) => keys.includes(key))?.does;
    expect(['F4', 'F6', 'F7'].map((key) => of(key, false))).toEqual(['keys.clear', 'keys.line', 'keys.park']);
    expect(['F4', 'F6', 'F7'].map((key) => of(key, true))).toEqual(['keys.method', 'keys.kind', 'keys.offset']);
  });
  it('names no function key twice on a screen', () => {
    for (const paying of [false, true]) {
      const keys = meanings('/', paying).flatMap((one) =>
        one.keys.filter((key) => /F\d/.test(key) && key !== keyLabel('search')),
      );
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});

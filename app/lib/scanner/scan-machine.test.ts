import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charOf, GS } from './scan-keys.ts';
import {
  NO_SCAN,
  SCAN_GAP_MS,
  SCANNER_DEFAULTS,
  scanPause,
  scanStep,
  type ScanKey,
  type ScannerOptions,
} from './scan-machine.ts';

const CODES = [
  ...[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `Key${letter}`),
  ...[...'0123456789'].map((digit) => `Digit${digit}`),
  ...['Minus', 'Equal', 'BracketLeft', 'BracketRight', 'Backslash', 'Semicolon', 'Quote', 'Comma', 'Period', 'Slash', 'Space'],
];
/** How a wedge set to the American layout types a character. */
const KEYS = new Map<string, Omit<ScanKey, 'timeStamp'>>();
for (const shiftKey of [true, false]) for (const code of CODES) KEYS.set(charOf(code, shiftKey)!, { code, shiftKey });
KEYS.set(GS, { code: 'BracketRight', ctrlKey: true });

const typed = (text: string, gap: number, end: string | null = 'Enter', at = 0): ScanKey[] => {
  const keys = [...text].map((char, i): ScanKey => ({ ...KEYS.get(char)!, timeStamp: at + i * gap }));
  return end === null ? keys : [...keys, { code: end, timeStamp: at + text.length * gap }];
};
/** Shift comes as a key of its own before each capital. */
const withShifts = (keys: readonly ScanKey[]): ScanKey[] =>
  keys.flatMap((key) => (key.shiftKey ? [{ code: 'ShiftLeft', timeStamp: key.timeStamp, shiftKey: true }, key] : [key]));
const run = (keys: readonly ScanKey[], options: ScannerOptions = SCANNER_DEFAULTS): string[] => {
  let state = NO_SCAN;
  const scanned: string[] = [];
  for (const key of keys) {
    const step = scanStep(state, key, options);
    state = step.state;
    if (step.scanned !== null) scanned.push(step.scanned);
  }
  return scanned;
};

const EAN = '4607012345678';
const QR = 't=20261121T1012&s=12345.00&fn=9999078902011111&i=42&fp=1234567890&n=1';

describe('scanner', () => {
  it('reads an EAN-13 typed fast and ended by Enter or Tab, on either row of digits', () => {
    expect(run(typed(EAN, 5))).toEqual([EAN]);
    expect(run(typed(EAN, 5, 'Tab'))).toEqual([EAN]);
    const pad = [...EAN].map((d, i): ScanKey => ({ code: `Numpad${d}`, timeStamp: i * 5 }));
    expect(run([...pad, { code: 'NumpadEnter', timeStamp: 70 }])).toEqual([EAN]);
  });
  it('reads letters by the place of the key: the layout may be Russian (A-03)', () =>
    expect(run(withShifts(typed('RB-1001/XL', 5)))).toEqual(['RB-1001/XL']));
  it('reads the QR code of a receipt', () => expect(run(withShifts(typed(QR, 4)))).toEqual([QR]));
  it('reads GS1 DataMatrix with FNC1 as Ctrl+], as F8 and as Alt with 029', () => {
    const [left, right] = ['010460701234567821abc', '93dGVz'];
    expect(run(withShifts(typed(`${left}${GS}${right}`, 5)))).toEqual([`${left}${GS}${right}`]);
    const around = (middle: ScanKey[]) => [
      ...withShifts(typed(left, 5, null)),
      ...middle,
      ...withShifts(typed(right, 5, 'Enter', 130)),
    ];
    expect(run(around([{ code: 'F8', timeStamp: 110 }]))).toEqual([`${left}${GS}${right}`]);
    const alt = ['0', '2', '9'].map((d, i): ScanKey => ({ code: `Numpad${d}`, altKey: true, timeStamp: 110 + i * 5 }));
    expect(run(around([{ code: 'AltLeft', altKey: true, timeStamp: 106 }, ...alt]))).toEqual([`${left}${GS}${right}`]);
  });
  it('swallows what a label sends besides characters, so that F8 opens no tray', () => {
    let state = NO_SCAN;
    for (const key of typed('0104607012345678', 5, null)) state = scanStep(state, key).state;
    expect(scanStep(state, { code: 'F8', timeStamp: 80 }).mine).toBe(true);
    expect(scanStep(NO_SCAN, { code: 'F8', timeStamp: 80 }).mine).toBe(false);
  });
  it('leaves a person who types the same digits alone', () => expect(run(typed(EAN, 90))).toEqual([]));
  it('leaves short numbers and plain words alone, however fast', () => {
    expect(run(typed('20000', 1))).toEqual([]);
    expect(run(typed('ray ban', 1))).toEqual([]);
  });
  it('forgets what a person typed before the scanner', () =>
    expect(run([{ code: 'Digit9', timeStamp: -500 }, ...typed(EAN, 5)])).toEqual([EAN]));
  it('loses no digit to a wireless scanner that stalls once', () => {
    const keys = typed(EAN, 5).map((key, i) => (i === 0 ? { ...key, timeStamp: -3 * SCAN_GAP_MS } : key));
    expect(run(keys)).toEqual([EAN]);
  });
  it('reads two labels one after the other', () =>
    expect(run([...typed(EAN, 5), ...typed('46009876', 5, 'Enter', 1000)])).toEqual([EAN, '46009876']));

  it('with a prefix key reads nothing but what follows it', () => {
    const options = { ...SCANNER_DEFAULTS, prefix: 'F7' };
    expect(run(typed(EAN, 5), options)).toEqual([]);
    expect(run([{ code: 'F7', timeStamp: -5 }, ...typed(EAN, 5)], options)).toEqual([EAN]);
    expect(scanStep(NO_SCAN, { code: 'F7', timeStamp: 0 }, options).mine).toBe(true);
  });
  it('takes prefix and suffix characters off', () => {
    const options = { ...SCANNER_DEFAULTS, prefix: '~', suffix: '#' };
    KEYS.set('~', { code: 'Backquote', shiftKey: true });
    expect(run(withShifts(typed(`~${EAN}#`, 5, null)), options)).toEqual([EAN]);
    expect(run(withShifts(typed(`${EAN}#`, 5, null)), options)).toEqual([]);
  });
  it('without a suffix the label ends when the keys stop', () => {
    const options = { ...SCANNER_DEFAULTS, suffix: '' };
    let state = NO_SCAN;
    for (const key of typed(EAN, 5, null)) state = scanStep(state, key, options).state;
    expect(scanPause(state, options)).toEqual({ state: NO_SCAN, scanned: EAN });
    expect(scanPause(state, SCANNER_DEFAULTS).scanned).toBeNull();
  });

  const label = fc
    .string({
      unit: fc.constantFrom(...[...KEYS.keys()].filter((char) => char !== GS && char !== ' ')),
      minLength: 6,
      maxLength: 90,
    })
    .filter((text) => /\d/.test(text));
  it('reads any printable label that comes quickly, exactly as printed', () => {
    fc.assert(
      fc.property(label, fc.integer({ min: 0, max: SCAN_GAP_MS }), (text, gap) => {
        expect(run(withShifts(typed(text, gap)))).toEqual([text]);
      }),
    );
  });
  it('reads nothing that a person types, and presses nothing for them', () => {
    fc.assert(
      fc.property(label, fc.integer({ min: SCAN_GAP_MS + 1, max: 400 }), (text, gap) => {
        let state = NO_SCAN;
        for (const key of withShifts(typed(text, gap))) {
          const step = scanStep(state, key);
          expect([step.scanned, step.mine]).toEqual([null, false]);
          state = step.state;
        }
      }),
    );
  });
});

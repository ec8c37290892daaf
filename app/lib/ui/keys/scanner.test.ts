import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_SCAN, SCAN_GAP_MS, scanStep, type ScanKey } from './scanner.ts';

const run = (keys: readonly ScanKey[]): string[] => {
  let state = NO_SCAN;
  const scanned: string[] = [];
  for (const key of keys) {
    const step = scanStep(state, key);
    state = step.state;
    if (step.scanned !== null) scanned.push(step.scanned);
  }
  return scanned;
};
const type = (digits: string, gap: number, end = 'Enter', row: 'Digit' | 'Numpad' = 'Digit'): ScanKey[] =>
  [...digits].map((d, i) => ({ code: `${row}${d}`, timeStamp: i * gap })).concat({ code: end, timeStamp: digits.length * gap });

const EAN = '4607012345678';

describe('scanner', () => {
  it('reads an EAN-13 typed fast and ended by Enter, on either row of digits', () => {
    expect(run(type(EAN, 5))).toEqual([EAN]);
    expect(run(type(EAN, 5, 'NumpadEnter', 'Numpad'))).toEqual([EAN]);
    expect(run(type(EAN, 5, 'Tab'))).toEqual([EAN]);
  });
  it('leaves a person who types the same digits alone', () => expect(run(type(EAN, 90))).toEqual([]));
  it('leaves short numbers alone, however fast', () => expect(run(type('20000', 1))).toEqual([]));
  it('forgets the start of a word', () => {
    const word: ScanKey[] = [
      { code: 'KeyR', timeStamp: -20 },
      { code: 'KeyB', timeStamp: -10 },
    ];
    expect(run([...word, ...type(EAN, 5)])).toEqual([EAN]);
  });
  it('forgets what a person typed before the scanner', () => {
    expect(run([{ code: 'Digit9', timeStamp: -500 }, ...type(EAN, 5)])).toEqual([EAN]);
  });
  it('reads two labels one after the other', () => {
    const second = type('46009876', 5).map((k) => ({ ...k, timeStamp: k.timeStamp + 1000 }));
    expect(run([...type(EAN, 5), ...second])).toEqual([EAN, '46009876']);
  });
  it('reads whatever digits come quickly enough, and nothing that came slowly', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{8,14}$/),
        fc.integer({ min: 0, max: SCAN_GAP_MS }),
        fc.integer({ min: SCAN_GAP_MS + 1, max: 400 }),
        (digits, quick, slow) => {
          expect(run(type(digits, quick))).toEqual([digits]);
          expect(run(type(digits, slow))).toEqual([]);
        },
      ),
    );
  });
});

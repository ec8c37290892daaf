/**
 * What a keyboard wedge typed, read by the place of the key (`event.code`) as an American keyboard has it: scanners are set to that
 * layout, the cashier's may be Russian, and «з» is then the P of the label. Pure.
 */

/** GS1's group separator (FNC1): labels of marked goods hold it between their fields. */
export const GS = '\u001d';

const SHIFTED: Readonly<Record<string, readonly [string, string]>> = {
  Digit1: ['1', '!'],
  Digit2: ['2', '@'],
  Digit3: ['3', '#'],
  Digit4: ['4', '$'],
  Digit5: ['5', '%'],
  Digit6: ['6', '^'],
  Digit7: ['7', '&'],
  Digit8: ['8', '*'],
  Digit9: ['9', '('],
  Digit0: ['0', ')'],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  IntlBackslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Backquote: ['`', '~'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Space: [' ', ' '],
};
const NUMPAD: Readonly<Record<string, string>> = {
  NumpadDecimal: '.',
  NumpadComma: ',',
  NumpadAdd: '+',
  NumpadSubtract: '-',
  NumpadMultiply: '*',
  NumpadDivide: '/',
  NumpadEqual: '=',
};

/** The character that the key stands for on an American keyboard; `null` where it types none. */
export function charOf(code: string, shift: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const digit = /^Numpad(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return digit;
  return SHIFTED[code]?.[shift ? 1 : 0] ?? NUMPAD[code] ?? null;
}

/** Control characters as wedges send them: Ctrl with the letter of ASCII. GS parts fields; CR and LF end the label. */
export function controlOf(code: string): typeof GS | 'end' | null {
  if (code === 'BracketRight') return GS;
  return code === 'KeyM' || code === 'KeyJ' ? 'end' : null;
}

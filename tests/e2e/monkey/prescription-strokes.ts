import { pick } from '../../faults/seeded.ts';

/** What a hand does to the form, one thing at a time. */
export type Stroke =
  | { readonly kind: 'key'; readonly key: string }
  /** One notch over the field that has the focus; `1` away from the hand, up. */
  | { readonly kind: 'wheel'; readonly by: 1 | -1 }
  /** A button or a choice, reached and pressed by the keyboard. */
  | { readonly kind: 'press'; readonly id: string };

/** As people write them, and as they should not: without a sign, off the grid, out of range, with either comma, words and rubbish. Shorter than a scanner's label. */
const FIGURES = [
  ...['-2,25', '+1.5', '-0.75', '+3', '-6', '+0,25', '-0,5', '2,25', '1', '0,75', '0', '0,00', 'pl', 'план', 'сф', '-0', '+0'],
  ...['180', '90', '7', '0', '181', '45,5', '64', '31,5', '62', '12', '13,5', '8,6', '14,2', '1,0', '0,8', '2', '1,75', '0.5'],
  ...[
    '-0,12',
    '+1,13',
    '-1,37',
    '0,125',
    '0,3',
    '-2,2',
    '99',
    '-31',
    '+30,5',
    '999',
    '1e3',
    '--1',
    '+-',
    ',',
    '.5',
    '-,25',
    'абв',
  ],
] as const;
const MOVES = ['Tab', 'Tab', 'Enter', 'Enter', 'Shift+Tab'] as const;
const STEPS = ['ArrowUp', 'ArrowDown', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'] as const;
const EDITS = [
  'Backspace',
  'Delete',
  'Home',
  'End',
  'ArrowLeft',
  'ArrowRight',
  'Escape',
  '-',
  '+',
  ',',
  '.',
  '0',
  '5',
  '2',
] as const;
const BUTTONS = ['rx-copy-os', 'rx-copy-od', 'rx-sign-plus', 'rx-sign-minus'] as const;

const key = (name: string): Stroke => ({ kind: 'key', key: name });
const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

/** What a hand does in one go. */
function phrase(random: () => number): Stroke[] {
  const dice = random();
  const few = 1 + Math.floor(random() * 3);
  if (dice < 0.45) return [...pick(random, FIGURES)].map(key).concat(key(pick(random, MOVES)));
  if (dice < 0.62) return times(few, () => key(pick(random, MOVES)));
  if (dice < 0.76) return times(few + 1, () => key(pick(random, STEPS)));
  if (dice < 0.84) return times(few, (): Stroke => ({ kind: 'wheel', by: random() < 0.5 ? 1 : -1 }));
  if (dice < 0.95) return times(few, () => key(pick(random, EDITS)));
  return [{ kind: 'press', id: pick(random, BUTTONS) }];
}

/** At least `count` strokes of a hand that means well, and of one that does not; the same for the same seed. */
export function strokesOf(random: () => number, count: number): Stroke[] {
  const strokes: Stroke[] = [];
  while (strokes.length < count) strokes.push(...phrase(random));
  return strokes;
}

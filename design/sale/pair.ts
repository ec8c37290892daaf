import type { CartLine, GlassesPart } from './cart.ts';

/** In the order that a pair is put together and shown. The names are those of `facts.ts`, which would bring Zod into the till. */
export const PARTS = ['frame', 'lens-right', 'lens-left', 'work'] as const satisfies readonly GlassesPart[];

/** The name of a group that no line bears yet: `1`, `2`, … */
export function freeGroup(lines: readonly Pick<CartLine, 'group'>[]): string {
  const taken = new Set(lines.map(({ group }) => group));
  let n = 1;
  while (taken.has(String(n))) n += 1;
  return String(n);
}

/** Parts that a pair in the cart lacks. */
export function missingParts(lines: readonly Pick<CartLine, 'group' | 'part'>[], group: string): GlassesPart[] {
  const held = new Set(lines.filter((line) => line.group === group).map(({ part }) => part));
  return PARTS.filter((part) => !held.has(part));
}

/** A pair of glasses, or a line by itself: what the cart shows as one. */
export type CartBlock =
  { readonly group: null; readonly lines: readonly [CartLine] } | { readonly group: string; readonly lines: readonly CartLine[] };

/** The cart as blocks: lines of one pair stand together where the first of them stands, in the order of its parts. */
export function blocksOf(lines: readonly CartLine[]): CartBlock[] {
  const blocks: CartBlock[] = [];
  const done = new Set<string>();
  for (const line of lines) {
    const { group } = line;
    if (group === null) blocks.push({ group, lines: [line] });
    else if (!done.has(group)) {
      done.add(group);
      const place = ({ part }: CartLine) => (part === null ? PARTS.length : PARTS.indexOf(part));
      blocks.push({ group, lines: lines.filter((one) => one.group === group).sort((a, b) => place(a) - place(b)) });
    }
  }
  return blocks;
}

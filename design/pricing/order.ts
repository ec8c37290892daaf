import { canonicalJson } from '../canonical-json.ts';
import type { CartLine } from '../sale/cart.ts';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What makes a line different from another one of the same article and price; ids and groups are names given in order of scanning. */
const contentOf = ({ part, override, manual, note, mark, entered }: CartLine): string =>
  canonicalJson({ part, override, manual, note, mark, entered });

/**
 * Places of the lines in an order that depends on what they are alone: dearest piece first. Whatever is shared out by place (a kopeck that
 * does not divide, the free third piece) falls on the same article however the goods were scanned.
 */
export function scanIndependentOrder(lines: readonly CartLine[]): number[] {
  const contents = new Map<number, string>();
  const content = (i: number): string => {
    const held = contents.get(i) ?? contentOf(lines[i]!);
    contents.set(i, held);
    return held;
  };
  return lines
    .map((_, i) => i)
    .sort((a, b) => {
      const [one, other] = [lines[a]!, lines[b]!];
      return (
        other.list - one.list || compare(one.entry.sku, other.entry.sku) || other.qty - one.qty || compare(content(a), content(b))
      );
    });
}

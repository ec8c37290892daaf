import { canonicalJson } from '../canonical-json.ts';
import type { CartLine } from '../sale/cart.ts';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Places of the lines in an order that depends on what they are alone, dearest piece first. Whatever is shared out by place (a kopeck that
 * does not divide, the free third piece) falls on the same article however the goods were scanned: ids of lines and of pairs of glasses are
 * names given in order of scanning, so a pair is known by the articles in it.
 */
export function scanIndependentOrder(lines: readonly CartLine[]): number[] {
  const pairs = new Map<string, string[]>();
  for (const { group, entry } of lines) if (group !== null) pairs.set(group, [...(pairs.get(group) ?? []), entry.sku].sort());
  const contents = new Map<number, string>();
  const contentOf = (i: number): string => {
    const { part, group, override, manual, note, mark, entered } = lines[i]!;
    const pair = group === null ? null : pairs.get(group);
    const held = contents.get(i) ?? canonicalJson({ part, pair, override, manual, note, mark, entered });
    contents.set(i, held);
    return held;
  };
  return lines
    .map((_, i) => i)
    .sort((a, b) => {
      const [one, other] = [lines[a]!, lines[b]!];
      const byGoods = other.list - one.list || compare(one.entry.sku, other.entry.sku) || other.qty - one.qty;
      return byGoods || compare(contentOf(a), contentOf(b));
    });
}

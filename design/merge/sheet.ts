import { canonicalJson } from '../canonical-json.ts';
import type { SheetLine, StockSheet } from '../documents/stock-take.ts';

/** Two revisions of a sheet: all lines of both, by id. Pure, commutative, associative, idempotent. */
export function mergeSheets(a: StockSheet, b: StockSheet): StockSheet {
  const lines = new Map<string, SheetLine>();
  for (const line of [...a.lines, ...b.lines]) {
    const held = lines.get(line.id);
    if (!held || canonicalJson(line) > canonicalJson(held)) lines.set(line.id, line);
  }
  const { _rev: _, ...head } = [a, b].reduce((one, other) => (textOf(one) >= textOf(other) ? one : other));
  return { ...head, lines: [...lines.values()].sort((x, y) => (x.id < y.id ? -1 : 1)) };
}

/** What the head is chosen by: the later stamp, and of equal ones the greater text. */
const textOf = ({ hlc, lines: _lines, _rev, ...head }: StockSheet): string => `${hlc} ${canonicalJson(head)}`;

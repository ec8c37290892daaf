import type { Cost } from '../documents/catalogue.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { parseHlc } from '../time/hlc.ts';

type Costs = Pick<Cost, 'cost' | 'history' | 'hlc' | 'stamps'>;

/** Since when the present cost is in force, epoch ms. */
export const costSince = ({ hlc, stamps }: Costs): number => parseHlc(stamps['cost'] ?? hlc)?.wall ?? 0;

/** What a piece cost at an instant (kopecks), `null` where nothing is known that far back. The latest entry in force decides. */
export function costAt(doc: Costs, at: number): Kopecks | null {
  let found = costSince(doc) <= at ? { cost: doc.cost, from: costSince(doc) } : null;
  for (const entry of doc.history ?? []) if (entry.from <= at && (!found || entry.from > found.from)) found = entry;
  return found?.cost ?? null;
}

/** The document with a new cost from the stamp on: the one before goes into its history, so that no day's margin is rewritten. */
export function withCost<T extends Costs>(doc: T, cost: Kopecks, stamp: string): T {
  if (cost === doc.cost) return doc;
  const history = [...(doc.history ?? []), { cost: doc.cost, from: costSince(doc) }];
  return { ...doc, cost, history, hlc: stamp, stamps: { ...doc.stamps, cost: stamp } };
}

import { canonicalJson } from '../canonical-json.ts';
import type { PurchaseHanding, PurchaseOrder } from '../documents/purchase-order.ts';

/** What people write of an order. */
export type PurchaseText = Pick<PurchaseOrder, 'supplier' | 'lines' | 'note' | 'due'>;
type Placing = PurchaseText & Pick<PurchaseOrder, 'placed' | 'handed' | 'stamps' | 'hlc'>;

const FIELDS = ['supplier', 'lines', 'note', 'due'] as const;

export const textOf = ({ supplier, lines, note, due }: PurchaseText): PurchaseText => ({ supplier, lines, note, due });
export const sameText = (a: PurchaseText, b: PurchaseText): boolean => canonicalJson(textOf(a)) === canonicalJson(textOf(b));

const stampsOf = ({ stamps }: Pick<PurchaseOrder, 'stamps'>): Record<string, string> =>
  Object.fromEntries(FIELDS.flatMap((field) => (stamps[field] === undefined ? [] : [[field, stamps[field]]])));

/** The handing to the supplier of what an order says now. */
export const handingOf = (
  order: PurchaseText & Pick<PurchaseOrder, 'stamps'>,
  { hlc, at, by }: Pick<PurchaseHanding, 'hlc' | 'at' | 'by'>,
): PurchaseHanding => ({ hlc, at, by, ...textOf(order), stamps: stampsOf(order) });

/** How an order was handed to its supplier, the first one first; one that was placed before handings were kept said what it says now. */
export function handingsOf(order: Placing): readonly PurchaseHanding[] {
  const { placed, handed = [], stamps, hlc } = order;
  if (handed.length > 0 || placed === null) return handed;
  return [handingOf(order, { hlc: stamps['placed'] ?? hlc, ...placed })];
}

/** All of both, by stamp; of two that bear one stamp the greater text, so that every replica comes to the same. */
export function unitedHandings(a: readonly PurchaseHanding[], b: readonly PurchaseHanding[]): PurchaseHanding[] {
  const all = new Map<string, PurchaseHanding>();
  for (const one of [...a, ...b]) {
    const held = all.get(one.hlc);
    if (!held || canonicalJson(one) > canonicalJson(held)) all.set(one.hlc, one);
  }
  return [...all.values()].sort((x, y) => (x.hlc < y.hlc ? -1 : 1));
}

/** The order as its supplier has it, whatever was written on in its draft by who did not know; a draft as it stands. */
export function standingOrder<T extends Partial<Pick<PurchaseOrder, 'handed'>> & Partial<PurchaseText>>(order: T): T {
  const first = order.handed?.[0];
  return first ? { ...order, ...textOf(first) } : order;
}

/** A text that was written, or handed over, apart from the handing that counts. `key` names it for good; `handed`: when it was, too. */
export interface ApartText {
  readonly key: string;
  readonly text: PurchaseText;
  /** The stamp that it was last written under. */
  readonly hlc: string;
  readonly handed: { readonly at: number; readonly by: string | null } | null;
}

/** What of an order its supplier does not have and nothing keeps yet: each becomes a draft of its own. */
export function apartTexts(order: Placing & Pick<PurchaseOrder, 'kept'>): ApartText[] {
  const [first, ...more] = handingsOf(order);
  if (!first) return [];
  const handed = more
    .filter((one) => !sameText(one, first))
    .map((one) => ({ key: one.hlc, text: textOf(one), hlc: one.hlc, handed: { at: one.at, by: one.by } }));
  const written: ApartText[] = [];
  if (![first, ...more].some((one) => sameText(one, order))) {
    const stamps = stampsOf(order);
    const hlc = Object.values(stamps).reduce((a, b) => (a > b ? a : b), '') || order.hlc;
    written.push({ key: FIELDS.map((field) => stamps[field] ?? '').join(' '), text: textOf(order), hlc, handed: null });
  }
  return [...handed, ...written].filter(({ key }) => !(order.kept ?? []).includes(key));
}

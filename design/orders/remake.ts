import type { OrderView } from '../folds/order.ts';
import type { NewEvent } from '../merge/edit.ts';
import { lineAmount, type Kopecks } from '../money/kopecks.ts';
import { LINK_BACK, type ClaimScope, type Fault, type LinkKind, type PairLetter } from './words.ts';

export interface Claim {
  /** `order:…` of the glasses that were wrong, and of those made instead. */
  readonly original: string;
  readonly again: string;
  readonly kind: 'remake' | 'warranty';
  readonly fault: Fault;
  readonly scope: ClaimScope;
  /** What it costs us, kopecks. */
  readonly cost: Kopecks;
  readonly reason: string;
}

/** After production has begun an order is not changed but made anew: another order, linked both ways, its lines free of charge. */
export function remakeEvents(
  claim: Claim,
  view: OrderView,
  pairs: readonly PairLetter[] = view.pairs.map(({ pair }) => pair),
): { readonly original: NewEvent[]; readonly again: NewEvent[] } {
  const { fault, scope, cost, reason } = claim;
  const link = (kind: LinkKind, order: string): NewEvent => ({ kind: 'link', link: kind, order, fault, scope, cost, reason });
  const described = view.pairs.flatMap(({ pair, details }): NewEvent[] =>
    details && pairs.includes(pair) ? [{ kind: 'pair', pair, over: null, set: details }] : [],
  );
  const free = view.lines
    .filter(({ pair, part }) => (pair == null || pairs.includes(pair as PairLetter)) && isCovered(scope, part ?? null))
    .map((line) => ({ ...line, discount: lineAmount(line.price, line.qty), amount: 0 }));
  return {
    original: [link(claim.kind === 'remake' ? 'remade-as' : 'warranty-as', claim.again)],
    again: [
      link(claim.kind === 'remake' ? 'remake-of' : 'warranty-of', claim.original),
      ...described,
      ...(free.length > 0 ? [{ kind: 'lines', lines: free } satisfies NewEvent] : []),
    ],
  };
}

function isCovered(scope: ClaimScope, part: 'frame' | 'lens-right' | 'lens-left' | 'work' | null): boolean {
  if (scope === 'lenses') return part !== 'frame';
  if (scope === 'frame') return part === 'frame' || part === 'work';
  return scope === 'complete';
}

/**
 * What the receipt of the hand-over does to an order. One that was made anew never was ready itself: it ends with the glasses made instead,
 * and those had to be ready when the receipt was made.
 */
export function handOverEvents(
  { state, links, reached }: Pick<OrderView, 'state' | 'links' | 'reached'>,
  { by, at, pos: where }: { readonly by: string | null; readonly at: number; readonly pos: string | null },
): NewEvent[] {
  const said = { by, at, where };
  const isRemade = links.some(({ link }) => link === 'remade-as');
  const wasReady = !links.some(({ link }) => link === 'remake-of') || (reached.ready ?? Infinity) <= at;
  if (state === 'ready' && wasReady) return [{ kind: 'deliver', ...said }];
  return state === 'production' && isRemade
    ? [
        { kind: 'ready', ...said },
        { kind: 'deliver', ...said },
      ]
    : [];
}

export interface LooseLink {
  readonly order: string;
  readonly other: string;
  readonly link: LinkKind;
  /** The other order does not say it, or is not here to say it. */
  readonly why: 'NOT_SAID_BACK' | 'OTHER_NOT_HERE';
}

/** Links that only one side says (a tablet died between the two writes): for repair and for a person. */
export function looseLinks(orders: ReadonlyMap<string, OrderView>): LooseLink[] {
  return [...orders].flatMap(([order, { links }]) =>
    links.flatMap(({ order: other, link }): LooseLink[] => {
      const view = orders.get(other);
      if (!view) return [{ order, other, link, why: 'OTHER_NOT_HERE' }];
      const said = view.links.some((back) => back.order === order && back.link === LINK_BACK[link]);
      return said ? [] : [{ order, other, link, why: 'NOT_SAID_BACK' }];
    }),
  );
}

/** What remakes and warranty cost us by whose fault it was, kopecks; each claim once, told by the order made anew. */
export function costByFault(views: Iterable<OrderView>): ReadonlyMap<Fault, Kopecks> {
  const costs = new Map<Fault, Kopecks>();
  for (const { links } of views) {
    for (const { link, fault, cost } of links) {
      if (link === 'remake-of' || link === 'warranty-of') costs.set(fault, (costs.get(fault) ?? 0) + cost);
    }
  }
  return costs;
}

/** What is to be given back of a cancelled order, receipt by receipt (`sale:…`; `null`: money whose receipt is not known), kopecks. */
export function refundDue({ state, payments }: OrderView): { readonly sale: string | null; readonly amount: Kopecks }[] {
  if (state !== 'cancelled') return [];
  return payments.flatMap(({ sale, left }) => (left > 0 ? [{ sale, amount: left }] : []));
}

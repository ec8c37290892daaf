import type { Fitting, OrderedFrame, OrderedLens } from '../documents/order-pair.ts';
import type { LensStatus } from '../folds/order-pair.ts';
import type { OrderView } from '../folds/order.ts';
import { SIDES, type PairLetter, type Purpose, type Side } from './words.ts';

/** An order as the desk that orders lenses sees it. */
export interface KnownOrder {
  /** `order:…` */
  readonly id: string;
  /** What people call it; its tickets bear it. */
  readonly number: string;
  readonly view: OrderView;
}

/** A lens that an order lacks, or waits for. */
export interface LensLine {
  readonly order: string;
  readonly number: string;
  readonly pair: PairLetter;
  readonly eye: Side;
  readonly lens: OrderedLens;
  /** `supplier-order:…` that it was ordered with; `null` while it is only needed. */
  readonly supplierOrder: string | null;
  readonly purpose: Purpose;
  readonly frame: OrderedFrame | null;
  readonly fitting: Fitting | null;
  readonly rush: boolean;
  readonly tray: string | null;
  /** The pair was broken or found wrong before: the lens comes once more. */
  readonly again: boolean;
}

/** `17-A`: stands on the ticket, the tray and what the supplier sends back. */
export const jobId = ({ number, pair }: Pick<LensLine, 'number' | 'pair'>): string => `${number}-${pair}`;
/** `17-A-R`: of one lens. */
export const lensId = (line: Pick<LensLine, 'number' | 'pair' | 'eye'>): string =>
  `${jobId(line)}-${line.eye === 'od' ? 'R' : 'L'}`;

/** Lenses that are to be ordered, in the order of their orders, right eye first. */
export const lensesToOrder = (orders: Iterable<KnownOrder>): LensLine[] => lensesThatAre('needed', orders);
/** Lenses that a supplier owes. */
export const lensesUnderWay = (orders: Iterable<KnownOrder>): LensLine[] => lensesThatAre('ordered', orders);

function lensesThatAre(status: LensStatus, orders: Iterable<KnownOrder>): LensLine[] {
  const lines: LensLine[] = [];
  for (const { id, number, view } of orders) {
    if (view.state !== 'confirmed' && view.state !== 'production') continue;
    for (const { pair, details, od, os, breakages, defects } of view.pairs) {
      for (const eye of SIDES) {
        const lens = details?.[eye];
        const now = { od, os }[eye];
        if (!details || !lens || now.status !== status) continue;
        const again = [...breakages, ...defects].some(({ part }) => part === eye);
        const { purpose, frame, fitting, rush = false, tray = null } = details;
        const { supplierOrder } = now;
        lines.push({ order: id, number, pair, eye, lens, supplierOrder, purpose, frame, fitting, rush, tray, again });
      }
    }
  }
  return lines;
}

export interface SupplierGroup {
  /** `null`: nobody said of whom. */
  readonly supplier: string | null;
  readonly lines: readonly LensLine[];
}

/** One order a supplier, by name; lenses without a supplier last. */
export function bySupplier(lines: Iterable<LensLine>): SupplierGroup[] {
  const groups = new Map<string | null, LensLine[]>();
  for (const line of lines) {
    const known = groups.get(line.lens.supplier);
    if (known) known.push(line);
    else groups.set(line.lens.supplier, [line]);
  }
  const key = (supplier: string | null): string => (supplier === null ? '\uffff' : supplier);
  return [...groups]
    .map(([supplier, list]) => ({ supplier, lines: list }))
    .sort((a, b) => (key(a.supplier) < key(b.supplier) ? -1 : 1));
}

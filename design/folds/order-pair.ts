import type { OrderEvent } from '../documents/order.ts';
import type { PairDetails } from '../documents/order-pair.ts';
import type { OrderState } from '../machines/manufacturing-order.machine.ts';
import type { DamagedPart, PairLetter, Side, SubStep } from '../orders/words.ts';
import { SIDES } from '../orders/words.ts';
import { JobTimers, type Running } from './job-timers.ts';

export type EventOf<K extends OrderEvent['kind']> = Extract<OrderEvent, { kind: K }>;
export type JobEvent = Extract<OrderEvent, { pair?: PairLetter | undefined }>;
export type Damage = EventOf<'breakage'> | EventOf<'defect'>;
export type WorkshopEvent = Exclude<JobEvent, EventOf<'pair' | 'unpair'>>;

/** A pair before and after something was done to it. */
export type PairStep = (now: PairView, next: PairView, event: WorkshopEvent) => void;

/** Why an event of a pair has no effect where it stands. */
export type PairWhy =
  | 'NOT_IN_THIS_STATE'
  | 'PAIR_UNKNOWN'
  | 'PAIR_CHANGED_TWICE'
  | 'LENS_ORDERED_TWICE'
  | 'LENS_ALREADY_HERE'
  | 'LENS_NOT_OF_THIS_PAIR'
  | 'NOTHING_TO_UNDO'
  | 'TIMER_RUNNING'
  | 'TIMER_NOT_RUNNING';

/** `stock` lies in our shop, `client` the client brought; the others come from a supplier. `none`: the pair has no such lens. */
export type LensStatus = 'none' | 'stock' | 'client' | 'needed' | 'ordered' | 'received';
export interface LensView {
  readonly status: LensStatus;
  /** `supplier-order:…` that it was ordered with last. */
  readonly supplierOrder: string | null;
  /** Pieces taken from our stock for this eye, spoilt ones included. */
  readonly fromStock: number;
}

/** A sub-order: what it is, where it is, what was done to it. */
export interface PairView {
  readonly pair: PairLetter;
  /** `null`: an order of earlier programs, which knows its one pair by names only. */
  readonly details: PairDetails | null;
  /** The `pair` event that stands: what the next one says in `over`. */
  readonly written: string | null;
  readonly step: SubStep | null;
  /** When each sub-step was last written, epoch ms. */
  readonly steps: Readonly<Partial<Record<SubStep, number>>>;
  readonly place: string | null;
  readonly placeAt: number | null;
  readonly bench: string | null;
  readonly rank: number | null;
  readonly assigned: string | null;
  readonly od: LensView;
  readonly os: LensView;
  /** The frame broke or was found wrong and is to come anew. */
  readonly frame: 'fine' | 'from-stock' | 'from-supplier';
  /** Ours taken from stock because the first one broke. */
  readonly framesFromStock: number;
  readonly breakages: readonly EventOf<'breakage'>[];
  readonly defects: readonly EventOf<'defect'>[];
  /** The last check, `null` where there was none since the glasses were last touched. */
  readonly quality: EventOf<'quality'> | null;
  /** ms of work, without what is running. */
  readonly worked: number;
  readonly running: readonly Running[];
}

const LENS_STEPS: readonly SubStep[] = ['lens-ordered', 'received'];
/** In which states a sub-step makes sense: lenses are ordered from the confirmation on, glasses travel also when they are ready. */
const STEP_STATES: Readonly<Record<SubStep, readonly OrderState[]>> = {
  'lens-ordered': ['confirmed', 'production'],
  received: ['confirmed', 'production'],
  edging: ['production'],
  'quality-control': ['production'],
  'in-transit': ['confirmed', 'production', 'ready'],
};

const NO_LENS: LensView = { status: 'none', supplierOrder: null, fromStock: 0 };

function lensAtFirst(details: PairDetails | null, eye: Side): LensView {
  // Of an order of earlier programs nothing is known but that it has lenses.
  if (details === null) return { ...NO_LENS, status: 'needed' };
  const lens = details[eye];
  if (lens === null) return NO_LENS;
  if (lens.source === 'stock') return { ...NO_LENS, status: 'stock', fromStock: 1 };
  return { ...NO_LENS, status: lens.source === 'client' ? 'client' : 'needed' };
}

const fresh = (pair: PairLetter, details: PairDetails | null, written: string | null): PairView => ({
  ...{ pair, details, written, step: null, steps: {}, place: null, placeAt: null, bench: null, rank: null, assigned: null },
  ...{ od: lensAtFirst(details, 'od'), os: lensAtFirst(details, 'os'), frame: 'fine', framesFromStock: 0 },
  ...{ breakages: [], defects: [], quality: null, worked: 0, running: [] },
});

/** The pairs of one order while its events are replayed. */
export class PairFold {
  private readonly pairs = new Map<PairLetter, PairView>();
  private readonly removed = new Set<PairLetter>();
  private readonly timers = new JobTimers();
  /** Apart from the pairs, so that a thousand breakages are not copied a thousand times. */
  private readonly damages = new Map<PairLetter, Damage[]>();
  private readonly watch: PairStep | undefined;

  constructor(watch?: PairStep) {
    this.watch = watch;
  }

  private whole: boolean | null = null;

  /** Does every pair say what it is made of (requirements D-42)? `null` where no pair was described. */
  isComplete(): boolean | null {
    return (this.whole ??= this.described().length === 0 ? null : this.described().every(isComplete));
  }

  private described(): PairDetails[] {
    return [...this.pairs.values()].flatMap(({ details }) => (details ? [details] : []));
  }

  describe(event: EventOf<'pair' | 'unpair'>): PairWhy | null {
    const now = this.pairs.get(event.pair);
    this.whole = null;
    if (event.kind === 'unpair') {
      if (!now) return 'PAIR_UNKNOWN';
      this.pairs.delete(event.pair);
      this.removed.add(event.pair);
      return null;
    }
    // A letter is never given out twice: a ticket that bears it may be about.
    if (this.removed.has(event.pair)) return 'PAIR_UNKNOWN';
    if ((now?.written ?? null) !== event.over) return 'PAIR_CHANGED_TWICE';
    const next = fresh(event.pair, event.set, event.id);
    this.pairs.set(event.pair, now ? { ...now, ...kept(now, next) } : next);
    return null;
  }

  work(event: WorkshopEvent, state: OrderState): PairWhy | null {
    const pair = event.pair ?? 'A';
    const now = this.pairs.get(pair) ?? (this.pairs.size === 0 && pair === 'A' ? fresh('A', null, null) : undefined);
    if (!now) return 'PAIR_UNKNOWN';
    const next = event.kind === 'timer' ? (this.timers.take(pair, event) ?? now) : worked(now, event, state);
    if (typeof next === 'string') return next;
    if (event.kind === 'breakage' || event.kind === 'defect') {
      const damages = this.damages.get(pair);
      if (damages) damages.push(event);
      else this.damages.set(pair, [event]);
    }
    this.pairs.set(pair, next);
    this.watch?.(now, next, event);
    return null;
  }

  /** The order left the bench: whoever is still timed is timed no longer. */
  stopTimers(at: number): void {
    this.timers.stopAll(at);
  }

  /** Back to the bench, or to the beginning: what was checked has to be checked again. `all`: its place in the workshop goes, too. */
  undo(all: boolean): void {
    for (const [letter, pair] of this.pairs) {
      const place = all ? { step: null, steps: {}, bench: null, rank: null, assigned: null } : {};
      this.pairs.set(letter, { ...pair, quality: null, ...place });
    }
  }

  views(): PairView[] {
    const all = [...this.pairs.values()].sort((a, b) => (a.pair < b.pair ? -1 : 1));
    return all.map((view) => {
      const damages = this.damages.get(view.pair) ?? [];
      const breakages = damages.filter((one) => one.kind === 'breakage');
      return { ...view, ...this.timers.of(view.pair), breakages, defects: damages.filter((one) => one.kind === 'defect') };
    });
  }
}

/** A pair is complete with its prescription, and with both lenses unless only one is wanted. */
export const isComplete = ({ prescription, od, os, only = null }: PairDetails): boolean =>
  prescription !== null && (only === 'os' || od !== null) && (only === 'od' || os !== null);

/** A pair changed before production: a lens that stays what it was stays ordered. */
function kept(now: PairView, next: PairView): Partial<PairView> {
  const lens = (eye: Side): LensView =>
    JSON.stringify(now.details?.[eye]) === JSON.stringify(next.details?.[eye]) ? now[eye] : next[eye];
  return { details: next.details, written: next.written, od: lens('od'), os: lens('os'), quality: null };
}

function worked(now: PairView, event: Exclude<WorkshopEvent, EventOf<'timer'>>, state: OrderState): PairView | PairWhy {
  switch (event.kind) {
    case 'step':
      return stepped(now, event, state);
    case 'location':
      return { ...now, place: event.place, placeAt: event.at };
    case 'bench':
      return { ...now, bench: event.bench, rank: event.rank ?? null };
    case 'assign':
      return { ...now, assigned: event.to };
    case 'quality':
      return { ...now, quality: event, step: 'quality-control', steps: { ...now.steps, 'quality-control': event.at } };
    case 'breakage':
    case 'defect':
      return damaged(now, event);
  }
}

function stepped(now: PairView, event: EventOf<'step'>, state: OrderState): PairView | PairWhy {
  if (!STEP_STATES[event.step].includes(state)) return 'NOT_IN_THIS_STATE';
  if (event.undo) return unstepped(now, event);
  const next = { ...now, step: event.step, steps: { ...now.steps, [event.step]: event.at } };
  if (!LENS_STEPS.includes(event.step)) return next;
  const waiting: LensStatus[] = event.step === 'received' ? ['needed', 'ordered'] : ['needed'];
  const named = event.eye ? [event.eye] : SIDES;
  const eyes = named.filter((eye) => waiting.includes(now[eye].status));
  if (eyes.length === 0) {
    if (named.every((eye) => ['none', 'stock', 'client'].includes(now[eye].status))) return 'LENS_NOT_OF_THIS_PAIR';
    return named.some((eye) => now[eye].status === 'ordered') ? 'LENS_ORDERED_TWICE' : 'LENS_ALREADY_HERE';
  }
  const moved = (eye: Side): LensView => ({
    ...now[eye],
    status: event.step === 'received' ? 'received' : 'ordered',
    supplierOrder: event.supplierOrder ?? now[eye].supplierOrder,
  });
  return { ...next, ...Object.fromEntries(eyes.map((eye) => [eye, moved(eye)])) };
}

/** A lens is ordered no longer, or did not come after all. Only of the supplier's order that it was ordered with. */
function unstepped(now: PairView, { step, eye, supplierOrder = null }: EventOf<'step'>): PairView | PairWhy {
  const undone: LensStatus = step === 'received' ? 'received' : 'ordered';
  const named = eye ? [eye] : SIDES;
  const eyes = named.filter(
    (one) => now[one].status === undone && (supplierOrder === null || now[one].supplierOrder === supplierOrder),
  );
  if (!LENS_STEPS.includes(step) || eyes.length === 0) return 'NOTHING_TO_UNDO';
  const back = ({ supplierOrder: of, ...lens }: LensView): LensView =>
    step === 'received' && of !== null
      ? { ...lens, status: 'ordered', supplierOrder: of }
      : { ...lens, status: 'needed', supplierOrder: null };
  const lenses = { od: now.od, os: now.os, ...Object.fromEntries(eyes.map((one) => [one, back(now[one])])) };
  const stays = SIDES.some((one) => lenses[one].status === undone || (undone === 'ordered' && lenses[one].status === 'received'));
  if (stays) return { ...now, ...lenses };
  const steps: PairView['steps'] = Object.fromEntries(Object.entries(now.steps).filter(([one]) => one !== step));
  const before = step === 'received' && steps['lens-ordered'] !== undefined ? 'lens-ordered' : null;
  return { ...now, ...lenses, steps, step: now.step === step ? before : now.step };
}

function damaged(now: PairView, event: Damage): PairView | PairWhy {
  const part: DamagedPart = event.part;
  if (part !== 'frame' && now[part].status === 'none') return 'LENS_NOT_OF_THIS_PAIR';
  if (event.again === 'no') return now;
  const stock = event.again === 'stock';
  if (part === 'frame') {
    const framesFromStock = now.framesFromStock + (stock ? 1 : 0);
    return { ...now, quality: null, framesFromStock, frame: stock ? 'from-stock' : 'from-supplier' };
  }
  const { fromStock } = now[part];
  const lens: LensView = stock
    ? { status: 'stock', supplierOrder: null, fromStock: fromStock + 1 }
    : { status: 'needed', supplierOrder: null, fromStock };
  return { ...now, quality: null, [part]: lens };
}

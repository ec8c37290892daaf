import type { Photo } from '$design/documents/order-pair.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { OrderView } from '$design/folds/order.ts';
import type { NewEvent } from '$design/merge/edit.ts';
import { cardOf, loadOf, type BoardCard, type BoardColumn, type LoadDay } from '$design/workshop/board.ts';
import { moveTo, type Move } from '$design/workshop/move.ts';
import { ticketsOf } from '$design/workshop/ticket.ts';
import { codeOf } from '../clients/failure-code.ts';
import type { HeldOrder, OrderShelf } from '../orders/order-shelf.ts';
import type { PhotoBox } from './photo-box.ts';
import type { MoveWord, Moved, WorkshopModel } from './workshop.model.ts';

export interface WorkshopDeps {
  readonly shelf: Pick<OrderShelf, 'all' | 'write' | 'onChange'>;
  /** A client's name by id; `null` where the card is not here. */
  readonly nameOf: (client: string) => Promise<string | null>;
  readonly mayMove: () => boolean;
  readonly photos: Pick<PhotoBox, 'keep' | 'waiting' | 'onChange'>;
}

/** The workshop's board over the shop's orders: a card is made once for each revision of its order. */
export class WorkshopStore implements WorkshopModel {
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  cards = $state.raw<readonly BoardCard[]>([]);
  photosWaiting = $state(0);
  private orders = $state.raw<Readonly<Record<string, HeldOrder>>>({});
  /** Initials by client; '' where the card is not here. */
  private names = $state.raw<Readonly<Record<string, string>>>({});
  private readonly made = new WeakMap<OrderView, BoardCard | { none: true }>();
  private readonly stops: (() => void)[] = [];
  private reading: Promise<void> | null = null;
  private stale = false;
  private isOpen = false;
  private readonly deps: WorkshopDeps;

  constructor(deps: WorkshopDeps) {
    this.deps = deps;
    this.stops.push(
      // A till that never opens the board reads no orders for it.
      deps.shelf.onChange(() => (this.isOpen ? void this.refresh() : undefined)),
      deps.photos.onChange(() => (this.photosWaiting = deps.photos.waiting)),
    );
    this.photosWaiting = deps.photos.waiting;
  }

  async open(): Promise<void> {
    this.isOpen = true;
    if (this.state === 'failed') this.state = 'loading';
    await this.refresh();
  }

  onStop(action: () => void): void {
    this.stops.push(action);
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  order(id: string): HeldOrder | null {
    return this.orders[id] ?? null;
  }

  initials(client: string | null): string {
    return client === null ? '' : (this.names[client] ?? '');
  }

  find(code: string): { readonly id: string; readonly pair: string | null } | null {
    const typed = code.trim();
    if (this.orders[typed]) return { id: typed, pair: null };
    for (const { number, pair } of ticketsOf(typed)) {
      const found = Object.values(this.orders).find(({ order }) => order.number?.toUpperCase() === number);
      if (found) return { id: found.order._id, pair };
    }
    return null;
  }

  load(days: readonly string[]): readonly LoadDay[] {
    const views = Object.values(this.orders).map(({ view }) => view);
    return loadOf(views, days);
  }

  mayMove(): boolean {
    return this.deps.mayMove();
  }

  async move(id: string, to: BoardColumn, { reason = '', sure = false }: MoveWord = {}): Promise<Moved> {
    if (!this.deps.mayMove()) return { kind: 'failed', code: 'FORBIDDEN' };
    let outcome: Move = { kind: 'none' };
    try {
      await this.deps.shelf.write(id, (view) => {
        outcome = moveTo(view, to, reason.trim());
        return outcome.kind === 'events' || (outcome.kind === 'doubt' && sure) ? outcome.events : [];
      });
    } catch (error) {
      return { kind: 'failed', code: codeOf(error) };
    }
    return movedBy(outcome, sure);
  }

  async write(id: string, events: (view: OrderView) => readonly NewEvent[]): Promise<ErrorCode | null> {
    if (!this.deps.mayMove()) return 'FORBIDDEN';
    try {
      await this.deps.shelf.write(id, events);
      return null;
    } catch (error) {
      return codeOf(error);
    }
  }

  async keepPhoto(order: string, picture: Blob): Promise<Photo | ErrorCode> {
    try {
      return await this.deps.photos.keep(order, picture);
    } catch (error) {
      return codeOf(error);
    }
  }

  /** Many documents may come at once: one look at a time, and one more where something came meanwhile. */
  private refresh(): Promise<void> {
    this.stale = true;
    this.reading ??= this.look().finally(() => (this.reading = null));
    return this.reading;
  }

  private async look(): Promise<void> {
    try {
      while (this.stale) {
        this.stale = false;
        const all = await this.deps.shelf.all();
        this.orders = Object.fromEntries(all.map((held) => [held.order._id, held]));
        this.cards = all.flatMap((held) => this.cardOf(held) ?? []);
        this.state = 'ready';
        await this.nameThem();
      }
    } catch {
      this.state = 'failed';
    }
  }

  private cardOf({ order, view }: HeldOrder): BoardCard | null {
    const known = this.made.get(view);
    if (known) return 'none' in known ? null : known;
    const card = cardOf(order, view);
    this.made.set(view, card ?? { none: true });
    return card;
  }

  private async nameThem(): Promise<void> {
    const unknown = this.cards.flatMap(({ client }) => (client !== null && !this.names[client] ? [client] : []));
    if (unknown.length === 0) return;
    const named = async (id: string) => [id, initialsOf((await this.deps.nameOf(id).catch(() => null)) ?? '')] as const;
    this.names = { ...this.names, ...Object.fromEntries(await Promise.all(unknown.map(named))) };
  }
}

/** «Иванова Анна Петровна» → «И. А. П.» */
const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 3)
    .map((word) => `${word.charAt(0).toUpperCase()}.`)
    .join(' ');

function movedBy(outcome: Move, sure: boolean): Moved {
  if (outcome.kind === 'events') return { kind: 'moved' };
  if (outcome.kind !== 'doubt') return outcome;
  return sure ? { kind: 'moved' } : { kind: 'doubt', doubts: outcome.doubts };
}

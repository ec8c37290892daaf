import type { ParkedModel, ParkedRow } from './parked.model.ts';
import { MOST_PARKED, ParkedCarts, type ParkedDeps } from './parked-carts.ts';

/** Carts put aside, for the screens; what happens to them is decided in `parked-carts.ts`. */
export class ParkedStore implements ParkedModel {
  private revision = $state(0);
  private readonly carts: ParkedCarts;
  readonly most = MOST_PARKED;

  constructor(deps: Omit<ParkedDeps, 'onChange'>) {
    this.carts = new ParkedCarts({ ...deps, onChange: () => (this.revision += 1) });
  }

  readonly list = $derived.by<readonly ParkedRow[]>(() => this.told(this.carts.list));
  readonly full = $derived.by(() => this.told(this.carts.full));
  readonly canPark = $derived.by(() => this.told(this.carts.canPark));
  readonly dropped = $derived.by<ParkedRow | null>(() => this.told(this.carts.dropped));

  start(): Promise<void> {
    return this.carts.start();
  }
  /** Another tab has changed the list. */
  read(): void {
    this.carts.read();
  }
  park(note?: string): boolean {
    return this.carts.park(note);
  }
  take(key: string): boolean {
    return this.carts.take(key);
  }
  drop(key: string): void {
    this.carts.drop(key);
  }
  undoDrop(): void {
    this.carts.undoDrop();
  }

  /** The carts stand in no reactive field: what is read of them depends on their revision. */
  private told<T>(value: T): T {
    void this.revision;
    return value;
  }
}

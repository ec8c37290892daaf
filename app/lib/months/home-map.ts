import { shiftKeyOf } from '$design/databases.ts';
import type { LocalStore } from '../storage/local-store.ts';

const KEY = 'month-homes';

type ShiftFact = Parameters<typeof shiftKeyOf>[0];

/**
 * Where the facts of a wrong clock go, as the server has said (docs/decisions/0017): by the month database that they name and their
 * shift. Kept on the device and read at each call, so that every tab writes the next fact of an open shift into its home.
 */
export class HomeMap {
  private readonly store: LocalStore;
  constructor(store: LocalStore) {
    this.store = store;
  }

  private read(): Readonly<Record<string, string>> {
    return this.store.read<Record<string, string>>(KEY) ?? {};
  }

  private keyOf(named: string, shift: string | null): string {
    return `${named}:${shift ?? ''}`;
  }

  /** The database of a fact whose shift or stamp names `named`. */
  of(named: string, fact: ShiftFact): string {
    return this.read()[this.keyOf(named, shiftKeyOf(fact))] ?? named;
  }

  /** @param shift `<drive>-<number>`, `null` for what belongs to no shift: its home moves on with the months. */
  set(named: string, shift: string | null, home: string): void {
    this.store.write(KEY, { ...this.read(), [this.keyOf(named, shift)]: home });
  }

  /** Named databases whose shiftless facts have a home that `isOpen` does not know any longer. */
  stale(isOpen: (database: string) => boolean): string[] {
    return Object.entries(this.read()).flatMap(([key, home]) => (key.endsWith(':') && !isOpen(home) ? [key.slice(0, -1)] : []));
  }
}

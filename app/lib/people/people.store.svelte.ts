import type { PeopleModel } from '../app.model.ts';
import { storeDatabase } from '$design/databases.ts';
import type { Staff } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import { rangeOf } from '$design/ids.ts';
import { can, type Action, type RoleSettings } from '$design/people/roles.ts';
import type { Databases } from '../storage/databases.ts';
import type { LocalStore } from '../storage/local-store.ts';
import { firstChoice, keptChoice, type HadTill } from './first-choice.ts';
import { afterWrongPin, heldBack, lockedUntil, NO_ATTEMPTS, type PinAttempts } from '$design/people/pin-attempts.ts';
import { verifyPin } from './pin.ts';

const LAST = 'last-person';
const ATTEMPTS = 'pin-attempts';

export interface PeopleDeps {
  readonly databases: Databases;
  readonly store: LocalStore;
  readonly now: () => number;
  readonly shop: () => string | null;
  readonly subtle: () => SubtleCrypto;
  /** Seconds to wait by the gateway's count over reloads and browsers; `null` where it does not answer: then the device counts alone. */
  readonly gatewayAttempt: (staff: string, success: boolean | null) => Promise<{ readonly wait: number } | null>;
  /** Who took the drawer over last in the open shift, by the facts of this device. */
  readonly tookOver: () => HadTill | null;
  readonly onUnlocked: (staff: Staff) => void;
}

/** Who works at this device. The PIN is asked again after a reload and works offline. */
export class PeopleStore implements PeopleModel {
  list = $state.raw<readonly Staff[]>([]);
  current = $state.raw<Staff | null>(null);
  busy = $state(false);
  settings = $state.raw<RoleSettings>({});
  private chosen = $state<string | null>(null);
  /** Whoever unlocked this device last. */
  private last = $state.raw<HadTill | null>(null);
  private attempts = $state.raw<Readonly<Record<string, PinAttempts>>>({});
  private readonly deps: PeopleDeps;

  readonly selected = $derived.by<Staff | null>(
    () => this.list.find((staff) => staff._id === this.chosen) ?? firstChoice(this.list, this.last, this.deps.tookOver()),
  );

  constructor(deps: PeopleDeps) {
    this.deps = deps;
  }

  get lockedUntil(): number | null {
    return this.selected ? this.lockedUntilOf(this.selected) : null;
  }

  async load(): Promise<void> {
    const shop = this.deps.shop();
    if (!shop) return;
    this.last ??= keptChoice(this.deps.store.read<HadTill | string>(LAST));
    this.attempts = this.deps.store.read<Record<string, PinAttempts>>(ATTEMPTS) ?? {};
    const { startkey, endkey } = rangeOf('staff');
    const all = await this.deps.databases.range<Staff>(storeDatabase(shop), startkey, endkey);
    this.list = all.filter((staff) => staff.active).sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
    // Someone who was dismissed does not go on working at an open till.
    if (this.current && !this.list.some((staff) => staff._id === this.current?._id)) this.current = null;
  }

  select(staff: Staff): void {
    this.chosen = staff._id;
  }

  async unlock(pin: string): Promise<ErrorCode | null> {
    const staff = this.selected;
    if (!staff || this.busy) return 'PIN_WRONG';
    this.busy = true;
    try {
      const refused = await this.checkPin(staff, pin);
      if (refused) return refused;
      this.last = { id: staff._id, at: this.deps.now() };
      this.chosen = staff._id;
      this.deps.store.write(LAST, this.last);
      this.current = staff;
      this.deps.onUnlocked(staff);
      return null;
    } finally {
      this.busy = false;
    }
  }

  lockedUntilOf(staff: Staff): number | null {
    return lockedUntil(this.attempts[staff._id] ?? NO_ATTEMPTS, this.deps.now());
  }

  /** Is it this person's PIN? Without any network; wrong ones are counted, here and by the gateway. */
  async checkPin(staff: Staff, pin: string): Promise<ErrorCode | null> {
    if (this.lockedUntilOf(staff) !== null) return 'PIN_LOCKED';
    const [right, allowed] = await Promise.all([
      verifyPin(pin, staff.pin, this.deps.subtle()),
      this.deps.gatewayAttempt(staff._id, null),
    ]);
    const before = this.attempts[staff._id] ?? NO_ATTEMPTS;
    if (allowed && allowed.wait > 0) return this.locked(staff, heldBack(before, allowed.wait, this.deps.now()));
    if (!right) {
      const counted = await this.deps.gatewayAttempt(staff._id, false);
      const next = heldBack(afterWrongPin(before, this.deps.now()), counted?.wait ?? 0, this.deps.now());
      return this.locked(staff, next);
    }
    void this.deps.gatewayAttempt(staff._id, true);
    const { [staff._id]: _forgiven, ...others } = this.attempts;
    this.keepAttempts(others);
    return null;
  }

  lock(): void {
    this.current = null;
  }

  can(action: Action): boolean {
    return this.current !== null && can(this.current.role, action, this.settings);
  }

  private locked(staff: Staff, attempts: PinAttempts): ErrorCode {
    this.keepAttempts({ ...this.attempts, [staff._id]: attempts });
    return attempts.lockedUntil > this.deps.now() ? 'PIN_LOCKED' : 'PIN_WRONG';
  }

  private keepAttempts(attempts: Readonly<Record<string, PinAttempts>>): void {
    this.attempts = attempts;
    this.deps.store.write(ATTEMPTS, attempts);
  }
}

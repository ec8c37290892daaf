import type { ShiftHandover, Signature } from '$design/documents/facts.ts';
import type { Staff } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { ReportAnswer } from '$design/fiscal/wire.ts';
import type { CashSheet } from '$design/money/denominations.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { ArchiveModel } from './archive.model.ts';
import type { ShiftOrder } from './orders.ts';

/** What the shop wants of its cashiers (settings of the shop). */
export interface CashRules {
  /** What must lie in the drawer is shown only after it was counted. */
  readonly blindCount: boolean;
  /** A difference beyond this is signed by a supervisor, kopecks. */
  readonly differenceLimit: Kopecks;
}

/** Cash counted by a person. `signed`: who takes the responsibility for a difference beyond the limit. */
export interface DrawerCount {
  readonly sum: Kopecks;
  readonly sheet: CashSheet | null;
  readonly reason: string | null;
  readonly signed: Signature | null;
}

export interface CloseOrder {
  /** `null`: nobody counts. */
  readonly count: DrawerCount | null;
  /** Taken out at the close (encashment), kopecks. */
  readonly collected: Kopecks;
  /** The word of whoever closes although receipts are not settled, or without the register. */
  readonly exception: {
    readonly unsettled: boolean;
    readonly withoutRegister: boolean;
    readonly reason: string;
    readonly signed: Signature;
  } | null;
}

export interface CashMove {
  readonly direction: 'in' | 'out';
  readonly amount: Kopecks;
  readonly reason: string;
  /** An out to the bank or the safe. */
  readonly collection: boolean;
}

/**
 * The work of a shift at this till (requirements A-50…A-56). Every order that changes money or the shift is kept on the device with its
 * key before the gateway hears of it, and repeated under that key until it is answered: a press has one effect, whatever gets lost.
 */
export interface ShiftModel {
  readonly rules: CashRules;
  readonly busy: boolean;
  /** An order that was never answered and that is too old to be repeated unasked: a person decides. */
  readonly doubt: ShiftOrder | null;
  /** Cash that the last closed shift left in the drawer; `null` where nobody knows. */
  readonly left: Kopecks | null;
  /** Hand-overs of the open shift, the oldest first. */
  readonly handovers: readonly ShiftHandover[];
  /** With whom the drawer is: who took it last, else who opened; `null` while no shift is open. */
  readonly holder: string | null;
  archive(): Promise<ArchiveModel>;
  /** `null`: what the last shift left, uncounted. An open shift answers as success. */
  open(count?: DrawerCount | null): Promise<ErrorCode | null>;
  /** The sums so far without paper; `null` where the gateway does not tell. */
  balance(): Promise<ReportAnswer | null>;
  x(): Promise<ReportAnswer | ErrorCode>;
  close(order: CloseOrder): Promise<ReportAnswer | ErrorCode>;
  cash(move: CashMove): Promise<ErrorCode | null>;
  /** From whoever is here to `to`, who confirms with the PIN and is the cashier from then on. */
  handOver(to: Staff, pin: string, count: DrawerCount | null): Promise<ErrorCode | null>;
  /** The same order again, under its key. */
  repeat(): Promise<ErrorCode | null>;
  /** A person knows that the order is not wanted any more. */
  drop(): void;
}

import type { Signature } from '$design/documents/facts.ts';
import type { Staff } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { Action, Role } from '$design/people/roles.ts';

export interface ApprovalQuestion {
  readonly action: Action;
  /** What is signed, in a sentence of the language shown: «Скидка 15 % на оправу Ray-Ban». */
  readonly what: string;
  /** Only these roles, where not everybody who may do the action is enough. */
  readonly least?: readonly Role[];
  /** Whoever works here now signs without a PIN where the role is enough. */
  readonly self?: boolean;
  /** The person who signs writes why. */
  readonly reason?: boolean;
}

export type Approval = Signature & { readonly reason?: string };

/** Who answers for what a cashier alone may not do: on this till, by PIN, without any network. */
export interface ApprovalModel {
  /** What the dialog asks now; `null`: it is not there. */
  readonly question: ApprovalQuestion | null;
  /** Those who may sign, by `order`. */
  readonly people: readonly Staff[];
  readonly busy: boolean;
  /** After too many wrong PINs of this person: not before this instant (epoch ms). */
  lockedUntil(staff: Staff): number | null;
  /** `null`: nobody signed. A question that stood before is answered `null`. */
  ask(question: ApprovalQuestion): Promise<Approval | null>;
  /** For the dialog: `null` on success, else PIN_WRONG or PIN_LOCKED. */
  sign(staff: Staff, pin: string, reason: string): Promise<ErrorCode | null>;
  cancel(): void;
}

import type { ErrorCode } from '$design/errors.ts';
import type { AnyPrescription, PrescriptionState } from '$design/optics/prescription/life-cycle.ts';
import type { CylinderSign } from '$design/optics/prescription/notation.ts';
import type { PrescriptionKind } from '$design/optics/prescription/validity.ts';
import type { Seller } from '../optics/seller.ts';
import type { PrescriptionForm } from './prescription-form.svelte.ts';

/** Everything known of one client's sight, newest first; drafts that only this device holds are among them. */
export interface ClientSight {
  readonly all: readonly AnyPrescription[];
  /** Full years; `null`: not known. */
  readonly age: number | null;
  readonly name: string;
  /** `YYYY-MM-DD` of the shop. */
  readonly today: string;
  readonly stateOf: (doc: AnyPrescription) => PrescriptionState;
  /** Drafts with figures that were not saved yet: to be found on this device only. */
  readonly onlyHere: ReadonlySet<string>;
}

/** A new prescription: from nothing, from the last one's figures, as a correction of a signed one, or from the glasses' figures. */
export type Beginning =
  | { readonly kind: PrescriptionKind; readonly from?: 'nothing' | 'last' }
  | { readonly kind: PrescriptionKind; readonly from: AnyPrescription; readonly as: 'correction' | 'renewal' };

export interface PrescriptionsModel {
  /** Goes up whenever a prescription came in or was written: who reads it follows. */
  readonly changes: number;
  /** Which cylinder this device shows. Stored ones are minus always. */
  readonly sign: CylinderSign;
  setSign(sign: CylinderSign): void;
  readonly mayEdit: boolean;
  /** Of a client; empty where this device has none. Works offline. */
  of(client: string): Promise<ClientSight>;
  get(id: string): Promise<AnyPrescription | null>;
  /** Resolves with the id of the draft; it is kept on this device at once and is written when it is saved or signed. */
  begin(client: string, beginning: Beginning): Promise<string>;
  /** The open form of a draft; `null`: no such draft, or it is signed. */
  open(id: string): Promise<PrescriptionForm | null>;
  discard(id: string): Promise<ErrorCode | null>;
  archive(id: string): Promise<ErrorCode | null>;
  /** For the head of the printed form. */
  seller(): Promise<Seller>;
}

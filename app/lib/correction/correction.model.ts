import type { Correction, SaleLine } from '$design/documents/facts.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { CorrectionContent, CorrectionFault, CorrectionReason } from '$design/refund/correction-document.ts';
import type { RefundOriginal } from '../refund/refund.model.ts';

/** What is corrected: a sale without a receipt, or a receipt that is wrong (`original`): taken back whole and made anew. */
export interface CorrectionDraft {
  readonly basis: CorrectionReason;
  readonly original: Pick<RefundOriginal, 'sale' | 'result'> | null;
  /** The receipt as it should have been. */
  readonly right: CorrectionContent;
}

export interface CorrectionModel {
  readonly busy: boolean;
  /** Made by the last `send`, each with whether it is registered; the rest lies in the tray. */
  readonly made: readonly { readonly doc: Correction; readonly fd: number | null }[];
  /** What was being entered when the screen or the browser was left; `null`: nothing. */
  readonly kept: CorrectionDraft | null;
  /** Keeps what is being entered on the device; it goes once the correction is written. */
  keep(draft: CorrectionDraft): void;
  /** `null`: it may be signed. */
  fault(draft: CorrectionDraft): CorrectionFault | null;
  /** A line of a receipt that nobody recorded. Kopecks. */
  line(entry: Pick<SaleLine, 'name' | 'qty' | 'price' | 'vat'>): SaleLine;
  /** Signed by `what` first; written whole before anything is sent. `null` on success or where nobody signed. */
  send(draft: CorrectionDraft, what: string): Promise<ErrorCode | null>;
  /** Looks whether what waited has been registered meanwhile. */
  look(): Promise<void>;
  reset(): void;
}

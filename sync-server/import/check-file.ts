import type { CheckCounts } from '../../design/import/check.ts';
import type { KnownProduct, ProductChange, SupplierOffer } from '../../design/import/checked-row.ts';
import type { Finding } from '../../design/import/finding.ts';
import type { FileReading } from './imports.ts';

export interface CheckInput {
  readonly path: string;
  readonly reading: FileReading;
  readonly supplier: string | null;
  /** `YYYY-MM-DD`: the day whose VAT rates are in force. */
  readonly today: string;
  readonly known: () => AsyncIterable<readonly KnownProduct[]>;
}

/** Takes what a check finds, in the file's order; the check waits for it. */
export interface CheckSink {
  batch(found: {
    readonly changes: readonly ProductChange[];
    readonly findings: readonly Finding[];
    readonly offers?: readonly SupplierOffer[];
  }): Promise<void>;
  /** Rows read of so many. */
  progress(done: number, of: number): Promise<void>;
}

export interface CheckResult {
  readonly counts: CheckCounts;
  readonly vanished: readonly KnownProduct[];
}

/** Reads and checks a whole file. @throws DomainError where it cannot be read; AbortError */
export type CheckFile = (input: CheckInput, sink: CheckSink, signal: AbortSignal) => Promise<CheckResult>;

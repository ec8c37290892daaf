import type { ErrorCode } from '$design/errors.ts';
import type { ReportAnswer } from '$design/fiscal/wire.ts';
import type { Kopecks } from '$design/money/kopecks.ts';

/** A closed shift of this shop. */
export interface ClosedShift {
  readonly fn: string;
  readonly number: number;
  /** Epoch ms. */
  readonly closedAt: number;
  readonly pos: string | null;
  readonly cashier: string | null;
  readonly sales: Kopecks;
  readonly refunds: Kopecks;
  readonly drawer: Kopecks;
  /** Counted − expected; `null` where nobody counted. */
  readonly difference: Kopecks | null;
  /** FD of its report; `null`: closed in our books alone. */
  readonly fd: number | null;
}

/** All closed shifts that this till can tell of: its gateway's own (five years) and those that this device holds as documents. */
export interface ArchiveModel {
  readonly state: 'empty' | 'loading' | 'ready';
  /** The newest first. */
  readonly rows: readonly ClosedShift[];
  /** The gateway did not answer: what is listed is what this device holds. */
  readonly partial: boolean;
  /** Are there older ones to be asked for? */
  readonly more: boolean;
  load(): Promise<void>;
  loadMore(): Promise<void>;
  /** Word for word as it was answered where the gateway has it, else made of the document. */
  report(row: ClosedShift): Promise<ReportAnswer | null>;
  /** On the register's paper. */
  print(row: ClosedShift): Promise<ErrorCode | null>;
}

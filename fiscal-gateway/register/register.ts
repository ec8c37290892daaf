import type { Cashier, FiscalReceipt } from '../../design/fiscal/fiscal-receipt.ts';
import type { RegisterCounters } from '../../design/fiscal/shift-check.ts';
import type { Kopecks } from '../../design/money/kopecks.ts';

export type { Cashier, FiscalItem, FiscalReceipt } from '../../design/fiscal/fiscal-receipt.ts';
import type { DriveWarning } from '../../design/fiscal/drive-care.ts';

/**
 * A cash register with its fiscal drive, as the gateway sees it. Shaped after the real ones: Shtrih (status, open, items, close; find a
 * document by number in the drive) and ATOL (one task a document, polled), not after the emulator. One command at a time.
 */
export interface Register {
  readonly kind: string;
  /** Can the register carry our id in the document (tag 1084)? Then an uncertain outcome is matched by it. */
  readonly carriesOurId: boolean;
  /** Asks the device; throws RegisterFault with `outcome: 'not-executed'` where it does not answer. */
  status(): Promise<RegisterStatus>;
  /** The register's own counters of the shift (the last one while closed); `null` where the model cannot tell. */
  counters(): Promise<RegisterCounters | null>;
  openShift(cashier: Cashier): Promise<DriveDocument>;
  closeShift(cashier: Cashier): Promise<DriveDocument>;
  /** Registers and prints one receipt. Resolves once the drive committed, paper or not (`printed`). */
  registerReceipt(receipt: FiscalReceipt): Promise<Registered>;
  /** A document by number as the drive holds it, `null` where it holds none. Reads only. */
  findDocument(fd: number): Promise<DriveDocument | null>;
  /** Annuls a document that was opened and not closed; nothing happens where none is open. */
  cancelOpenDocument(): Promise<void>;
  /** Goes on after new paper. */
  continuePrint(): Promise<void>;
  printCopy(fd: number): Promise<void>;
  printText(lines: readonly string[]): Promise<void>;
  cashMovement(direction: 'in' | 'out', amount: Kopecks): Promise<void>;
  openDrawer(): Promise<void>;
  /** Gives the operator's ticket back to the drive, whose unsent count then falls. */
  acceptTicket(fd: number, ticket: OfdTicket): Promise<void>;
  close(): Promise<void>;
}

export interface RegisterStatus {
  readonly fn: string;
  readonly registrationNumber: string;
  readonly serial: string;
  /** Of the user (tag 1018) and of the operator (tag 1046), where the register tells them. */
  readonly inn?: string | null;
  readonly ofdName?: string | null;
  readonly shift: {
    readonly state: 'closed' | 'open' | 'expired';
    readonly number: number;
    readonly openedAt: number | null;
    readonly receipts: number;
  };
  readonly lastFd: number;
  readonly openDocument: boolean;
  readonly paper: 'present' | 'out' | 'waiting-continue';
  /** The roll is near its end, where the model has a sensor. */
  readonly paperNear?: boolean;
  readonly coverOpen: boolean;
  /** `null` or absent: the model cannot tell (fiscal rules §1.5: never alarm on a flag it lacks). */
  readonly drawerOpen?: boolean | null;
  /** Device clock, epoch ms. */
  readonly clock: number;
  readonly unsent: { readonly count: number; readonly firstFd: number | null; readonly firstAt: number | null };
  readonly drive: {
    readonly state: 'ready' | 'full' | 'expired' | 'blocked-unsent' | 'failed';
    readonly validUntil: number;
    readonly documentsLeft: number;
    /** What the drive says of itself (Shtrih FF01h). */
    readonly warnings?: readonly DriveWarning[];
    /** How often it may still be registered anew. */
    readonly registrationsLeft?: number | null;
  };
}

export type DriveDocumentType = 'registration' | 'shift-open' | 'receipt' | 'correction' | 'shift-close';

/** What the drive itself can say of a document (Shtrih FF0A plus the document's TLV). */
export interface DriveDocument {
  readonly fn: string;
  readonly fd: number;
  readonly fp: string;
  readonly type: DriveDocumentType;
  readonly at: number;
  readonly shift: number;
  /** Receipt number within the shift, 0 where the type has none. */
  readonly number: number;
  readonly operation: 'sale' | 'refund' | null;
  readonly total: Kopecks | null;
  /** Our id from tag 1084, where the model carries it. */
  readonly ourId: string | null;
  readonly delivered: boolean;
  /** The paper and its square, where the register can render a document it holds: a settled outcome then shows what was printed. */
  readonly text?: readonly string[];
  readonly qr?: string | null;
}

export interface Registered {
  readonly document: DriveDocument;
  /** False where the drive committed and the paper ran out: print a copy later, never register again. */
  readonly printed: boolean;
  readonly qr: string;
  readonly text: readonly string[];
}

export interface OfdTicket {
  readonly fn: string;
  readonly fd: number;
  readonly at: number;
  readonly sign: string;
}

/**
 * `outcome` decides what may happen next. `not-executed`: the device refused or was never reached, nothing is registered.
 * `unknown`: the command may have run; the drive has to be asked (a timeout is not a failure).
 */
export class RegisterFault extends Error {
  readonly outcome: 'not-executed' | 'unknown';
  readonly reason: RegisterFaultReason;
  /** The device's own code, e.g. `4E`. */
  readonly deviceCode: string | null;

  constructor(
    outcome: 'not-executed' | 'unknown',
    reason: RegisterFaultReason,
    message: string,
    deviceCode: string | null = null,
  ) {
    super(message);
    this.name = 'RegisterFault';
    this.outcome = outcome;
    this.reason = reason;
    this.deviceCode = deviceCode;
  }
}

export type RegisterFaultReason =
  | 'unreachable'
  | 'timeout'
  | 'busy'
  | 'paper-out'
  | 'cover-open'
  | 'shift-closed'
  | 'shift-open'
  | 'shift-expired'
  | 'document-open'
  | 'drive-refused'
  | 'refused'
  | 'cash-not-enough'
  | 'clock';

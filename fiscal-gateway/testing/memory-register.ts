import type { Clock } from '../../design/time/clock.ts';
import { RegisterFault } from '../register/register.ts';
import type {
  DriveDocument,
  DriveDocumentType,
  FiscalReceipt,
  Register,
  RegisterFaultReason,
  RegisterStatus,
} from '../register/register.ts';

/**
 * What the next document meets. `lost-after`: committed, the answer is lost; `lost-before`: never arrived, and nobody can tell;
 * `paper-after`: committed, the paper ran out; anything else is a refusal without effect.
 */
export type MemoryFault = 'lost-after' | 'lost-before' | 'paper-after' | RegisterFaultReason;

export interface MemoryRegister extends Register {
  readonly documents: DriveDocument[];
  /** Consumed by documents in order; `null` = none. */
  readonly faults: (MemoryFault | null)[];
  /** Ids of receipts whose registration was asked for, in order, repeats included. */
  readonly asked: string[];
  readonly copies: number[];
  readonly tickets: number[];
  /** While true nothing answers. */
  down: boolean;
  paper: RegisterStatus['paper'];
  fn: string;
  /** Awaited before a receipt is committed: holds the register where a test wants it. */
  gate: Promise<void> | null;
  /** A person prints a document at the register's own keys. */
  foreign(type: DriveDocumentType, total?: number): void;
}

/** A test double: a fiscal drive in memory behind the Register interface. */
export function createMemoryRegister(clock: Clock, { carriesOurId = true, fn = '9999000000000001' } = {}): MemoryRegister {
  const documents: DriveDocument[] = [];
  let shift = { open: false, number: 0, receipts: 0 };

  function commit(type: DriveDocumentType, more: Partial<DriveDocument> = {}): DriveDocument {
    if (type === 'shift-open') shift = { open: true, number: shift.number + 1, receipts: 0 };
    if (type === 'receipt') shift.receipts += 1;
    const fd = documents.length + 1;
    const document: DriveDocument = {
      fn: register.fn,
      fd,
      fp: String(1_000_000_000 + fd),
      type,
      at: clock.now(),
      shift: shift.number,
      number: type === 'receipt' ? shift.receipts : 0,
      operation: null,
      total: null,
      ourId: null,
      delivered: false,
      ...more,
    };
    if (type === 'shift-close') shift.open = false;
    documents.push(document);
    return document;
  }

  function answering(): void {
    if (register.down) throw new RegisterFault('not-executed', 'unreachable', 'down');
  }

  /** One document under the next fault. */
  function under(work: () => DriveDocument): { document: DriveDocument; printed: boolean } {
    answering();
    const fault = register.faults.shift() ?? null;
    if (fault === 'lost-before') throw new RegisterFault('unknown', 'timeout', 'lost on the way');
    if (fault !== null && fault !== 'lost-after' && fault !== 'paper-after')
      throw new RegisterFault('not-executed', fault, fault);
    const document = work();
    if (fault === 'lost-after') throw new RegisterFault('unknown', 'timeout', 'answer lost');
    return { document, printed: fault !== 'paper-after' };
  }

  const register: MemoryRegister = {
    kind: 'memory',
    carriesOurId,
    documents,
    faults: [],
    asked: [],
    copies: [],
    tickets: [],
    down: false,
    paper: 'present',
    fn,
    gate: null,
    foreign: (type, total) => {
      commit(type, type === 'receipt' ? { operation: 'sale', total: total ?? 0 } : {});
    },
    async status() {
      answering();
      return Promise.resolve({
        fn: register.fn,
        registrationNumber: '0000000005008570',
        serial: '2',
        shift: { state: shift.open ? 'open' : 'closed', number: shift.number, openedAt: null, receipts: shift.receipts },
        lastFd: documents.length,
        openDocument: false,
        paper: register.paper,
        coverOpen: false,
        clock: clock.now(),
        unsent: { count: 0, firstFd: null, firstAt: null },
        drive: { state: 'ready', validUntil: clock.now() + 1e10, documentsLeft: 1_000 },
      });
    },
    openShift: async () => Promise.resolve(under(() => commit('shift-open')).document),
    closeShift: async () => Promise.resolve(under(() => commit('shift-close')).document),
    async registerReceipt({ ourId, operation, total }: FiscalReceipt) {
      register.asked.push(ourId);
      await register.gate;
      const { document, printed } = under(() => {
        if (!shift.open) throw new RegisterFault('not-executed', 'shift-closed', 'shift closed');
        return commit('receipt', { operation, total, ourId: carriesOurId ? ourId : null });
      });
      return { document, printed, qr: `qr ${document.fd}`, text: [`receipt ${document.fd}`] };
    },
    async findDocument(fd) {
      answering();
      return Promise.resolve(documents[fd - 1] ?? null);
    },
    cancelOpenDocument: async () => Promise.resolve(answering()),
    continuePrint: async () => Promise.resolve(answering()),
    async printCopy(fd) {
      answering();
      register.copies.push(fd);
      return Promise.resolve();
    },
    printText: async () => Promise.resolve(answering()),
    cashMovement: async () => Promise.resolve(answering()),
    openDrawer: async () => Promise.resolve(answering()),
    async acceptTicket(fd) {
      answering();
      register.tickets.push(fd);
      return Promise.resolve();
    },
    close: async () => Promise.resolve(),
  };
  commit('registration');
  return register;
}

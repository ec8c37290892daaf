import type { RegisterSums } from '../../design/fiscal/shift-check.ts';
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
  /** Receipts that the drive committed, as the gateway handed them over. */
  readonly registered: FiscalReceipt[];
  readonly copies: number[];
  readonly tickets: number[];
  /** While true nothing answers. */
  down: boolean;
  paper: RegisterStatus['paper'];
  /** What its status says instead of calm, `drive` beside what it counts itself. */
  says: Partial<Omit<RegisterStatus, 'drive'>> & { readonly drive?: Partial<RegisterStatus['drive']> };
  fn: string;
  /** Awaited before a receipt is committed: holds the register where a test wants it. */
  gate: Promise<void> | null;
  /** The register believes that the shift is over its 24 hours. */
  expired: boolean;
  /** Its own counters as it answers them; `null`: a model that cannot tell. */
  tells: boolean;
  /** Cash that the register believes in the drawer. */
  cash: number;
  /** A person prints a document at the register's own keys. */
  foreign(type: DriveDocumentType, total?: number): void;
  /** Another drive is put in, or the register exchanged: a fresh one, or that of before with everything it held. */
  swap(fn: string): void;
}

const NOTHING: RegisterSums = { count: 0, cash: 0, card: 0, prepaid: 0, credit: 0, other: 0 };
const NEW_SHIFT = { open: false, number: 0, receipts: 0, sales: NOTHING, refunds: NOTHING };

const added = (sums: RegisterSums, paid: FiscalReceipt['payments']): RegisterSums => ({
  count: sums.count + 1,
  cash: sums.cash + paid.cash,
  card: sums.card + paid.card,
  prepaid: sums.prepaid + paid.prepaid,
  credit: sums.credit + paid.credit,
  other: sums.other + paid.other,
});

/** A test double: a fiscal drive in memory behind the Register interface. */
export function createMemoryRegister(clock: Clock, { carriesOurId = true, fn = '9999000000000001' } = {}): MemoryRegister {
  const documents: DriveDocument[] = [];
  let shift = NEW_SHIFT;
  const shelf = new Map<string, { documents: DriveDocument[]; shift: typeof NEW_SHIFT; cash: number }>();

  function commit(type: DriveDocumentType, more: Partial<DriveDocument> = {}): DriveDocument {
    if (type === 'shift-open') shift = { ...NEW_SHIFT, open: true, number: shift.number + 1 };
    const counted = type === 'receipt' || type === 'correction';
    if (counted) shift = { ...shift, receipts: shift.receipts + 1 };
    const fd = documents.length + 1;
    const document: DriveDocument = {
      fn: register.fn,
      fd,
      fp: String(1_000_000_000 + fd),
      type,
      at: clock.now(),
      shift: shift.number,
      number: counted ? shift.receipts : 0,
      operation: null,
      total: null,
      ourId: null,
      delivered: false,
      ...more,
    };
    if (type === 'shift-close') shift = { ...shift, open: false };
    documents.push(document);
    return document;
  }

  function count(operation: 'sale' | 'refund', paid: FiscalReceipt['payments']): void {
    const side = operation === 'sale' ? 'sales' : 'refunds';
    shift = { ...shift, [side]: added(shift[side], paid) };
    register.cash += operation === 'sale' ? paid.cash : -paid.cash;
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
    registered: [],
    copies: [],
    tickets: [],
    down: false,
    paper: 'present',
    says: {},
    fn,
    gate: null,
    expired: false,
    tells: true,
    cash: 0,
    foreign: (type, total) => {
      commit(type, type === 'receipt' ? { operation: 'sale', total: total ?? 0 } : {});
      if (type === 'receipt') count('sale', { ...NOTHING, cash: total ?? 0 });
    },
    swap(to) {
      shelf.set(register.fn, { documents: [...documents], shift, cash: register.cash });
      const held = shelf.get(to);
      register.fn = to;
      documents.splice(0, documents.length, ...(held?.documents ?? []));
      shift = held?.shift ?? NEW_SHIFT;
      register.cash = held?.cash ?? 0;
      register.expired = false;
      if (!held) commit('registration');
    },
    async status() {
      answering();
      return Promise.resolve({
        fn: register.fn,
        registrationNumber: '0000000005008570',
        serial: '2',
        shift: {
          state: !shift.open ? 'closed' : register.expired ? 'expired' : 'open',
          number: shift.number,
          openedAt: null,
          receipts: shift.receipts,
        },
        lastFd: documents.length,
        openDocument: false,
        paper: register.paper,
        coverOpen: false,
        clock: clock.now(),
        unsent: { count: 0, firstFd: null, firstAt: null },
        ...register.says,
        drive: { state: 'ready', validUntil: clock.now() + 1e10, documentsLeft: 100_000, ...register.says.drive },
      });
    },
    async counters() {
      answering();
      const { number, sales, refunds } = shift;
      return Promise.resolve(register.tells ? { shift: number, sales, refunds, cash: register.cash } : null);
    },
    async openShift() {
      const { document } = under(() => {
        if (shift.open) throw new RegisterFault('not-executed', 'shift-open', 'shift open');
        return commit('shift-open');
      });
      return Promise.resolve(document);
    },
    async closeShift() {
      const { document } = under(() => {
        if (!shift.open) throw new RegisterFault('not-executed', 'shift-closed', 'shift closed');
        register.expired = false;
        return commit('shift-close');
      });
      return Promise.resolve(document);
    },
    async registerReceipt(receipt: FiscalReceipt) {
      const { ourId, operation, total, payments, customer } = receipt;
      register.asked.push(ourId);
      await register.gate;
      const { document, printed } = under(() => {
        if (!shift.open) throw new RegisterFault('not-executed', 'shift-closed', 'shift closed');
        if (register.expired) throw new RegisterFault('not-executed', 'shift-expired', 'shift over 24 h', '4E');
        count(operation, payments);
        register.registered.push(receipt);
        const type = receipt.correction === null ? 'receipt' : 'correction';
        return commit(type, { operation, total, ourId: carriesOurId ? ourId : null });
      });
      const text = [`receipt ${document.fd}`, ...(customer === null ? [] : [`ЭЛ. АДР. ПОКУПАТЕЛЯ ${customer}`])];
      return { document, printed, qr: `qr ${document.fd}`, text };
    },
    async findDocument(fd) {
      answering();
      return Promise.resolve(documents[fd - 1] ?? null);
    },
    cancelOpenDocument: async () => Promise.resolve(answering()),
    async continuePrint() {
      answering();
      if (register.paper === 'out') throw new RegisterFault('not-executed', 'paper-out', 'no paper');
      register.paper = 'present';
      return Promise.resolve();
    },
    async printCopy(fd) {
      answering();
      register.copies.push(fd);
      return Promise.resolve();
    },
    printText: async () => Promise.resolve(answering()),
    async cashMovement(direction, amount) {
      answering();
      register.cash += direction === 'in' ? amount : -amount;
      return Promise.resolve();
    },
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

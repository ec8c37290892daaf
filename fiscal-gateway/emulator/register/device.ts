import { setTimeout as delay } from 'node:timers/promises';
import type { RegisterCounters } from '../../../design/fiscal/shift-check.ts';
import type { Clock } from '../../../design/time/clock.ts';
import type { Cashier, DriveDocument, FiscalReceipt, Registered, RegisterStatus } from '../../register/register.ts';
import type { Answer, Command, CommandError } from './commands.ts';
import type { DeviceMemory, DeviceStore } from './device.store.ts';
import {
  closeShift,
  driveCondition,
  DriveRefusal,
  moveCash,
  newDrive,
  openShift,
  registerReceipt,
  shiftState,
  ticketAccepted,
} from './drive.ts';
import type { Committed, DriveIdentity, DriveState } from './drive.ts';
import { strike } from './faults.ts';
import type { Fault } from './faults.ts';
import { receiptText, reportText } from './print-text.ts';
import type { Letterhead } from './print-text.ts';

export interface DeviceDeps {
  readonly store: DeviceStore;
  readonly clock: Clock;
  readonly identity: DriveIdentity;
  readonly letterhead: Letterhead;
  /** How long a document takes to print, ms. */
  readonly printMs: number;
  /** What a power cut does to the process. */
  readonly die: () => void;
}

/** What becomes of an executed command on the line: answers to send (none, one, or the same twice) and whether the line breaks. */
export interface Delivery {
  readonly answers: readonly Answer[];
  readonly line: 'kept' | 'reset' | 'all-reset';
}

/** The power went while a command ran. */
class PowerCut extends Error {}

const FRESH: DeviceMemory = { paper: 'present', coverOpen: false, openDocument: false, pendingPrint: [], clockOffset: 0 };
/** Tag 1046. */
const OFD_NAME = 'ОФД (эмулятор)';
const PRINTING: readonly string[] = ['openShift', 'closeShift', 'registerReceipt', 'printCopy', 'printText', 'cashMovement'];

export type Device = ReturnType<typeof createDevice>;

/** The register around its drive: one command at a time, printing, memory, and the faults that were armed. */
export function createDevice({ store, clock, identity, letterhead, printMs, die }: DeviceDeps) {
  let drive: DriveState;
  let memory: DeviceMemory;
  let armed: readonly Fault[] = [];
  let busyUntil = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const now = (): number => clock.now() + memory.clockOffset;
  const remember = (change: Partial<DeviceMemory>): void => {
    memory = { ...memory, ...change };
    store.save(drive, memory);
  };

  function begin(): void {
    const held = store.load();
    memory = held?.device ?? FRESH;
    if (held) {
      drive = held.drive;
      return;
    }
    const { state, document } = newDrive(identity, now());
    drive = state;
    const text = reportText({ ...document, type: 'registration' }, null, drive, letterhead);
    store.commit(drive, memory, { document, text, qr: null }, true);
  }
  begin();

  function cutPower(fault: Extract<Fault, { kind: 'power-cut' }>): never {
    if (fault.leave_open) remember({ openDocument: true });
    if (fault.kill) die();
    throw new PowerCut();
  }

  /** Commits and prints. Answers whether the paper came out whole. */
  async function commit(
    { state, document }: Committed,
    text: readonly string[],
    qr: string | null,
    struck: Struck,
  ): Promise<boolean> {
    const power = struck('power-cut');
    const paper = struck('paper-out');
    if (power?.phase === 'before-commit') cutPower(power);
    const slow = printMs + (struck('print-delay')?.ms ?? 0);
    const disturbed = power !== undefined || paper !== undefined || slow > 0;
    drive = state;
    store.commit(drive, memory, { document, text, qr }, !disturbed);
    if (!disturbed) return true;
    if (power?.phase === 'after-commit') cutPower(power);
    if (power) {
      store.paper(now(), document.fd, text.slice(0, Math.ceil(text.length / 2)));
      cutPower(power);
    }
    if (slow > 0) await delay(slow);
    if (!paper) {
      store.paper(now(), document.fd, text);
      return true;
    }
    store.paper(now(), document.fd, text.slice(0, paper.line));
    remember({ paper: 'out', pendingPrint: text.slice(paper.line) });
    return false;
  }

  function assertPrinter(struck: Struck): void {
    if (memory.coverOpen || struck('cover-open')) throw new DriveRefusal('cover-open', '77', 'the cover is open');
    if (memory.paper === 'out') throw new DriveRefusal('paper-out', '6B', 'no receipt paper');
    if (memory.paper === 'waiting-continue') throw new DriveRefusal('busy', '58', 'waiting for the command to continue printing');
  }

  async function report(kind: 'shift-open' | 'shift-close', cashier: Cashier, struck: Struck): Promise<DriveDocument> {
    const before = drive;
    const committed = kind === 'shift-open' ? openShift(before, now()) : closeShift(before, now());
    const text = reportText({ ...committed.document, type: kind }, cashier, committed.state, letterhead);
    await commit(committed, text, null, struck);
    return committed.document;
  }

  async function receipt(params: FiscalReceipt, struck: Struck): Promise<Registered> {
    if (memory.openDocument) throw new DriveRefusal('document-open', '4A', 'a receipt is open');
    const paper = struck('paper-out');
    if (paper?.phase === 'before') {
      remember({ paper: 'out', pendingPrint: [], openDocument: paper.leave_open });
      throw new DriveRefusal('paper-out', '6B', 'the paper ended before the receipt was closed');
    }
    const committed = registerReceipt(drive, params, now());
    const { qr, text } = receiptText(params, committed.document, committed.state, letterhead);
    const printed = await commit(committed, text, qr, struck);
    return { document: committed.document, printed, qr, text };
  }

  function status(): RegisterStatus {
    const at = now();
    const { shift, unsent } = drive;
    return {
      fn: drive.fn,
      registrationNumber: drive.registrationNumber,
      serial: drive.serial,
      inn: drive.inn,
      ofdName: OFD_NAME,
      shift: { state: shiftState(drive, at), number: shift.number, openedAt: shift.openedAt, receipts: shift.receipts },
      lastFd: drive.lastFd,
      openDocument: memory.openDocument,
      paper: memory.paper,
      paperNear: memory.paperNear ?? false,
      coverOpen: memory.coverOpen,
      drawerOpen: memory.drawerOpen ?? false,
      clock: at,
      unsent,
      drive: {
        state: driveCondition(drive, at),
        validUntil: drive.validUntil,
        documentsLeft: drive.documentsLeft,
        warnings: drive.warnings ?? [],
        registrationsLeft: 29,
      },
    };
  }

  function counters(): RegisterCounters {
    const { shift, cash } = drive;
    return { shift: shift.number, sales: shift.sales, refunds: shift.refunds, cash };
  }

  function find(fd: number): DriveDocument | null {
    const held = store.find(fd);
    return held && { ...held.document, qr: held.qr, text: held.text };
  }

  async function run(order: Command, struck: Struck): Promise<unknown> {
    switch (order.command) {
      case 'status':
        return status();
      case 'counters':
        return counters();
      case 'openShift':
        return report('shift-open', order.params.cashier, struck);
      case 'closeShift':
        return report('shift-close', order.params.cashier, struck);
      case 'registerReceipt':
        return receipt(order.params.receipt, struck);
      case 'findDocument':
        return find(order.params.fd);
      case 'cancelOpenDocument':
        if (memory.openDocument) remember({ openDocument: false });
        return null;
      case 'continuePrint':
        if (memory.paper === 'out') throw new DriveRefusal('paper-out', '6B', 'no receipt paper');
        if (memory.pendingPrint.length > 0) store.paper(now(), null, memory.pendingPrint);
        remember({ paper: 'present', pendingPrint: [] });
        return null;
      case 'printCopy': {
        const held = store.find(order.params.fd);
        if (!held) throw new DriveRefusal('refused', '08', 'the drive holds no such document');
        store.paper(now(), order.params.fd, ['КОПИЯ', ...held.text]);
        return null;
      }
      case 'printText':
        store.paper(now(), null, order.params.lines);
        return null;
      case 'cashMovement':
        drive = moveCash(drive, order.params.direction, order.params.amount);
        store.save(drive, memory);
        return null;
      case 'openDrawer':
        return null;
      case 'acceptTicket': {
        if (order.params.ticket.fn !== drive.fn) throw new DriveRefusal('refused', '20', 'a ticket for another drive');
        store.ticket({ ...order.params.ticket, fd: order.params.fd }, (next) => {
          drive = ticketAccepted(drive, next);
          return [drive, memory];
        });
        return null;
      }
    }
  }

  async function carryOut(id: number, order: Command): Promise<Delivery> {
    const { struck: faults, rest } = strike(armed, order.command);
    armed = rest;
    const struck = finder(faults);
    if (struck('reset-before')) return { answers: [], line: 'reset' };
    if (struck('lose-command')) return { answers: [], line: 'kept' };
    let answer: Answer;
    try {
      const busy = struck('busy');
      if (busy) busyUntil = clock.now() + busy.ms;
      if (busy || clock.now() < busyUntil) throw new DriveRefusal('busy', '50', 'printing the previous command');
      const refuse = struck('refuse');
      if (refuse) throw new DriveRefusal(refuse.reason, refuse.code, 'refused by a fault switch');
      if (PRINTING.includes(order.command)) assertPrinter(struck);
      answer = { id, ok: true, result: await run(order, struck) };
    } catch (error) {
      if (error instanceof PowerCut) return { answers: [], line: 'all-reset' };
      if (!(error instanceof DriveRefusal)) throw error;
      answer = { id, ok: false, error: refusal(error) };
    }
    const late = struck('delay');
    if (late) await delay(late.ms);
    if (struck('reset-after')) return { answers: [], line: 'reset' };
    if (struck('drop-answer')) return { answers: [], line: 'kept' };
    return { answers: struck('duplicate-answer') ? [answer, answer] : [answer], line: 'kept' };
  }

  return {
    /** Commands wait for one another, as at a device with one cable. */
    execute(id: number, order: Command): Promise<Delivery> {
      const mine = turn.then(() => carryOut(id, order));
      turn = mine.catch(() => undefined);
      return mine;
    },
    status,
    state: () => ({ status: status(), shift: drive.shift, cash: drive.cash, memory, faults: armed, drive }),
    arm(fault: Fault): void {
      armed = [...armed, fault];
    },
    disarm(): void {
      armed = [];
      busyUntil = 0;
    },
    /** New paper leaves the device waiting for "continue" where something was cut short. */
    setPaper(present: boolean): void {
      if (!present) remember({ paper: 'out' });
      else if (memory.paper === 'out') remember({ paper: memory.pendingPrint.length > 0 ? 'waiting-continue' : 'present' });
    },
    setCover(open: boolean): void {
      remember({ coverOpen: open });
    },
    setPaperNear(near: boolean): void {
      remember({ paperNear: near });
    },
    /** A hand opens or closes it; the command to open it is forgotten at once, as if somebody closed it. */
    setDrawer(open: boolean): void {
      remember({ drawerOpen: open });
    },
    setUnsentSince(at: number): void {
      drive = { ...drive, unsent: { ...drive.unsent, firstAt: drive.unsent.count > 0 ? at : null } };
      store.save(drive, memory);
    },
    setClock(offset: number): void {
      remember({ clockOffset: offset });
    },
    /** Turns the drive's own dials: age of the shift, validity, room, unsent limit. */
    setDrive(change: Partial<Pick<DriveState, DriveDial>>, shiftOpenedAt?: number): void {
      const shift = shiftOpenedAt === undefined || !drive.shift.open ? drive.shift : { ...drive.shift, openedAt: shiftOpenedAt };
      drive = { ...drive, ...change, shift };
      store.save(drive, memory);
    },
    reset(): void {
      armed = [];
      busyUntil = 0;
      store.clear();
      begin();
    },
    /** Resolves when the command under way has ended. */
    idle: (): Promise<unknown> => turn,
  };
}

type DriveDial = 'validUntil' | 'documentsLeft' | 'unsentLimit' | 'warnings' | 'failed' | 'registrationNumber';
type Struck = ReturnType<typeof finder>;

const finder =
  (faults: readonly Fault[]) =>
  <K extends Fault['kind']>(kind: K): Extract<Fault, { kind: K }> | undefined =>
    faults.find((f): f is Extract<Fault, { kind: K }> => f.kind === kind);

const refusal = ({ reason, code, message }: DriveRefusal): CommandError => ({ reason, deviceCode: code, message });

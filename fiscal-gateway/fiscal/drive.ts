import { DomainError } from '../../design/errors.ts';
import type { ErrorCode } from '../../design/errors.ts';
import { FOUND_IN_DRIVE } from '../../design/reconcile/till-ledger.ts';
import type { Context } from '../context.ts';
import type { DriveDocument, Register, RegisterStatus } from '../register/register.ts';
import type { DriveJournal } from './drive-journal.ts';
import type { Executor } from './executor.ts';
import { asFault, errorOf } from './faults.ts';
import type { Settlement } from './settlement.ts';
import type { SignedDecision } from './shift-closing.ts';

const IMPORT_CHUNK = 100;
/** How often the register is asked in passing, ms: while it is not known to agree with the journal, and afterwards. */
const POLL = { unchecked: 1_000, checked: 10_000 } as const;

/**
 * The drive and the journal, kept in step. `ready` is the one gate in front of every fiscal command: it proves that the journal holds
 * every document of the drive and that nothing begun is left undecided; whatever casts doubt on that closes the gate again.
 */
export interface Drive {
  /** In a turn of the executor only. Throws a DomainError where register and journal cannot be brought together. */
  ready(): Promise<Register>;
  /** Something happened whose effect is not known: ask before the next command. */
  doubt(): void;
  readonly checked: boolean;
  /** Why no sale is possible although the register answers, e.g. DRIVE_CHANGED. */
  readonly blocked: ErrorCode | null;
  /** Last known status; `null` before the first contact or since it stopped answering. */
  readonly seen: RegisterStatus | null;
  /** When `seen` was answered, epoch ms of our clock. */
  readonly seenAt: number;
  /** Asks the register now. Throws a DomainError where it does not answer. */
  ask(): Promise<RegisterStatus>;
  /**
   * A person confirms another drive in the register. A shift that is open on the old one is closed in our books, for which an
   * administrator must sign: SIGNATURE_REQUIRED, SIGNATURE_ROLE.
   */
  adopt(fn: string, signed: SignedDecision | null): Promise<void>;
  /** Keeps asking in passing until the signal aborts; `looked` hears of every attempt. */
  watch(signal: AbortSignal, looked?: () => void): Promise<void>;
}

export function createDrive(context: Context, executor: Executor, image: DriveJournal, settlement: Settlement): Drive {
  const { register, journal, stores, clock, timers, log, events, alarms } = context;
  let checked = false;
  let blocked: ErrorCode | null = null;
  let seen: RegisterStatus | null = null;
  let seenAt = 0;

  function configured(): Register {
    if (register === null) throw new DomainError('REGISTER_NOT_CONFIGURED');
    return register;
  }

  const see = (status: RegisterStatus): RegisterStatus => {
    seenAt = clock.now();
    seen = status;
    return status;
  };

  async function answered<T>(question: (register: Register) => Promise<T>): Promise<T> {
    try {
      return await question(configured());
    } catch (error) {
      if (error instanceof DomainError) throw error;
      checked = false;
      seen = null;
      const fault = asFault(error);
      throw fault.outcome === 'unknown' ? new DomainError('REGISTER_UNREACHABLE', { reason: fault.reason }, 3) : errorOf(fault);
    }
  }

  /** A stale open document is annulled: it holds nothing that the drive committed, and the next receipt could not begin. */
  async function statusWithoutOpenDocument(): Promise<RegisterStatus> {
    const status = await answered((r) => r.status());
    if (!status.openDocument) return status;
    await answered((r) => r.cancelOpenDocument());
    return answered((r) => r.status());
  }

  async function agreeOnDrive(status: RegisterStatus): Promise<void> {
    const current = stores.drives.current();
    if (current === null) {
      await journal.commit(() => {
        stores.drives.adopt(status, clock.now());
        stores.log.append(clock.now(), 'INFO', 'drive_adopted', null, `ФН ${status.fn}`, { first: true, last_fd: status.lastFd });
      });
      log.info('drive_adopted', { fn: status.fn, last_fd: status.lastFd });
      return;
    }
    const behind = current.fn === status.fn && status.lastFd < (stores.documents.last(status.fn)?.fd ?? 0);
    blocked = current.fn !== status.fn || behind ? 'DRIVE_CHANGED' : null;
    const found = { expected: current.fn, found: status.fn, last_fd: status.lastFd };
    alarms.set('DRIVE_CHANGED', blocked !== null, found);
    if (blocked) throw new DomainError(blocked, found);
    const { inn = null, ofdName = null } = status;
    if (current.inn !== inn || current.ofd_name !== ofdName) await journal.commit(() => stores.drives.learn(status));
  }

  /** Documents that the drive holds and the journal does not: a restored PC, a lost answer, keys pressed at the register. */
  async function importMissing({ fn, lastFd }: RegisterStatus): Promise<number[]> {
    const missing = stores.documents.missing(fn, lastFd);
    const unreadable: number[] = [];
    const settled: string[] = [];
    for (let from = 0; from < missing.length; from += IMPORT_CHUNK) {
      const documents: DriveDocument[] = [];
      for (const fd of missing.slice(from, from + IMPORT_CHUNK)) {
        const document = await answered((r) => r.findDocument(fd));
        if (document) documents.push(document);
        else unreadable.push(fd);
      }
      await journal.commit(() => {
        for (const document of documents) {
          if (document.type === 'shift-close') settled.push(...settlement.settleBefore(fn, unreadable));
          image.record(document);
          const details = { code: FOUND_IN_DRIVE, type: document.type, delivered: document.delivered === true };
          stores.copy.append({ kind: 'alert', fn, fd: document.fd, details }, clock.now());
          const receipt = settlement.imported(document);
          if (receipt) settled.push(receipt);
          stores.log.append(clock.now(), 'WARN', 'document_imported', null, `ФД ${document.fd}: ${document.type}`);
        }
      });
    }
    if (missing.length === 0) return [];
    if (unreadable.length > 0) log.error('documents_missing_in_drive', { fn, count: unreadable.length, first: unreadable[0] });
    log.info('documents_imported', { fn, count: missing.length - unreadable.length });
    for (const id of settled) events.emit({ type: 'receipt', id });
    for (const type of ['shift', 'buffer', 'queue', 'copy'] as const) events.emit({ type });
    return unreadable;
  }

  async function ready(): Promise<Register> {
    const device = configured();
    if (checked) return device;
    await journal.idle();
    const status = see(await statusWithoutOpenDocument());
    await agreeOnDrive(status);
    const unreadable = await importMissing(status);
    await settlement.settle(status.fn, unreadable);
    checked = true;
    return device;
  }

  /** Low priority: a person at the register's own keys, a changed drive, a register that came back. */
  const look = (): Promise<void> =>
    executor.run('low', async () => {
      if (checked) {
        await journal.idle();
        const status = see(await answered((r) => r.status()));
        const known = stores.drives.current()?.fn;
        checked = status.fn === known && status.lastFd === (stores.documents.last(status.fn)?.fd ?? 0) && !status.openDocument;
      }
      await ready();
    });

  return {
    ready,
    doubt() {
      checked = false;
    },
    get checked() {
      return checked;
    },
    get blocked() {
      return blocked;
    },
    get seen() {
      return seen;
    },
    get seenAt() {
      return seenAt;
    },
    ask: () =>
      executor.run('high', async () => {
        await ready();
        return see(await answered((r) => r.status()));
      }),
    adopt: (fn, signed) =>
      executor.run('high', async () => {
        const status = await answered((r) => r.status());
        if (status.fn !== fn) throw new DomainError('DRIVE_CHANGED', { expected: fn, found: status.fn });
        await journal.idle();
        const open = image.openShift();
        const left = open && open.fn !== fn ? open : null;
        // A shift that can never be closed at its register: its books are closed on somebody's word.
        if (left && signed === null) throw new DomainError('SIGNATURE_REQUIRED', { shift: left.number, fn: left.fn });
        if (left && signed?.role !== 'administrator') throw new DomainError('SIGNATURE_ROLE', { role: signed?.role });
        await journal.commit(() => {
          if (left) image.leave(left, signed);
          stores.drives.adopt(status, clock.now());
          const details = {
            fn,
            before: left?.fn,
            shift: left?.number,
            by: signed?.by,
            role: signed?.role,
            reason: signed?.reason,
          };
          stores.log.append(clock.now(), 'WARN', 'drive_adopted', null, `ФН ${fn}`, details);
        });
        checked = false;
        blocked = null;
        for (const type of ['shift', 'buffer', 'queue', 'copy'] as const) events.emit({ type });
        await ready();
      }),
    async watch(signal, looked) {
      let told: string | null = null;
      while (!signal.aborted && register !== null) {
        const failure = await look().then(
          () => null,
          (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
        );
        // Said once, not every second of a night with the register switched off.
        if (failure !== told) log[failure === null ? 'info' : 'warn']('register_state', { problem: failure });
        told = failure;
        looked?.();
        await timers.sleep(checked ? POLL.checked : POLL.unchecked, signal);
      }
    },
  };
}

import { DomainError } from '../../design/errors.ts';
import type { ErrorCode } from '../../design/errors.ts';
import type { Context } from '../context.ts';
import type { Cashier, DriveDocument, Register } from '../register/register.ts';
import type { DriveJournal } from './drive-journal.ts';
import type { Drive } from './drive.ts';
import { asFault, errorOf } from './faults.ts';
import type { CloseIntent, OpenIntent, ShiftKey } from './shift-closing.ts';

/** What keeps a register from making its report, so that a signed word may close the books without it. */
const NO_REGISTER: readonly ErrorCode[] = [
  'REGISTER_UNREACHABLE',
  'REGISTER_NOT_CONFIGURED',
  'DRIVE_REFUSED',
  'REGISTER_CLOCK_WRONG',
  'REGISTER_FAILURE',
  'DRIVE_CHANGED',
  'OUTCOME_UNKNOWN',
];

export const isNoRegister = (error: unknown): boolean => error instanceof DomainError && NO_REGISTER.includes(error.code);

/** The two fiscal commands of a shift. In a turn of the executor only; resolves once the journal has the report on the disk. */
export interface ShiftCommands {
  open(key: ShiftKey, cashier: Cashier, intent: OpenIntent): Promise<void>;
  close(key: ShiftKey, cashier: Cashier, intent: CloseIntent): Promise<void>;
}

interface Command {
  readonly kind: 'open' | 'close';
  readonly key: ShiftKey;
  readonly how: OpenIntent | CloseIntent;
  readonly order: (device: Register) => Promise<DriveDocument>;
  readonly isDone: () => boolean;
}

export function createShiftCommands(
  { journal, stores, clock, crash }: Context,
  { drive, image }: { readonly drive: Drive; readonly image: DriveJournal },
): ShiftCommands {
  /**
   * A report whose making may be interrupted: what was ordered is noted first; after a doubt the drive's own list says whether it is
   * there, and whatever is found bears the noted cashier, cash and signature.
   */
  async function make({ kind, key, how, order, isDone }: Command): Promise<void> {
    const device = await drive.ready();
    if (isDone()) return;
    await journal.commit(() =>
      stores.shifts.intend({ kind, fn: key.fn, shift: key.number, how: JSON.stringify(how), at: clock.now() }),
    );
    crash('before-shift-command');
    let document: DriveDocument;
    try {
      document = await order(device);
    } catch (error) {
      const fault = asFault(error);
      drive.doubt();
      if (fault.outcome === 'not-executed') {
        await journal.commit(() => stores.shifts.forgetIntent(kind));
        throw errorOf(fault);
      }
      await drive.ready().catch(() => {
        throw new DomainError('OUTCOME_UNKNOWN', {}, 3);
      });
      if (isDone()) return;
      throw new DomainError('REGISTER_UNREACHABLE', {}, 3);
    }
    crash('after-shift-command');
    try {
      await journal.commit(() => image.record(document));
    } catch (error) {
      drive.doubt();
      throw error;
    }
  }

  return {
    open: (key, cashier, how) =>
      make({ kind: 'open', key, how, order: (device) => device.openShift(cashier), isDone: () => image.openShift() !== null }),
    close: (key, cashier, how) =>
      make({
        kind: 'close',
        key,
        how,
        order: (device) => device.closeShift(cashier),
        isDone: () => stores.shifts.get(key.fn, key.number)?.closed_fd != null,
      }),
  };
}

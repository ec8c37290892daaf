import type { RegisterCounters } from '../../design/fiscal/shift-check.ts';
import { createLineClient } from './line-client.ts';
import type { LineClient, LineOutcome } from './line-client.ts';
import { RegisterFault } from './register.ts';
import type { DriveDocument, Register, Registered, RegisterFaultReason, RegisterStatus } from './register.ts';

export interface EmulatedRegisterOptions {
  readonly host: string;
  readonly port: number;
  /** How long a document may take, ms. Shift and receipt close of real registers need 30 s (mark keys, printing). */
  readonly timeoutMs?: number;
}

interface DeviceAnswer {
  readonly ok: boolean;
  readonly result?: unknown;
  readonly error?: { readonly reason: RegisterFaultReason; readonly deviceCode: string | null; readonly message: string };
}

/** Questions change nothing, so silence is never an unknown outcome; they also need not wait for a printer. */
const QUESTION_TIMEOUT = 5_000;

/** The register emulator behind the Register interface: one command at a time over its TCP protocol. */
export const createEmulatedRegister = ({ host, port, timeoutMs = 30_000 }: EmulatedRegisterOptions): Register =>
  registerOnLine(createLineClient(host, port), timeoutMs);

/** The same over any line, e.g. one that a fault test holds in its hands. */
export function registerOnLine(line: LineClient, timeoutMs: number): Register {
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  const order = <T>(command: string, params: unknown = {}): Promise<T> =>
    inTurn(async () => resultOf<T>(await line.ask(command, params, timeoutMs), 'order'));
  const question = <T>(command: string, params: unknown = {}): Promise<T> =>
    inTurn(async () => resultOf<T>(await line.ask(command, params, Math.min(timeoutMs, QUESTION_TIMEOUT)), 'question'));

  return {
    kind: 'emulator',
    carriesOurId: true,
    status: () => question<RegisterStatus>('status'),
    counters: () => question<RegisterCounters>('counters'),
    openShift: (cashier) => order<DriveDocument>('openShift', { cashier }),
    closeShift: (cashier) => order<DriveDocument>('closeShift', { cashier }),
    registerReceipt: (receipt) => order<Registered>('registerReceipt', { receipt }),
    findDocument: (fd) => question<DriveDocument | null>('findDocument', { fd }),
    cancelOpenDocument: () => order<void>('cancelOpenDocument'),
    continuePrint: () => order<void>('continuePrint'),
    printCopy: (fd) => order<void>('printCopy', { fd }),
    printText: (lines) => order<void>('printText', { lines }),
    cashMovement: (direction, amount) => order<void>('cashMovement', { direction, amount }),
    openDrawer: () => order<void>('openDrawer'),
    acceptTicket: (fd, ticket) => order<void>('acceptTicket', { fd, ticket }),
    close: () => {
      line.close();
      return Promise.resolve();
    },
  };
}

function resultOf<T>(outcome: LineOutcome, kind: 'order' | 'question'): T {
  if (outcome.kind === 'no-answer') {
    const known = !outcome.sent || kind === 'question';
    throw new RegisterFault(known ? 'not-executed' : 'unknown', outcome.timeout ? 'timeout' : 'unreachable', outcome.message);
  }
  const answer = outcome.answer as DeviceAnswer;
  if (answer.ok) return answer.result as T;
  const { reason, deviceCode, message } = answer.error ?? { reason: 'refused' as const, deviceCode: null, message: 'refused' };
  throw new RegisterFault('not-executed', reason, message, deviceCode);
}

import { z } from 'zod';
import { COMMAND_NAMES } from './commands.ts';

/**
 * What can go wrong between a gateway and a real register (fiscal reference, emulator specification), armed on the control port and
 * used up by the next commands it fits.
 */
const when = {
  /** Which command it waits for; `*` any. */
  command: z.enum([...COMMAND_NAMES, '*']).default('registerReceipt'),
  /** How many times it strikes; -1 until cleared. */
  times: z.int().min(-1).default(1),
  /** Fitting commands that pass unharmed first. */
  skip: z.int().min(0).default(0),
};
const ms = z.int().min(0).max(600_000);
const reason = z.enum([
  'busy',
  'paper-out',
  'cover-open',
  'shift-closed',
  'shift-open',
  'shift-expired',
  'document-open',
  'drive-refused',
  'refused',
  'cash-not-enough',
  'clock',
]);

export const fault = z.discriminatedUnion('kind', [
  /** Executed, the answer never comes; the connection stays. */
  z.object({ kind: z.literal('drop-answer'), ...when }),
  /** The answer comes twice. */
  z.object({ kind: z.literal('duplicate-answer'), ...when }),
  /** Not executed, no answer. */
  z.object({ kind: z.literal('lose-command'), ...when }),
  /** Not executed, connection reset. */
  z.object({ kind: z.literal('reset-before'), ...when }),
  /** Executed, connection reset. */
  z.object({ kind: z.literal('reset-after'), ...when }),
  /** Executed, the answer comes late. */
  z.object({ kind: z.literal('delay'), ms, ...when }),
  /** Answers "printing the previous command" (50h) for so long from the first struck command on. */
  z.object({ kind: z.literal('busy'), ms, ...when }),
  /** Paper ends before the drive commits (nothing registered; `leave_open` keeps the document open) or after it, at a line. */
  z.object({
    kind: z.literal('paper-out'),
    phase: z.enum(['before', 'after']),
    line: z.int().min(0).default(0),
    leave_open: z.boolean().default(false),
    ...when,
  }),
  /** The cover stands open for this command. */
  z.object({ kind: z.literal('cover-open'), ...when }),
  /** The power goes. `kill`: the process dies by SIGKILL; else it comes back at once, all connections gone, as NVRAM would have it. */
  z.object({
    kind: z.literal('power-cut'),
    phase: z.enum(['before-commit', 'after-commit', 'mid-print']),
    kill: z.boolean().default(true),
    leave_open: z.boolean().default(false),
    ...when,
  }),
  /** Refused with a reason and the device's own code, e.g. a VAT rate that the firmware does not know: refused, 33. */
  z.object({ kind: z.literal('refuse'), reason, code: z.string().default('33'), ...when }),
  /** Printing takes longer. */
  z.object({ kind: z.literal('print-delay'), ms, ...when }),
]);
export type Fault = z.infer<typeof fault>;

/** The faults that strike this command, and what remains armed. Only the first fault of each kind strikes. */
export function strike(armed: readonly Fault[], command: string): { struck: Fault[]; rest: Fault[] } {
  const struck: Fault[] = [];
  const rest: Fault[] = [];
  for (const candidate of armed) {
    const fits = (candidate.command === '*' || candidate.command === command) && !struck.some((f) => f.kind === candidate.kind);
    if (!fits) rest.push(candidate);
    else if (candidate.skip > 0) rest.push({ ...candidate, skip: candidate.skip - 1 });
    else {
      struck.push(candidate);
      if (candidate.times < 0) rest.push(candidate);
      else if (candidate.times > 1) rest.push({ ...candidate, times: candidate.times - 1 });
    }
  }
  return { struck, rest };
}

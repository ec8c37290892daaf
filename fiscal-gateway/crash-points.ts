import process from 'node:process';

/**
 * Places where fault tests kill the process (OPTICS_CRASH_AT, demo mode only). `STEPS` are named in the code; `EXCHANGES` stand before and
 * after every call to register, operator and server and every durable write, by construction (`crash-boundaries.ts`).
 */
const STEPS = [
  'after-store',
  'before-register',
  'after-register',
  'after-commit',
  'before-ofd-send',
  'after-ofd-send',
  'before-ofd-mark',
  'after-ofd-mark',
  'before-ticket',
  'before-shift-command',
  'after-shift-command',
  'after-cash-command',
] as const;

/** Commands of the register → their points. */
export const REGISTER_EXCHANGES = {
  status: 'register-status',
  counters: 'register-counters',
  openShift: 'register-open-shift',
  closeShift: 'register-close-shift',
  registerReceipt: 'register-receipt',
  findDocument: 'register-find-document',
  cancelOpenDocument: 'register-cancel-document',
  continuePrint: 'register-continue-print',
  printCopy: 'register-print-copy',
  printText: 'register-print-text',
  cashMovement: 'register-cash',
  openDrawer: 'register-drawer',
  acceptTicket: 'register-ticket',
} as const;

/** Calls to the operator, the server, the disk. */
export const OTHER_EXCHANGES = {
  send: 'operator-send',
  ask: 'operator-ask',
  ticket: 'operator-ticket',
  probe: 'operator-probe',
  heartbeat: 'server-heartbeat',
  journal: 'server-journal',
  write: 'write',
  lateWrite: 'late-write',
  backup: 'backup',
} as const;

type Exchange =
  (typeof REGISTER_EXCHANGES)[keyof typeof REGISTER_EXCHANGES] | (typeof OTHER_EXCHANGES)[keyof typeof OTHER_EXCHANGES];
export type CrashPoint = (typeof STEPS)[number] | `${'before' | 'after'}-${Exchange}`;

export const CRASH_POINTS: readonly CrashPoint[] = [
  ...STEPS,
  ...[...Object.values(REGISTER_EXCHANGES), ...Object.values(OTHER_EXCHANGES)].flatMap(
    (exchange) => [`before-${exchange}`, `after-${exchange}`] as const,
  ),
];

export type Crash = (point: CrashPoint) => void;

/**
 * `name` or `name:n`: kills this very process (SIGKILL: no handler runs, nothing is flushed) the n-th time the point is passed (1 by
 * default). Throws where there is no such point.
 */
export function crashAt(name: string | null): Crash {
  if (name === null) return () => undefined;
  const [, point, times = '1'] = /^([a-z-]+)(?::(\d+))?$/.exec(name) ?? [];
  if (!(CRASH_POINTS as readonly (string | undefined)[]).includes(point)) {
    throw new Error(`OPTICS_CRASH_AT=${name}: the points are ${CRASH_POINTS.join(', ')}`);
  }
  let left = Number(times);
  return (passed) => {
    if (passed !== point) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}

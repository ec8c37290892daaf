import process from 'node:process';

/** Places where fault tests kill the process (OPTICS_CRASH_AT, demo mode only). */
export const CRASH_POINTS = [
  'after-store',
  'before-register',
  'after-register',
  'after-commit',
  'before-ofd-send',
  'after-ofd-send',
  'before-ofd-mark',
  'after-ofd-mark',
  'before-ticket',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** Kills this very process (SIGKILL: no handler runs, nothing is flushed) the first time the named point is passed. */
export function crashAt(name: string | null): (point: CrashPoint) => void {
  if (name === null) return () => undefined;
  if (!(CRASH_POINTS as readonly string[]).includes(name)) {
    throw new Error(`OPTICS_CRASH_AT=${name}: the points are ${CRASH_POINTS.join(', ')}`);
  }
  return (point) => {
    if (point === name) process.kill(process.pid, 'SIGKILL');
  };
}

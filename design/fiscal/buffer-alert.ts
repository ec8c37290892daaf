import { BUFFER_THRESHOLDS, bufferLevel, type BufferLevel } from './limits.ts';

/**
 * When a cashier is told of a filling buffer (requirements A-64…A-67): once at 80, at 90 and at 100 %, and again only after it had fallen
 * clearly below the mark, so that a buffer swaying about a mark does not open a dialog with every receipt.
 */
export interface BufferAlert {
  /** The highest mark that was told and has not been left since. */
  readonly told: BufferLevel;
}

export const NOTHING_TOLD: BufferAlert = { told: 'normal' };

/** Per cent of the capacity that a buffer must fall below a mark before the mark is told anew. */
export const BUFFER_HYSTERESIS = 5;

const ORDER: readonly BufferLevel[] = ['normal', 'warning', 'critical', 'full'];
const rank = (level: BufferLevel): number => ORDER.indexOf(level);

/** The highest mark that a buffer of this fill has not left yet, given that it was there. */
function held(percent: number): BufferLevel {
  const above = (['full', 'critical', 'warning'] as const).find(
    (level) => percent >= BUFFER_THRESHOLDS[level] - BUFFER_HYSTERESIS,
  );
  return above ?? 'normal';
}

/** What is told after the buffer was seen: marks that it has left are armed again. */
export function bufferSeen(alert: BufferAlert, queued: number, capacity: number): BufferAlert {
  const percent = capacity > 0 ? (queued * 100) / capacity : 100;
  const most = held(percent);
  return rank(alert.told) > rank(most) ? { told: most } : alert;
}

/** The dialog that is due now, or `null`. */
export function bufferDue(alert: BufferAlert, queued: number, capacity: number): Exclude<BufferLevel, 'normal'> | null {
  const level = bufferLevel(queued, capacity);
  return level !== 'normal' && rank(level) > rank(alert.told) ? level : null;
}

/** A person has seen the dialog of `level`. */
export const bufferTold = (alert: BufferAlert, level: BufferLevel): BufferAlert =>
  rank(level) > rank(alert.told) ? { told: level } : alert;

/** What goes on at the till while the buffer is looked at. */
export interface BufferMoment {
  /** A payment has just been refused because the buffer is full. */
  readonly refused: boolean;
  /** Nobody is paying, typing or scanning: a dialog takes no finger from a payment and no key from a word. */
  readonly quiet: boolean;
}

/**
 * The dialog that stands on the screen now, or `null`. A payment that the full buffer refused is answered at once, however often
 * it was told before; everything else waits for a quiet moment.
 */
export function bufferShown(alert: BufferAlert, queued: number, capacity: number, { refused, quiet }: BufferMoment) {
  if (refused && bufferLevel(queued, capacity) === 'full') return 'full';
  return quiet ? bufferDue(alert, queued, capacity) : null;
}

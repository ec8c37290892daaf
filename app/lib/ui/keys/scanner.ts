/**
 * Tells a barcode scanner (a keyboard that types fast and ends with Enter) from a person. Read by `event.code`, so a Russian layout
 * does not matter. Pure: the instant comes in with the key.
 */

/** Scanners send a key every 1–20 ms; the fastest typists need about 60. */
export const SCAN_GAP_MS = 35;
/** EAN-8, UPC-A, EAN-13, GTIN-14. */
const LENGTHS = { min: 8, max: 14 } as const;

export interface ScanState {
  readonly digits: string;
  /** `event.timeStamp` (ms) of the last digit. */
  readonly last: number;
}

export const NO_SCAN: ScanState = { digits: '', last: -Infinity };

export interface ScanKey {
  readonly code: string;
  readonly timeStamp: number;
  readonly shiftKey?: boolean;
}

export interface ScanStep {
  readonly state: ScanState;
  /** A whole barcode, when this key ended one. */
  readonly scanned: string | null;
}

const digitOf = (code: string): string | null => /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? null;

/** The next state after a key. Anything but a quick digit starts anew. */
export function scanStep(state: ScanState, key: ScanKey): ScanStep {
  const quick = key.timeStamp - state.last <= SCAN_GAP_MS;
  if (key.code === 'Enter' || key.code === 'NumpadEnter' || key.code === 'Tab') {
    const whole = quick && state.digits.length >= LENGTHS.min && state.digits.length <= LENGTHS.max;
    return { state: NO_SCAN, scanned: whole ? state.digits : null };
  }
  const digit = key.shiftKey ? null : digitOf(key.code);
  if (digit === null) return { state: NO_SCAN, scanned: null };
  return { state: { digits: quick ? state.digits + digit : digit, last: key.timeStamp }, scanned: null };
}

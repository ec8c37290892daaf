import { charOf, controlOf, GS } from './scan-keys.ts';

/**
 * Tells a barcode scanner (a keyboard that types fast and mostly ends with Enter) from a person, for labels of any printable text:
 * EAN, Code 128 with letters, GS1 DataMatrix with FNC1, the QR code of a receipt. Pure: the instant comes in with the key.
 */

/** Scanners send a key every 1–20 ms; the fastest typists need about 60. */
export const SCAN_GAP_MS = 35;
/** A wireless scanner stalls now and then: one pause may be so many times as long, the label as a whole may not be slow. */
const STALL = 4;
/** GS1 allows 90 characters, a receipt's QR code about 90; more is somebody leaning on a key. */
const LONGEST = 512;

/** A key or up to four characters around a label; `''` is none. Keys: `Enter`, `Tab`, `F1`…`F12`; a suffix may be `auto`. */
export type ScanMark = string;

export interface ScannerOptions {
  /** Sent before each label. With one set, nothing else counts as a label. */
  readonly prefix: ScanMark;
  /** Sent after each label. `auto`: Enter or Tab. `''`: nothing, and the label ends when the keys stop. */
  readonly suffix: ScanMark;
  /** Shorter texts are left to whoever typed them. */
  readonly minLength: number;
  /** ms between two keys of a label, at most. */
  readonly gap: number;
}
export const SCANNER_DEFAULTS: ScannerOptions = { prefix: '', suffix: 'auto', minLength: 6, gap: SCAN_GAP_MS };

export interface ScanState {
  readonly text: string;
  /** The prefix key came before this text. */
  readonly begun: boolean;
  /** Keys of this text, and how many of the last ones came quickly one after the other. */
  readonly keys: number;
  readonly run: number;
  /** `event.timeStamp` (ms) of its first key. */
  readonly since: number;
  /** `event.timeStamp` (ms) of the last key. */
  readonly last: number;
  /** Digits of a character that is typed as Alt and its number, as «universal» wedges do. */
  readonly alt: string;
}
export const NO_SCAN: ScanState = { text: '', begun: false, keys: 0, run: 0, since: -Infinity, last: -Infinity, alt: '' };

export interface ScanKey {
  readonly code: string;
  readonly timeStamp: number;
  readonly shiftKey?: boolean;
  readonly ctrlKey?: boolean;
  readonly altKey?: boolean;
  readonly metaKey?: boolean;
}

export interface ScanStep {
  readonly state: ScanState;
  /** A whole label, when this key ended one. */
  readonly scanned: string | null;
  /** The key belongs to a label and is no character: it must press nothing and call nothing. */
  readonly mine: boolean;
}

const MODIFIERS = /^(?:Shift|Control|Alt|Meta)(?:Left|Right)$|^(?:CapsLock|NumLock)$/;
const isNamed = (mark: ScanMark): boolean => /^(?:Enter|Tab|F\d{1,2})$/.test(mark);
const isEnd = (code: string): boolean => code === 'Enter' || code === 'NumpadEnter' || code === 'Tab';
const named = (code: string): string => (code === 'NumpadEnter' ? 'Enter' : code);

/** Without the marks around it; `null` where it is no label: too short, without a digit, without its prefix or suffix. */
function labelOf(state: ScanState, { prefix, suffix, minLength, gap }: ScannerOptions): string | null {
  let { text } = state;
  if (state.last - state.since > gap * Math.max(1, state.keys - 1)) return null;
  if (isNamed(prefix) && !state.begun) return null;
  if (prefix !== '' && !isNamed(prefix)) {
    if (!text.startsWith(prefix)) return null;
    text = text.slice(prefix.length);
  }
  if (suffix !== '' && suffix !== 'auto' && !isNamed(suffix) && text.endsWith(suffix)) text = text.slice(0, -suffix.length);
  // A word is no label: even a robot that types «ray ban» is searching.
  return text.length >= minLength && /\d/.test(text) ? text : null;
}

const altChar = (alt: string): string => (alt === '' ? '' : String.fromCharCode(Number(alt) % 256));

/** The next state after a key. */
export function scanStep(before: ScanState, key: ScanKey, options: ScannerOptions = SCANNER_DEFAULTS): ScanStep {
  const pause = key.timeStamp - before.last;
  const quick = pause <= options.gap;
  const near = pause <= options.gap * STALL;
  if (MODIFIERS.test(key.code)) {
    // Alt down begins the next numbered character; the others only change the key that follows.
    const flushed = near && before.alt !== '' ? { ...before, text: before.text + altChar(before.alt), alt: '' } : before;
    return { state: quick ? { ...flushed, last: key.timeStamp } : flushed, scanned: null, mine: false };
  }
  const state: ScanState = near ? before : NO_SCAN;
  const reading = quick && state.run >= 2;
  const since = state.keys === 0 ? key.timeStamp : state.since;
  const run = quick ? state.run + 1 : 1;
  const grow = (char: string, mine = false): ScanStep => {
    const text = state.text + altChar(state.alt) + char;
    const next: ScanState = { ...state, text, alt: '', keys: state.keys + 1, run, since, last: key.timeStamp };
    if (text.length > LONGEST) return { state: NO_SCAN, scanned: null, mine: false };
    const { suffix } = options;
    if (suffix !== '' && suffix !== 'auto' && !isNamed(suffix) && quick && text.endsWith(suffix)) {
      const scanned = labelOf(next, options);
      if (scanned !== null) return { state: NO_SCAN, scanned, mine: true };
    }
    return { state: next, scanned: null, mine: mine && reading };
  };
  const end = (): ScanStep => {
    const scanned = labelOf({ ...state, text: state.text + altChar(state.alt) }, options);
    return { state: NO_SCAN, scanned, mine: scanned !== null };
  };

  if (key.metaKey) return { state: NO_SCAN, scanned: null, mine: false };
  if (key.altKey) {
    const digit = /^Numpad(\d)$/.exec(key.code)?.[1];
    if (digit === undefined) return { state: NO_SCAN, scanned: null, mine: false };
    return {
      state: { ...state, alt: state.alt + digit, keys: state.keys + 1, run, since, last: key.timeStamp },
      scanned: null,
      mine: false,
    };
  }
  if (key.ctrlKey) {
    const control = controlOf(key.code);
    if (control === 'end' && reading) return end();
    if (control === GS && state.keys >= 1) return grow(GS, true);
    return { state: NO_SCAN, scanned: null, mine: false };
  }

  const name = named(key.code);
  const { prefix, suffix } = options;
  if (isNamed(prefix) && name === prefix && !state.begun && state.text === '') {
    return {
      state: { ...NO_SCAN, begun: true, last: key.timeStamp },
      scanned: null,
      mine: prefix !== 'Enter' && prefix !== 'Tab',
    };
  }
  const ends = suffix === 'auto' || suffix === '' ? isEnd(key.code) : name === suffix;
  if (ends) return near ? end() : { state: NO_SCAN, scanned: null, mine: false };
  // Wedges that cannot send Ctrl send GS as F8.
  if (key.code === 'F8' && reading) return grow(GS, true);
  const char = charOf(key.code, key.shiftKey === true);
  if (char === null) return { state: NO_SCAN, scanned: null, mine: false };
  return grow(char);
}

/** The keys have stopped for longer than the gap: with no suffix set that is the end of a label. */
export function scanPause(state: ScanState, options: ScannerOptions): Pick<ScanStep, 'state' | 'scanned'> {
  if (options.suffix !== '') return { state, scanned: null };
  return { state: NO_SCAN, scanned: labelOf({ ...state, text: state.text + altChar(state.alt) }, options) };
}

/** Keys are coming quickly: whatever they mean as hotkeys, they are a label's. */
export const isReading = (state: ScanState): boolean => state.run >= 2;

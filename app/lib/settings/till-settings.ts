import { LANGUAGES, type Language } from '../i18n/i18n.ts';
import { SCANNER_DEFAULTS, type ScannerOptions } from '../scanner/scan-machine.ts';

/** What a till keeps about itself: its screen, its scanner, its printer. Plain data on the device; the gateway keeps what is the gateway's. */
export interface TillSettings {
  /** What people call this workplace; null until somebody named it. */
  readonly deviceName: string | null;
  /** Characters a line on the receipt paper: 58 mm takes 32, 80 mm takes 42 or 48. */
  readonly printerWidth: PrinterWidth;
  readonly scanner: ScannerOptions;
  /** The card terminal (requirements A-20). */
  readonly terminal: { readonly kind: TerminalKind; readonly address: string };
  readonly sounds: boolean;
  readonly vibration: boolean;
  readonly theme: Theme;
  readonly largeType: boolean;
  readonly language: Language;
}

export const PRINTER_WIDTHS = [32, 42, 48] as const;
export type PrinterWidth = (typeof PRINTER_WIDTHS)[number];
/** `manual`: the cashier types the amount on a terminal that stands apart. */
export const TERMINAL_KINDS = ['manual', 'emulated'] as const;
export type TerminalKind = (typeof TERMINAL_KINDS)[number];
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const TILL_SETTINGS: TillSettings = {
  deviceName: null,
  printerWidth: 42,
  scanner: SCANNER_DEFAULTS,
  terminal: { kind: 'emulated', address: '' },
  sounds: true,
  vibration: true,
  theme: 'system',
  largeType: false,
  language: 'ru',
};

/** What anybody who works here may choose; the rest is the administrator's (action `till.configure`). */
const PERSONAL: readonly (keyof TillSettings)[] = ['sounds', 'vibration', 'theme', 'largeType', 'language'];

const oneOf = <T>(all: readonly T[], value: unknown, otherwise: T): T => (all.includes(value as T) ? (value as T) : otherwise);
const flag = (value: unknown, otherwise: boolean): boolean => (typeof value === 'boolean' ? value : otherwise);
const within = (value: unknown, min: number, max: number, otherwise: number): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? value : otherwise;
const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** A key's name or one to four printable characters. */
export const isScanMark = (mark: unknown): mark is string =>
  typeof mark === 'string' && (/^(?:Enter|Tab|F(?:[1-9]|1[0-2]))$/.test(mark) || /^[!-~]{0,4}$/.test(mark));

function scannerOf(value: unknown, otherwise: ScannerOptions): ScannerOptions {
  const told = record(value);
  return {
    prefix: isScanMark(told['prefix']) ? told['prefix'] : otherwise.prefix,
    suffix: isScanMark(told['suffix']) ? told['suffix'] : otherwise.suffix,
    minLength: within(told['minLength'], 3, 64, otherwise.minLength),
    gap: within(told['gap'], 10, 120, otherwise.gap),
  };
}

/** Settings out of whatever was kept: a value that is none of the known ones counts as never set. */
export function readTillSettings(kept: unknown): TillSettings {
  const told = record(kept);
  const terminal = record(told['terminal']);
  const name = told['deviceName'];
  return {
    deviceName: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 60) : null,
    printerWidth: oneOf(PRINTER_WIDTHS, told['printerWidth'], TILL_SETTINGS.printerWidth),
    scanner: scannerOf(told['scanner'], TILL_SETTINGS.scanner),
    terminal: {
      kind: oneOf(TERMINAL_KINDS, terminal['kind'], TILL_SETTINGS.terminal.kind),
      address: typeof terminal['address'] === 'string' ? terminal['address'].slice(0, 200) : '',
    },
    sounds: flag(told['sounds'], TILL_SETTINGS.sounds),
    vibration: flag(told['vibration'], TILL_SETTINGS.vibration),
    theme: oneOf(THEMES, told['theme'], TILL_SETTINGS.theme),
    largeType: flag(told['largeType'], TILL_SETTINGS.largeType),
    language: oneOf(LANGUAGES, told['language'], TILL_SETTINGS.language),
  };
}

/** The settings after a change by somebody who may configure the till, or who only works at it. */
export function changeSettings(before: TillSettings, patch: Partial<TillSettings>, mayConfigure: boolean): TillSettings {
  const allowed = Object.entries(patch).filter(([name]) => mayConfigure || PERSONAL.includes(name as keyof TillSettings));
  return readTillSettings({ ...before, ...Object.fromEntries(allowed) });
}

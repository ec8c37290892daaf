import type { IconName } from '../parts/icons.ts';
import type { Key } from '$lib/i18n/keys.ts';

/** A sentence of `i18n/ru/remedy.ts`. */
type Step = Extract<Key, `remedy.${string}`>;

/** What a person does with hands about a trouble of the register: a picture, steps, and the button that goes with it. */
export interface Remedy {
  readonly picture: 'paper' | 'cover' | 'cable' | 'cutter' | 'drive' | null;
  readonly icon: IconName;
  readonly steps: readonly Step[];
  readonly action: 'continue-print' | 'to-shift' | 'to-tray' | null;
  /** Nobody at the till can end it alone. */
  readonly call: boolean;
}

const remedy = (
  picture: Remedy['picture'],
  icon: IconName,
  steps: readonly Step[],
  { action = null, call = false }: Partial<Pick<Remedy, 'action' | 'call'>> = {},
): Remedy => ({ picture, icon, steps, action, call });

const paper = remedy('paper', 'receipt', ['remedy.paperOpen', 'remedy.paperRoll', 'remedy.paperClose'], {
  action: 'continue-print',
});
const cover = remedy('cover', 'receipt', ['remedy.coverPaper', 'remedy.coverClose']);
const silent = remedy('cable', 'plug', ['remedy.cablePower', 'remedy.cablePlug', 'remedy.cableRestart'], { call: true });
const cutter = remedy('cutter', 'alert', ['remedy.cutterOff', 'remedy.cutterScrap', 'remedy.cutterOn']);
const interrupted = remedy('paper', 'printer', ['remedy.printPaper', 'remedy.printContinue'], { action: 'continue-print' });
const driveEnd = remedy(
  'drive',
  'alert-circle',
  ['remedy.driveZ', 'remedy.driveSent', 'remedy.driveService', 'remedy.driveReplace', 'remedy.driveShift'],
  { action: 'to-shift', call: true },
);
const expired = remedy(null, 'clock', ['remedy.shiftCart', 'remedy.shiftZ', 'remedy.shiftOpen'], { action: 'to-shift' });
const clock = remedy(null, 'clock', ['remedy.clockShift', 'remedy.clockCall'], { action: 'to-shift', call: true });
const open = remedy(null, 'printer', ['remedy.openRetry', 'remedy.openRegister'], { call: true });
const failed = remedy('cable', 'alert-circle', ['remedy.failedRestart', 'remedy.failedOther'], { call: true });

/** By error code (`design/errors.ts`) and by alarm (`design/fiscal/alarms.ts`): both name the same troubles. */
export const REMEDIES: Readonly<Record<string, Remedy>> = {
  PAPER_OUT: paper,
  REGISTER_PAPER_OUT: paper,
  COVER_OPEN: cover,
  REGISTER_COVER_OPEN: cover,
  REGISTER_UNREACHABLE: silent,
  REGISTER_SILENT: silent,
  REGISTER_TROUBLE: silent,
  CUTTER_JAMMED: cutter,
  PRINT_INTERRUPTED: interrupted,
  SHIFT_EXPIRED: expired,
  SHIFT_ENDS_SOON: expired,
  REGISTER_CLOCK_WRONG: clock,
  REGISTER_CLOCK: clock,
  DOCUMENT_OPEN: open,
  REGISTER_FAILURE: failed,
  DRIVE_FULL: driveEnd,
  DRIVE_EXPIRED: driveEnd,
  DRIVE_ENDS_NOW: driveEnd,
  DRIVE_FAILED: failed,
  DRIVE_REFUSED: remedy('drive', 'alert-circle', ['remedy.driveService'], { call: true }),
};

/** A drive that refuses tells why in its alarm: that trouble's remedy is the better one. */
export function remedyOf(code: string, details: Readonly<Record<string, unknown>> = {}): Remedy | null {
  const alarm = details['alarm'];
  if (typeof alarm === 'string' && Object.hasOwn(REMEDIES, alarm)) return REMEDIES[alarm] ?? null;
  return Object.hasOwn(REMEDIES, code) ? (REMEDIES[code] ?? null) : null;
}

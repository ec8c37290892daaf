import type { ReceiptStage } from '$design/fiscal/wire.ts';
import type { IconName } from './icons.ts';

export type Tone = 'ok' | 'warn' | 'danger' | 'quiet' | 'accent';
export type ShownStage = ReceiptStage | 'unsent' | 'elsewhere';

/** State colours never stand alone: each has an icon and a word. */
export const TONE_CLASS: Readonly<Record<Tone, string>> = {
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
  quiet: 'bg-hover text-ink',
  accent: 'bg-accent-soft text-accent',
};

export const STAGE_LOOK: Readonly<Record<ShownStage, { tone: Tone; icon: IconName }>> = {
  stored: { tone: 'quiet', icon: 'clock' },
  registering: { tone: 'accent', icon: 'printer' },
  registered: { tone: 'accent', icon: 'check' },
  printed: { tone: 'accent', icon: 'receipt' },
  delivered: { tone: 'ok', icon: 'check-circle' },
  parked: { tone: 'warn', icon: 'tray' },
  uncertain: { tone: 'warn', icon: 'alert' },
  rejected: { tone: 'danger', icon: 'alert-circle' },
  dead: { tone: 'danger', icon: 'alert-circle' },
  voided: { tone: 'quiet', icon: 'close' },
  unsent: { tone: 'warn', icon: 'alert' },
  elsewhere: { tone: 'quiet', icon: 'clock' },
};

/** The way every receipt goes; side states stand beside it. */
export const STAGE_PATH = ['stored', 'registered', 'printed', 'delivered'] as const;

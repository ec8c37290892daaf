import type { NetworkMode } from '$design/fiscal/wire.ts';
import { bufferLevel } from '$design/fiscal/limits.ts';
import type { IconName } from '../parts/icons.ts';
import type { Tone } from '../parts/stage.ts';

/** Requirements A-62: green online, amber degraded, red offline; the icon differs too. */
export const MODE_LOOK: Readonly<Record<NetworkMode | 'unreachable', { tone: Tone; icon: IconName }>> = {
  online: { tone: 'ok', icon: 'wifi' },
  degraded: { tone: 'warn', icon: 'cloud-off' },
  offline: { tone: 'danger', icon: 'wifi-off' },
  checking: { tone: 'quiet', icon: 'refresh' },
  unreachable: { tone: 'danger', icon: 'plug' },
};

const LEVEL_TONE: Readonly<Record<ReturnType<typeof bufferLevel>, Tone>> = {
  normal: 'quiet',
  warning: 'warn',
  critical: 'danger',
  full: 'danger',
};
export const bufferTone = (queued: number, capacity: number): Tone => LEVEL_TONE[bufferLevel(queued, capacity)];

import type { BufferStatus, NetworkMode } from '$design/fiscal/wire.ts';
import { bufferLevel } from '$design/fiscal/limits.ts';
import { t } from '$lib/i18n/i18n.ts';
import type { GatewayModel } from '$lib/app.model.ts';
import { formatDuration } from '../text/duration.ts';
import { formatPercent, formatTime } from '../text/format.ts';
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

type Shown = Pick<GatewayModel, 'mode' | 'since' | 'buffer'>;

const WORSE: readonly Tone[] = ['ok', 'quiet', 'accent', 'warn', 'danger'];

/** Requirements A-62 in one: the colour of the network, or of the buffer where that is worse. Icon and word stay the network's. */
export function modeLook({ mode, buffer }: Pick<Shown, 'mode' | 'buffer'>): { tone: Tone; icon: IconName } {
  const look = MODE_LOOK[mode];
  const fill = buffer ? bufferTone(buffer.current_queued, buffer.total_capacity) : 'quiet';
  return WORSE.indexOf(fill) > WORSE.indexOf(look.tone) && fill !== 'quiet' ? { ...look, tone: fill } : look;
}

/** The operator answers, but slowly (POC-5): said, without leaving «На связи». */
export const isSlow = (buffer: Pick<BufferStatus, 'alerts'> | null): boolean =>
  buffer?.alerts.some(({ code }) => code === 'OFD_SLOW') ?? false;

/** «Автономно 4 ч 00 мин, в очереди 30 чеков» (requirements A-75); `null` while the operator is there. */
export function offlineSummary({ mode, since, buffer }: Shown, now: number): string | null {
  if (mode !== 'offline' || buffer === null) return null;
  const receipts = t('count.receipts', { count: buffer.current_queued });
  return t('notice.offline', { duration: formatDuration(now - since), receipts });
}

/** When a document last reached the operator, epoch ms. A pass that reached nobody is none; a gateway of before tells of its last pass only. */
export function lastDelivery({ last_delivery: told, last_sync: pass }: Pick<BufferStatus, 'last_delivery' | 'last_sync'>) {
  if (told !== undefined) return told === null ? null : Date.parse(told);
  return pass !== null && pass.synced_count > 0 ? Date.parse(pass.timestamp) : null;
}

/** Requirements A-63 without how long it lasts: how full, when it goes on, and that nothing is lost. */
export function tipText({ mode, buffer }: Shown, zone: string | undefined): string {
  const said = t(`modeText.${mode}`);
  if (buffer === null || mode === 'online') return isSlow(buffer) ? t('notice.slow') : said;
  const next = buffer.circuit_breaker.next_attempt_time;
  const last = lastDelivery(buffer);
  return t('notice.tipOffline', {
    last: last === null ? t('notice.tipNever') : formatTime(last, zone),
    queued: buffer.current_queued,
    capacity: buffer.total_capacity,
    percent: formatPercent(buffer.percent_full),
    next: next === null ? t('notice.tipNextSoon') : t('notice.tipNext', { time: formatTime(Date.parse(next), zone) }),
  });
}

/** The tooltip of requirements A-63. */
export const tipOf = (gateway: Shown, now: number, zone: string | undefined): string =>
  [offlineSummary(gateway, now), tipText(gateway, zone)].filter(Boolean).join('. ');

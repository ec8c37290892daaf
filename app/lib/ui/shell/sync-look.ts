import type { SyncModel } from '$lib/app.model.ts';
import { t } from '$lib/i18n/i18n.ts';
import type { IconName } from '../parts/icons.ts';
import type { Tone } from '../parts/stage.ts';
import { formatDuration } from '../text/duration.ts';
import { formatPercent, formatTime } from '../text/format.ts';

/** `busy`: the server answers and cannot take anything now; to a person that is not "no network". */
export type ShownSync = SyncModel['state'] | 'busy';
export const shownSync = ({ state, online }: Pick<SyncModel, 'state' | 'online'>): ShownSync =>
  state === 'waiting' && online ? 'busy' : state;

/** Green in step, amber waiting, red where a person is needed; the icon differs too (requirements A-62). */
export const SYNC_LOOK: Readonly<Record<ShownSync, { tone: Tone; icon: IconName }>> = {
  checking: { tone: 'quiet', icon: 'refresh' },
  loading: { tone: 'accent', icon: 'down' },
  synced: { tone: 'ok', icon: 'cloud' },
  sending: { tone: 'quiet', icon: 'up' },
  waiting: { tone: 'warn', icon: 'cloud-off' },
  busy: { tone: 'warn', icon: 'clock' },
  slow: { tone: 'warn', icon: 'clock' },
  refused: { tone: 'danger', icon: 'alert' },
  login: { tone: 'warn', icon: 'lock' },
  revoked: { tone: 'danger', icon: 'lock' },
};

export const loadedPercent = ({ done, total }: { done: number; total: number }): number =>
  total === 0 ? 0 : Math.min(99, Math.floor((done / total) * 100));

/** The word under «Сервер» on the status bar. */
export function syncWord(sync: SyncModel, zone: string | undefined): string {
  const shown = shownSync(sync);
  if (shown === 'synced')
    return sync.lastSync === null ? t('sync.never') : t('sync.synced', { time: formatTime(sync.lastSync, zone) });
  return shown === 'refused' ? t('sync.refused', { n: sync.refused }) : t(`sync.${shown}`);
}

/** The small line above it: how long the server has been away, or how much has arrived. */
export function syncLabel(sync: SyncModel, now: number): string {
  if (sync.state === 'waiting' && !sync.online && sync.since > 0)
    return t('sync.lasts', { duration: formatDuration(now - sync.since) });
  if (sync.loading) return t('sync.percent', { percent: formatPercent(loadedPercent(sync.loading)) });
  return t('status.sync');
}

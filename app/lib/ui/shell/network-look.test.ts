import { describe, expect, it } from 'vitest';
import type { BufferStatus } from '$design/fiscal/wire.ts';
import { HOUR } from '$design/time/clock.ts';
import { modeLook, offlineSummary, tipOf } from './network-look.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const buffer = (queued: number, more: Partial<BufferStatus> = {}) =>
  ({
    current_queued: queued,
    total_capacity: 200,
    percent_full: queued / 2,
    last_sync: { timestamp: '2026-11-21T08:00:00Z', synced_count: 1, failed_count: 0, duration_seconds: 1 },
    circuit_breaker: { state: 'closed', failure_count: 0, next_attempt_time: null },
    alerts: [],
    ...more,
  }) as unknown as BufferStatus;
const gateway = (mode: 'online' | 'degraded' | 'offline', queued: number, more: Partial<BufferStatus> = {}) => ({
  mode,
  since: NOW - 4 * HOUR,
  buffer: buffer(queued, more),
});

describe('A-62 the colour of the state, always with an icon and a word', () => {
  it.each([
    ['online', 0, 'ok'],
    ['online', 159, 'ok'],
    ['online', 160, 'warn'],
    ['online', 180, 'danger'],
    ['degraded', 0, 'warn'],
    ['degraded', 185, 'danger'],
    ['offline', 0, 'danger'],
  ] as const)('%s with %d of 200 is %s', (mode, queued, tone) => expect(modeLook(gateway(mode, queued)).tone).toBe(tone));
});

describe('A-63, A-75 what the tooltip says', () => {
  it('UAT-09: 4 h 00 min and 30 receipts', () => {
    expect(offlineSummary(gateway('offline', 30), NOW)).toBe('Автономно 4 ч 00 мин, в очереди 30 чеков');
    expect(offlineSummary(gateway('online', 30), NOW)).toBeNull();
  });
  it('says since when, how full, when it goes on, and that nothing is lost', () => {
    const breaker = { state: 'open', failure_count: 5, next_attempt_time: '2026-11-21T12:01:00Z' } as const;
    expect(tipOf(gateway('offline', 30, { circuit_breaker: breaker }), NOW, 'Europe/Moscow')).toBe(
      'Автономно 4 ч 00 мин, в очереди 30 чеков. Последняя отправка оператору: 11:00. В очереди 30 из 200 (15\u202f%). ' +
        'Отправка начнётся сама, как только вернётся связь; следующая попытка в 15:01. Все чеки сохранены и уйдут сами.',
    );
  });
  it('A-63: a pass that reached nobody is no sending to the operator', () => {
    const failed = { timestamp: '2026-11-21T11:59:00Z', synced_count: 0, failed_count: 1, duration_seconds: 1 };
    const said = (more: Partial<BufferStatus>) =>
      /оператору: ([^.]+)\./.exec(tipOf(gateway('offline', 30, more), NOW, 'Europe/Moscow'))?.[1];
    expect(said({ last_sync: failed, last_delivery: '2026-11-21T08:00:00Z' })).toBe('11:00');
    expect(said({ last_sync: failed, last_delivery: null })).toBe('ещё не было');
    expect(said({ last_sync: failed })).toBe('ещё не было');
  });
  it('POC-5: a slow operator is said without leaving «На связи»', () => {
    const slow = gateway('online', 3, { alerts: [{ level: 'warning', code: 'OFD_SLOW', message: '' }] });
    expect(tipOf(slow, NOW, 'Europe/Moscow')).toMatch(/медленно/);
    expect(modeLook(slow).tone).toBe('ok');
  });
});

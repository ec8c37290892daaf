import { describe, expect, it } from 'vitest';
import { described, MEASURED, orderedLensOf, ORDERED_AT, pairOf, viewOf } from '../../tests/factories/order-events.ts';
import { benchQueue, readyDoubts, workedUntil } from './bench.ts';
import { daysLate, isLate, loadByDay } from './late.ts';

const MOSCOW = 'Europe/Moscow';
const WORK = [described(), { kind: 'confirm' }, { kind: 'start' }] as const;
const at = (bench: string, rank?: number) => ({ kind: 'bench', bench, ...(rank === undefined ? {} : { rank }) }) as const;
const promise = (day: string) => ({ kind: 'promise', day }) as const;

describe('late orders (D-44)', () => {
  const now = (day: string, hour = 12) => Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00+03:00`);
  const states = { confirmed: WORK.slice(0, 2), production: WORK, ready: [...WORK, { kind: 'ready' }] } as const;
  it.each(Object.entries(states))('%s: late from the day after the promised one', (_, events) => {
    const view = viewOf(...events, promise('2026-12-01'));
    expect(
      [now('2026-11-30'), now('2026-12-01', 23), now('2026-12-02', 0), now('2026-12-11')].map((t) => daysLate(view, t, MOSCOW)),
    ).toEqual([0, 0, 1, 10]);
  });
  it('never: a draft, what was delivered or cancelled, what nobody promised', () => {
    const never = [
      viewOf(described(), promise('2026-01-01')),
      viewOf(promise('2026-01-01'), ...WORK, { kind: 'ready' }, { kind: 'deliver' }),
      viewOf(promise('2026-01-01'), ...WORK, { kind: 'cancel', reason: '' }),
      viewOf(...WORK),
    ];
    expect(never.map((view) => isLate(view, now('2026-12-01'), MOSCOW))).toEqual([false, false, false, false]);
  });
});

it('the load of a day counts orders, pairs and minutes that are still to be made', () => {
  const load = loadByDay([
    viewOf(...WORK, promise('2026-12-01')),
    viewOf(described(), { kind: 'pair', pair: 'B', over: null, set: pairOf() }, { kind: 'confirm' }, promise('2026-12-01')),
    viewOf(...WORK),
    viewOf(...WORK, promise('2026-12-01'), { kind: 'ready' }),
  ]);
  expect(load.get('2026-12-01')).toEqual({ orders: 2, pairs: 3, minutes: 90 });
  expect(load.get('')).toEqual({ orders: 1, pairs: 1, minutes: 30 });
});

describe('a bench', () => {
  it('takes by given place, then haste, promised day, who came first', () => {
    const rush = described(pairOf({ rush: true }));
    const queue = benchQueue(
      [
        ['order:late', viewOf(...WORK, promise('2026-12-09'), at('1'))],
        ['order:soon', viewOf(...WORK, promise('2026-12-01'), at('1'))],
        ['order:rush', viewOf(rush, { kind: 'confirm' }, { kind: 'start' }, promise('2026-12-09'), at('1'))],
        ['order:placed', viewOf(...WORK, at('1', 1))],
        ['order:other', viewOf(...WORK, at('2'))],
        ['order:done', viewOf(...WORK, at('1'), { kind: 'ready' })],
      ],
      '1',
    );
    expect(queue.map(({ order }) => order)).toEqual(['order:placed', 'order:rush', 'order:soon', 'order:late']);
  });

  it('shows what was worked so far', () => {
    const [pair] = viewOf(...WORK, { kind: 'timer', action: 'start', at: ORDERED_AT }).pairs;
    expect(workedUntil(pair!, ORDERED_AT + 5_000)).toBe(5_000);
  });

  it('has doubts about calling glasses ready', () => {
    const stock = orderedLensOf({ source: 'stock' });
    const here = [described(pairOf({ od: stock, os: stock })), { kind: 'confirm' }, { kind: 'start' }] as const;
    const quality = (passed: boolean) => ({ kind: 'quality' as const, measured: MEASURED, table: null, passed, failed: [] });
    const doubts = (...events: Parameters<typeof viewOf>) => readyDoubts(viewOf(...events).pairs[0]!);
    expect(doubts(...WORK)).toEqual(['LENS_NOT_HERE', 'NOT_CHECKED']);
    expect(doubts(...here, quality(false), { kind: 'timer', action: 'start' })).toEqual(['CHECK_FAILED', 'TIMER_RUNNING']);
    expect(doubts(...here, quality(true))).toEqual([]);
    const broken = { kind: 'breakage', part: 'frame', cause: 'mounting', again: 'supplier' } as const;
    expect(doubts(...here, quality(true), broken)).toEqual(['FRAME_NOT_HERE', 'NOT_CHECKED']);
  });
});

import { expect, it } from 'vitest';
import { described, eventsOf, makeOrder, pairOf, viewOf, MEASURED, orderedLensOf } from '../../tests/factories/order-events.ts';
import { boardOf, cardOf, columnOf, firstRank, loadOf, WHOLE_BOARD, type BoardCard } from './board.ts';
import { moveTo, nextColumn } from './move.ts';

const stock = pairOf({ od: orderedLensOf({ source: 'stock' }), os: orderedLensOf({ source: 'stock' }) });
const confirmed = [described(stock), { kind: 'confirm' }] as const;
const started = [...confirmed, { kind: 'start' }] as const;
const atCheck = [...started, { kind: 'step', step: 'quality-control' }] as const;
const passed = { kind: 'quality' as const, measured: MEASURED, table: 'ansi-z80.1-2015', passed: true, failed: [] };

const card = (key: string, ...written: Parameters<typeof eventsOf>): BoardCard => {
  const order = makeOrder(key, eventsOf(...written));
  return cardOf(order, viewOf(...written))!;
};

it('a draft, a delivered and a cancelled order are no business of the board', () => {
  expect(columnOf(viewOf(described(stock)))).toBeNull();
  expect(columnOf(viewOf(...atCheck, passed, { kind: 'ready' }, { kind: 'deliver' }))).toBeNull();
  expect(columnOf(viewOf(...confirmed, { kind: 'cancel', reason: '' }))).toBeNull();
});

it('glasses stand at the check when every pair of the order does', () => {
  const two = [
    described(stock),
    { kind: 'pair', pair: 'B', over: null, set: stock },
    { kind: 'confirm' },
    { kind: 'start' },
  ] as const;
  expect(columnOf(viewOf(...two, { kind: 'step', pair: 'A', step: 'quality-control' }))).toBe('production');
  const both = viewOf(
    ...two,
    { kind: 'step', pair: 'A', step: 'quality-control' },
    { kind: 'step', pair: 'B', step: 'quality-control' },
  );
  expect(columnOf(both)).toBe('check');
});

it('a card says what is missing until it is here', () => {
  expect(card('1', described(), { kind: 'confirm' }).lacks).toEqual(['lens']);
  expect(card('1', described(), { kind: 'confirm' }, { kind: 'step', step: 'lens-ordered', eye: 'od' }).lacks).toEqual([
    'lens',
    'lens-ordered',
  ]);
  expect(card('1', ...confirmed).lacks).toEqual([]);
  const broken = { kind: 'breakage', part: 'frame', cause: 'mounting', again: 'supplier' } as const;
  expect(card('1', ...started, broken).lacks).toEqual(['frame']);
});

it('a card names who is at it, its bench, its place and its events without effect', () => {
  const one = card(
    '7',
    ...started,
    { kind: 'bench', bench: 'Станок 1', rank: 3 },
    { kind: 'assign', to: 'staff:2' },
    { kind: 'timer', action: 'start' },
    { kind: 'location', place: 'Стол' },
    { kind: 'confirm' },
  );
  expect(one).toMatchObject({ benches: ['Станок 1'], ranks: { 'Станок 1': 3 }, place: 'Стол', flagged: 1 });
  expect(one.people).toEqual(['staff:2', 'staff:1']);
  expect(one.running).toEqual(['staff:1']);
});

it('urgent glasses stand first, then by the promised day, and late ones are counted by the day of the question', () => {
  const rush = { ...card('c', ...confirmed), promised: '2026-11-30', rush: true };
  const soon = { ...card('b', ...confirmed), promised: '2026-11-22' };
  const late = { ...card('a', ...confirmed), promised: '2026-11-20' };
  const none = { ...card('d', ...confirmed), promised: null };
  const board = boardOf([none, soon, rush, late], WHOLE_BOARD, '2026-11-21');
  expect(board.columns.confirmed).toEqual([rush, late, soon, none]);
  expect(board.late).toBe(1);
  expect(boardOf([none, soon, rush, late], WHOLE_BOARD, '2026-11-20').late).toBe(0);
});

it('filters leave what they name; a bench shows its queue', () => {
  const mine = { ...card('a', ...confirmed), people: ['staff:1'], store: 'west', promised: '2026-11-20' };
  const first = { ...card('b', ...confirmed), benches: ['X'], ranks: { X: -1 }, promised: '2026-11-29' };
  const second = { ...card('c', ...confirmed), benches: ['X'], ranks: {}, promised: '2026-11-20' };
  const shown = (change: object) => boardOf([mine, second, first], { ...WHOLE_BOARD, ...change }, '2026-11-21').columns.confirmed;
  expect(shown({ person: 'staff:1' })).toEqual([mine]);
  expect(shown({ store: 'west' })).toEqual([mine]);
  expect(shown({ late: true })).toEqual([mine, second]);
  expect(shown({ day: '2026-11-29' })).toEqual([first]);
  expect(shown({ bench: 'X' })).toEqual([first, second]);
  expect(shown({ rush: true })).toEqual([]);
  expect(firstRank([mine, second, first], 'X')).toBe(-2);
});

it('2,000 open orders: what stands on the board is all of them, each once, whatever the filter is', () => {
  const base = card('x', ...confirmed);
  const cards = Array.from({ length: 2000 }, (_, n) => ({
    ...base,
    id: `order:${n}`,
    column: (['confirmed', 'production', 'check', 'ready'] as const)[n % 4]!,
    promised: `2026-11-${String((n % 28) + 1).padStart(2, '0')}`,
    benches: [`B${n % 5}`],
  }));
  const all = Object.values(boardOf(cards, WHOLE_BOARD, '2026-11-21').columns).flat();
  expect(new Set(all.map(({ id }) => id)).size).toBe(2000);
  const parts = [0, 1, 2, 3, 4].flatMap((n) =>
    Object.values(boardOf(cards, { ...WHOLE_BOARD, bench: `B${n}` }, '2026-11-21').columns).flat(),
  );
  expect(new Set(parts.map(({ id }) => id)).size).toBe(2000);
});

it('load by day: what is late adds up before the first day, ready glasses no longer weigh', () => {
  const on = (day: string, ...rest: Parameters<typeof eventsOf>) => viewOf(...confirmed, { kind: 'promise', day }, ...rest);
  const ready = on('2026-11-21', { kind: 'start' }, { kind: 'ready' });
  const load = loadOf([on('2026-11-19'), on('2026-11-20'), on('2026-11-22'), ready], ['2026-11-21', '2026-11-22']);
  expect(load.map(({ orders, overdue }) => [orders, overdue])).toEqual([
    [2, true],
    [0, false],
    [1, false],
  ]);
  expect(load[0]!.minutes).toBe(60);
});

it('a card is pulled on a column at a time, and nothing is skipped', () => {
  expect(moveTo(viewOf(...confirmed), 'production')).toEqual({ kind: 'events', events: [{ kind: 'start' }] });
  expect(moveTo(viewOf(...confirmed), 'ready')).toEqual({ kind: 'refused', why: 'START_FIRST' });
  expect(moveTo(viewOf(...started), 'check')).toEqual({
    kind: 'events',
    events: [{ kind: 'step', pair: 'A', step: 'quality-control' }],
  });
  expect(moveTo(viewOf(...atCheck), 'production')).toEqual({
    kind: 'events',
    events: [{ kind: 'step', pair: 'A', step: 'edging' }],
  });
  expect(moveTo(viewOf(...started), 'confirmed')).toEqual({ kind: 'refused', why: 'NOT_BACK' });
  expect(moveTo(viewOf(...started), 'production')).toEqual({ kind: 'none' });
});

it('an order that another tablet has delivered meanwhile is not moved', () => {
  expect(moveTo(viewOf(...atCheck, passed, { kind: 'ready' }, { kind: 'deliver' }), 'ready')).toEqual({
    kind: 'refused',
    why: 'OFF_BOARD',
  });
});

it('glasses are called ready at once after a passed check, else after a question', () => {
  expect(moveTo(viewOf(...atCheck, passed), 'ready')).toEqual({ kind: 'events', events: [{ kind: 'ready' }] });
  expect(moveTo(viewOf(...started), 'ready')).toMatchObject({ kind: 'doubt', doubts: ['NOT_CHECKED'] });
  expect(moveTo(viewOf(...atCheck, { ...passed, passed: false }), 'ready')).toMatchObject({ doubts: ['CHECK_FAILED'] });
});

it('what was ready goes back with a reason only', () => {
  const ready = viewOf(...atCheck, passed, { kind: 'ready' });
  expect(moveTo(ready, 'production')).toEqual({ kind: 'rework' });
  const events = [
    { kind: 'rework', reason: 'Скол' },
    { kind: 'step', pair: 'A', step: 'edging' },
  ] as const;
  expect(moveTo(ready, 'production', 'Скол')).toEqual({ kind: 'events', events });
  expect(columnOf(viewOf(...atCheck, passed, { kind: 'ready' }, ...events))).toBe('production');
});

it('the board ends on both sides', () => {
  expect(nextColumn('confirmed', -1)).toBeNull();
  expect(nextColumn('production', 1)).toBe('check');
  expect(nextColumn('ready', 1)).toBeNull();
});

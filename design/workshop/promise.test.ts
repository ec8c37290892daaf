import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addWorkingDays, daysBetween, hoursOf, isOpen, type WorkCalendar } from './calendar.ts';
import { LENS_DESIGNS, USUAL_PROMISE_RULES } from './promise-rules.ts';
import { promiseDay, whatIf, type PromiseInput } from './promise.ts';

const hours = { from: '10:00', to: '20:00' };
const daily: WorkCalendar = { timeZone: 'Europe/Moscow', week: Array<typeof hours>(7).fill(hours), exceptions: {} };
/** Monday to Friday; the fourth of November is a holiday, the Saturday before it is worked. */
const weekdays: WorkCalendar = {
  ...daily,
  week: [...Array<typeof hours>(5).fill({ from: '09:00', to: '18:00' }), null, null],
  exceptions: { '2026-11-04': null, '2026-10-31': { from: '09:00', to: '17:00' } },
};
const everyDay = { shop: daily, workshop: daily };
/** Thursday 2026-11-19, 12:00 in Moscow. */
const THURSDAY = Date.UTC(2026, 10, 19, 9);
const lens = (source: 'stock' | 'branch' | 'supplier', supplier: string | null = null) => ({ source, supplier });
const input = (change: Partial<PromiseInput> = {}): PromiseInput => ({
  at: THURSDAY,
  design: 'single-vision',
  lenses: [lens('supplier'), lens('supplier')],
  coatings: [],
  tint: false,
  rimless: false,
  prism: false,
  express: false,
  elsewhere: false,
  load: {},
  ...change,
});
const rules = USUAL_PROMISE_RULES;
const codes = (change: Partial<PromiseInput>, with_ = rules, calendars = everyDay) =>
  promiseDay(input(change), with_, calendars).lines.map(({ code }) => code);

describe('the calendar of a workshop', () => {
  it('knows holidays and moved working days', () => {
    expect(hoursOf(weekdays, '2026-11-04')).toBeNull();
    expect(hoursOf(weekdays, '2026-10-31')).toEqual({ from: '09:00', to: '17:00' });
    expect([isOpen(weekdays, '2026-11-20'), isOpen(weekdays, '2026-11-21')]).toEqual([true, false]);
  });
  it('counts working days over them', () => {
    expect(addWorkingDays(weekdays, '2026-10-30', 1)).toBe('2026-10-31');
    expect(addWorkingDays(weekdays, '2026-11-03', 1)).toBe('2026-11-05');
    expect(addWorkingDays(weekdays, '2026-11-21', 0)).toBe('2026-11-23');
  });
  it('that is closed for ever still answers', () => {
    expect(addWorkingDays({ ...daily, week: [] }, '2026-11-21', 2)).toBe('2026-11-23');
  });
  it('adds days over months, years and the change of clocks', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), (n) => {
        expect(daysBetween('2026-03-29', addDays('2026-03-29', n))).toBe(n);
      }),
    );
  });
});

describe('a promise', () => {
  it.each([
    ['single-vision', '2026-11-22'],
    ['bifocal', '2026-11-26'],
    ['progressive', '2026-12-03'],
    ['office', '2026-11-26'],
  ] as const)('for %s lenses to be ordered is that of D-43', (design, day) => {
    expect(promiseDay(input({ design }), rules, everyDay).day).toBe(day);
  });

  it('waits for the shop to be open', () => {
    const promised = promiseDay(input(), rules, { shop: weekdays, workshop: daily });
    expect(promised).toMatchObject({ day: '2026-11-23' });
    expect(promised.lines.at(-1)).toMatchObject({ code: 'SHOP_CLOSED', from: '2026-11-22', to: '2026-11-23' });
  });

  it('from stock is a working day, or an hour where nothing special is asked for', () => {
    const lenses = [lens('stock'), lens('stock')];
    expect(promiseDay(input({ lenses }), rules, everyDay).day).toBe('2026-11-20');
    expect(promiseDay(input({ lenses, express: true }), rules, everyDay).day).toBe('2026-11-19');
    expect(codes({ lenses, express: true })).toEqual(['ACCEPTED', 'EXPRESS']);
    expect(codes({ lenses, express: true, tint: true })).toEqual(['ACCEPTED', 'MAKING', 'TINT']);
    expect(codes({ lenses: [lens('branch')], express: true })).toEqual(['ACCEPTED', 'BRANCH', 'MAKING']);
  });

  it('while you wait needs an hour before closing', () => {
    const lenses = [lens('stock')];
    const at = (hour: number, minute: number) =>
      promiseDay(input({ lenses, express: true, at: Date.UTC(2026, 10, 19, hour - 3, minute) }), rules, everyDay);
    expect(at(19, 0).day).toBe('2026-11-19');
    expect(at(19, 1)).toMatchObject({ day: '2026-11-20', lines: [{ code: 'ACCEPTED' }, { code: 'NO_TIME_TODAY' }] });
    expect(at(7, 0).day).toBe('2026-11-19');
  });

  it('counts the slower of two suppliers, and an order after the cut-off from the next working day', () => {
    const suppliers = {
      Быстрый: { lead: { days: 2, unit: 'calendar' }, cutoff: null },
      Медленный: { lead: { days: 5, unit: 'working' }, cutoff: '11:00' },
    } as const;
    const promised = promiseDay(
      input({ lenses: [lens('supplier', 'Быстрый'), lens('supplier', 'Медленный')] }),
      { ...rules, suppliers },
      { shop: daily, workshop: weekdays },
    );
    expect(promised.lines.map(({ code, to, of }) => [code, to, of])).toEqual([
      ['ACCEPTED', '2026-11-19', null],
      ['AFTER_CUTOFF', '2026-11-20', 'Медленный'],
      ['SUPPLIER', '2026-11-27', 'Медленный'],
      ['MAKING', '2026-11-30', null],
    ]);
  });

  it('moves on from a full day', () => {
    const load = { '2026-11-22': 9, '2026-11-23': 8 };
    const promised = promiseDay(input({ load }), { ...rules, capacity: 8 }, everyDay);
    expect(promised).toMatchObject({ day: '2026-11-24' });
    expect(promised.lines.slice(-2).map(({ code }) => code)).toEqual(['DAY_FULL', 'DAY_FULL']);
  });

  it('what if: alternatives with what they gain, the soonest first', () => {
    const changes = {
      stock: { lenses: [lens('stock')] },
      tinted: { tint: true, lenses: [lens('stock')] },
      progressive: { design: 'progressive' as const },
    };
    expect(whatIf(input(), changes, rules, everyDay).map(({ name, gained }) => [name, gained])).toEqual([
      ['stock', 2],
      ['tinted', 0],
      ['progressive', -11],
    ]);
  });

  it('is explained without a gap, never lies in the past or on a closed day, and more work is never sooner', () => {
    const any = fc.record({
      at: fc.integer({ min: THURSDAY, max: THURSDAY + 86_400_000 * 40 }),
      design: fc.constantFrom(...LENS_DESIGNS),
      lenses: fc.array(fc.constantFrom(lens('stock'), lens('branch'), lens('supplier', 'А'), lens('supplier', 'Б')), {
        minLength: 1,
        maxLength: 2,
      }),
      coatings: fc.subarray(['HMC', 'mirror']),
      rimless: fc.boolean(),
      prism: fc.boolean(),
      express: fc.boolean(),
      elsewhere: fc.boolean(),
    });
    const with_ = {
      ...rules,
      coatings: { mirror: { days: 2, unit: 'working' } },
      suppliers: { А: { lead: { days: 4, unit: 'calendar' }, cutoff: '15:00' } },
    } as const;
    const calendars = { shop: weekdays, workshop: weekdays };
    fc.assert(
      fc.property(any, (some) => {
        const { day, lines } = promiseDay(input(some), with_, calendars);
        lines.forEach(({ from }, i) => expect(from).toBe(lines[i - 1]?.to ?? from));
        expect(lines.at(-1)!.to).toBe(day);
        expect(day >= lines[0]!.from && isOpen(weekdays, day)).toBe(true);
        expect(promiseDay(input({ ...some, tint: true }), with_, calendars).day >= day).toBe(true);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { RegisterState } from '../documents/chain.ts';
import { DAY, HOUR, MINUTE } from '../time/clock.ts';
import { unsentTills } from './unsent-tills.ts';

const day = { store: 'demo-1', from: 100 * DAY, to: 101 * DAY };
const noon = day.from + 12 * HOUR;
const open = { number: 3, openedAt: day.from + 9 * HOUR };
const till = (change: Partial<RegisterState>): RegisterState => ({
  ...{ _id: 'register-state:POS-001', type: 'register-state', schema: 1, hlc: '', by: null, pos: 'POS-001', store: 'demo-1' },
  ...{ retired: false, fn: '1', network: 'online', breaker: 'closed', buffer: { capacity: 200, queued: 0, percent: 0, dead: 0 } },
  ...{ seen: noon, shift: open },
  ...change,
});
const unsent = (change: Partial<RegisterState>, now: number, since = 0) => unsentTills([till(change)], day, { now, since });

describe('a day is marked while a till may still hold something of it (C-12)', () => {
  it('not while the till talks and its copy is up to date, whatever waits for the operator', () => {
    expect(unsent({ buffer: { capacity: 200, queued: 40, percent: 20, dead: 0 } }, noon + MINUTE)).toEqual([]);
    expect(unsent({ copy: { waiting: 3, oldest: noon - 1_000 } }, noon + MINUTE)).toEqual([]);
  });

  it('while a till with an open shift is silent, and until what it brings back is here', () => {
    expect(unsent({}, noon + 3 * MINUTE)).toEqual(['POS-001']);
    const back = day.to + 8 * HOUR;
    expect(unsent({ seen: back, shift: null, copy: { waiting: 900, oldest: noon } }, back)).toEqual(['POS-001']);
    expect(unsent({ seen: back, shift: null, copy: { waiting: 5, oldest: day.to + HOUR } }, back)).toEqual([]);
    expect(unsent({ seen: back, shift: null, copy: { waiting: 0, oldest: null } }, back)).toEqual([]);
  });

  it('not at night, when the till closed its shift and was switched off', () => {
    expect(unsent({ seen: day.from + 21 * HOUR, shift: null }, day.to + 2 * HOUR)).toEqual([]);
  });

  it('on the day after a silent evening: the shift may have been opened without the net', () => {
    expect(unsent({ seen: day.from - 3 * HOUR, shift: null }, noon)).toEqual(['POS-001']);
    expect(unsent({ seen: day.from - 31 * DAY, shift: null }, noon)).toEqual([]);
  });

  it('not because the server itself was away, nor for other shops, retired tills and days to come', () => {
    expect(unsent({}, noon + HOUR, noon + HOUR - MINUTE)).toEqual([]);
    expect(unsent({ store: 'demo-2' }, noon + HOUR)).toEqual([]);
    expect(unsent({ retired: true }, noon + HOUR)).toEqual([]);
    expect(unsent({ seen: day.from - 3 * DAY }, day.from - DAY)).toEqual([]);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { en } from '$lib/i18n/en/index.ts';
import { showFrom, t } from '$lib/i18n/i18n.ts';
import { ru } from '$lib/i18n/ru/index.ts';
import { formatDuration } from './duration.ts';
import {
  addDays,
  formatBytes,
  formatCount,
  formatDay,
  formatInstant,
  formatPercent,
  formatRoubles,
  formatRounded,
  formatTime,
  fromWire,
} from './format.ts';

const MINUTE = 60_000;
const AT = Date.parse('2026-11-21T09:05:30Z');

describe('how long', () => {
  it.each([
    [-5, 'менее 1 мин'],
    [59_999, 'менее 1 мин'],
    [12 * MINUTE, '12 мин'],
    [245 * MINUTE, '4 ч 05 мин'],
    [51 * 60 * MINUTE, '2 д 3 ч'],
  ])('%d ms is «%s»', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('figures and dates as Russian shops write them', () => {
  it('shows the time of the shop, not of the computer', () => {
    expect(formatTime(AT, 'Europe/Moscow')).toBe('12:05');
    expect(formatTime(AT, 'Asia/Yekaterinburg')).toBe('14:05');
    expect(formatInstant(AT, 'Europe/Moscow')).toBe('21.11.2026, 12:05');
  });
  it('turns a day about and moves it over months and years', () => {
    expect(formatDay('2026-11-21')).toBe('21.11.2026');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });
  it('shows whole roubles where the figure is for a look', () => {
    expect(formatRounded(1_240_000)).toBe('12\u202f400\u202f₽');
    expect(formatRounded(1_240_049)).toBe('12\u202f400\u202f₽');
  });
  it('shows a share with at most one decimal', () => {
    expect(formatPercent(18.5)).toBe('18,5\u202f%');
    expect(formatPercent(0)).toBe('0\u202f%');
  });
  it('shows room on the disk', () => {
    expect(formatBytes(48_300_000)).toBe('48,3\u202fМБ');
    expect(formatBytes(12_000_000_000)).toBe('12,0\u202fГБ');
  });
  it('takes the roubles of the wire without a binary remainder', () => expect(fromWire(1_234.57)).toBe(123_457));
});

describe('plurals', () => {
  it.each([
    [1, '1 чек'],
    [2, '2 чека'],
    [5, '5 чеков'],
    [11, '11 чеков'],
    [21, '21 чек'],
    [104, '104 чека'],
  ])('%d', (count, text) => expect(t('count.receipts', { count })).toBe(text));
});

describe('the same in English', () => {
  afterEach(() => showFrom({ language: 'ru', texts: ru, errors: null }));
  it('figures, dates, sizes and durations follow the language, thousands keep their narrow no-break space', () => {
    showFrom({ language: 'en', texts: en, errors: null });
    expect(formatRoubles(-1_234_567_89)).toBe('−1\u202f234\u202f567.89\u202f₽');
    expect(formatRounded(1_240_000)).toBe('12\u202f400\u202f₽');
    expect(formatPercent(18.54)).toBe('18.5\u202f%');
    expect(formatCount(1_234_567)).toBe('1\u202f234\u202f567');
    expect(formatDay('2026-11-21')).toBe('21/11/2026');
    expect(formatInstant(AT, 'Europe/Moscow')).toBe('21/11/2026, 12:05');
    expect(formatTime(AT, 'Europe/Moscow')).toBe('12:05');
    expect(formatBytes(48_300_000)).toBe('48.3\u202fMB');
    expect(formatDuration(51 * 60 * MINUTE)).toBe('2 d 3 h');
    expect(t('count.receipts', { count: 1 })).toBe('1 receipt');
  });
  it('a sum in Russian keeps its comma', () => expect(formatRoubles(123_456_78)).toBe('123\u202f456,78\u202f₽'));
});

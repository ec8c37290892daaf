import { describe, expect, it } from 'vitest';
import { VAT_RATES, vatInForce } from '../../money/vat.ts';
import { readVat } from './vat-rate.ts';

const TODAY = '2026-11-21';
const rate = (cell: string | number | boolean | null, day = TODAY) => readVat(cell, day);

describe('VAT as files write it (requirement E-34)', () => {
  it.each([
    ['22', '22'],
    [22, '22'],
    [0.22, '22'],
    ['0.22', '22'],
    ['0,22', '22'],
    ['22 %', '22'],
    ['22,00%', '22'],
    ['НДС 22%', '22'],
    ['ндс: 10 %', '10'],
    ['в т.ч. НДС 22%', '22'],
    ['VAT 22%', '22'],
    ['22/122', '22'],
    [0.1, '10'],
    ['0,05', '5'],
    ['7%', '7'],
    [0, '0'],
    ['0%', '0'],
    ['без НДС', 'none'],
    ['Без  ндс', 'none'],
    ['Без НДС (ст. 149)', 'none'],
    ['не облагается', 'none'],
    ['НДС не облагается', 'none'],
    ['освобождено', 'none'],
    ['exempt', 'none'],
    ['нет', 'none'],
  ])('%j is %s', (written, expected) => expect(rate(written)).toEqual({ rate: expected, isOutdated: false }));

  it('the base rate of an earlier date is read as today’s, and told', () => {
    for (const written of ['20', 20, 0.2, '0.20', 'НДС 20%', '20/120'])
      expect(rate(written)).toEqual({ rate: '22', isOutdated: true });
    expect(rate('20', '2025-12-31')).toEqual({ rate: '20', isOutdated: false });
  });
  it('what is not in the reference is an error: other rates, 18 %, words, and 22 % before its day', () => {
    for (const written of ['25', 18, 99, 0.5, 22.5, '0,22%', -22, 'НДС', 'да', '22 руб', '20/118', true])
      expect(rate(written)).toEqual({ fault: 'VAT_UNKNOWN' });
    expect(rate('22', '2025-12-31')).toEqual({ fault: 'VAT_UNKNOWN' });
  });
  it('an empty cell and a dash say nothing: the profile or the kind of goods decides', () => {
    for (const nothing of ['', null, '—']) expect(rate(nothing)).toEqual({ rate: null, isOutdated: false });
  });
  it('every rate in force reads as itself, in per cent and as a share', () => {
    for (const one of VAT_RATES.filter((r) => /^\d+$/.test(r) && vatInForce(r, TODAY)))
      for (const written of [one, `${one}%`, Number(one), Number(one) / 100, `НДС ${one} %`])
        expect(rate(written), String(written)).toEqual({ rate: one, isOutdated: false });
  });
});

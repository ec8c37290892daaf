import { describe, expect, it } from 'vitest';
import { numberFormatsOf } from './number-formats.ts';

/** Style 0 of a workbook with this format under this number. */
function read(id: number, code: string | null): unknown {
  const format = code === null ? '' : `<numFmts><numFmt numFmtId="${id}" formatCode="${code}"/></numFmts>`;
  return numberFormatsOf(`<styleSheet>${format}<cellXfs><xf numFmtId="${id}"/></cellXfs></styleSheet>`).get(0) ?? null;
}

describe('E-10: what the format of a cell says', () => {
  it.each([
    [14, null],
    [22, null],
    [47, null],
    [57, null],
    [14, 'dd.mm.yyyy'],
    [164, 'yyyy\\-mm\\-dd'],
    [165, '[$-419]d mmmm yyyy&quot; г.&quot;;@'],
    [166, '[h]:mm:ss'],
    [60, 'd.m.yyyy&quot; &quot;hh:mm'],
  ])('a day: %i %s', (id, code) => expect(read(id, code)).toEqual({ day: true }));

  it.each([
    [0, null],
    [2, null],
    [10, null],
    [49, null],
    [164, 'General'],
    [164, '0.00;-0.00'],
    [164, '0 &quot;дн. / days&quot;'],
    [164, '#,##0\\ \\m\\m'],
    [164, '0.00_);[Red]\\(0.00\\)'],
    [164, '0.00E+00'],
    [164, '#,##0.00\\ [$₽-419]'],
    [44, '_(&quot;$&quot;* #,##0.00_)'],
  ])('a plain number: %i %s', (id, code) => expect(read(id, code)).toBeNull());

  it.each([
    [165, '#,##0.00\\ [$€-1]', { currency: 'EUR' }],
    [59, '#,##0.00&quot; &quot;[$€-2]', { currency: 'EUR' }],
    [164, '000000', { zeros: 6 }],
  ])('%i %s', (id, code, told) => expect(read(id, code)).toEqual(told));
});

import { describe, expect, it } from 'vitest';
import { contactSpheres, isContactMade } from '../../optics/contact-power.ts';
import { STANDARD_RULES } from '../profile.ts';
import { readerOf } from '../read-row.ts';
import type { Cell } from '../table.ts';
import { readAxes, readCylinders, readSpheres } from './power-lists.ts';

const span = (min: number, max: number, step = 0.25) => ({ min, max, step });

describe('powers of contact lenses as suppliers write them', () => {
  it.each([
    ['от −0.50 до −6.00 шаг 0.25, от −6.50 до −12.00 шаг 0.50', [span(-12, -6.5, 0.5), span(-6, -0.5)]],
    ['сфера: от -0,50 до -6,00 шаг 0,25, от -6,50 до -12,00 шаг 0,50', [span(-12, -6.5, 0.5), span(-6, -0.5)]],
    ['+0.25 … +6.00 (0.25); +6.50 … +8.00 (0.50)', [span(0.25, 6), span(6.5, 8, 0.5)]],
    ['-6,00 - +4,00', [span(-6, 4)]],
    ['−0.50—−6.00', [span(-6, -0.5)]],
    ['plano до −3,00', [span(-3, 0)]],
    ['±0,25…±6,00 с шагом 0,25', [span(-6, -0.25), span(0.25, 6)]],
    ['-1,00; -1,50; -2,00', [span(-2, -2), span(-1.5, -1.5), span(-1, -1)]],
    ['-3.00', [span(-3, -3)]],
  ])('reads spheres «%s»', (text, spans) => expect(readSpheres(text)).toEqual(spans));

  it.each(['по запросу', '', 'от −6.50 шаг 0.50', '-0.50 до -6.10 шаг 0.25', '-0.5 до -6 шаг 0', '14.2 8.6', '-0.55'])(
    'does not guess at «%s»',
    (text) => expect(readSpheres(text)).toBeNull(),
  );

  it('a span without an end goes as far as another column says', () => {
    expect(readSpheres('от −0.50 до −6.00 шаг 0.25, от −6.50 шаг 0.50', -10)).toEqual([span(-10, -6.5, 0.5), span(-6, -0.5)]);
  });

  it('cylinders are minus, lists or spans; axes are lists, spans or all', () => {
    expect(readCylinders('−0,75; −1,25, −1,75')).toEqual([-0.75, -1.25, -1.75]);
    expect(readCylinders('от 0.75 до 2.25 шаг 0.5')).toEqual([-0.75, -1.25, -1.75, -2.25]);
    expect(readCylinders('нет')).toEqual([]);
    expect(readCylinders('любой')).toBeNull();
    expect(readAxes('10,20,90,160,170,180')).toEqual([10, 20, 90, 160, 170, 180]);
    expect(readAxes('от 0° до 180° шаг 10')!.length).toBe(18);
    expect(readAxes('10–180 (10)')).toEqual(readAxes('все'));
    expect(readAxes('')!.length).toBe(18);
    expect(readAxes('10, 200')).toBeNull();
  });
});

const FIELDS = [
  'sku',
  'name',
  'price',
  'sphFrom',
  'sphTo',
  'cylTo',
  'axis',
  'bc',
  'diameter',
  'packSize',
  'replacement',
  'add',
] as const;
const reader = readerOf({
  ...{ rules: { ...STANDARD_RULES, kind: 'contact-lens' }, today: '2026-11-21', samples: [] },
  columns: Object.fromEntries(FIELDS.map((field, i) => [field, i])),
});
const row = (...cells: Cell[]) => reader({ row: 2, cells });

describe('a row of contact lenses', () => {
  it('becomes blocks of powers as the catalogue keeps them, at the price of the pack', () => {
    const { contactLens, price, findings } = row(
      ...[
        'T-6',
        'Biofinity Toric',
        '2 990',
        'от -0,50 до -6,00 шаг 0,25, от -6,50 до -9,00 шаг 0,50',
        '',
        '-0,75; -1,25',
        '10,20,180',
      ],
      ...['8,7', '14,5', '6 линз', '1 месяц', ''],
    );
    expect(findings).toEqual([]);
    expect(price).toBe(299_000);
    expect(contactLens).toMatchObject({ bc: 8.7, dia: 14.5, pack: 6, replacement: 'month', sph: span(-9, -0.5) });
    expect(isContactMade(contactLens!, { sph: -7, cyl: -1.25, axis: 180 })).toBe(true);
    expect(isContactMade(contactLens!, { sph: -6.75, cyl: -1.25, axis: 180 })).toBe(false);
    expect(isContactMade(contactLens!, { sph: -2, cyl: -1.25, axis: 90 })).toBe(false);
  });

  it('takes curve, diameter, pack and how long it is worn from the name where no column says', () => {
    const { contactLens } = row(
      'A',
      'Acuvue 1-Day Moist, 30 шт., BC 8.5 DIA 14.2',
      2100,
      '-12',
      '-0.5',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
    );
    expect(contactLens).toEqual({ bc: 8.5, dia: 14.2, pack: 30, replacement: 'day', sph: span(-12, -0.5) });
    expect(contactSpheres(contactLens!).length).toBe(47);
  });

  it('reads the adds of a multifocal lens', () => {
    const cells = ['A', 'Air Optix Multifocal', 2100, '-10 … +6', '', '', '', '8.6', '14.2', 3, '', 'Low, Med, High'];
    expect(row(...cells).contactLens?.adds?.map(({ code }) => code)).toEqual(['LOW', 'MED', 'HIGH']);
  });

  it.each([
    ['sphFrom', ['по запросу', '', '', '', '8.6', '14.2', '6', '', '']],
    ['cylTo', ['-6…0', '', 'разный', '', '8.6', '14.2', '6', '', '']],
    ['axis', ['-6…0', '', '-0.75', '200', '8.6', '14.2', '6', '', '']],
    ['bc', ['-6…0', '', '', '', '8.4/8.8', '14.2', '6', '', '']],
    ['diameter', ['-6…0', '', '', '', '8.6', '142', '6', '', '']],
    ['packSize', ['-6…0', '', '', '', '8.6', '14.2', '', '', '']],
    ['add', ['-6…0', '', '', '', '8.6', '14.2', '6', '', 'кое-какая']],
  ])('what cannot be read in %s is told; the article and its price are taken all the same', (field, cells) => {
    const { contactLens, price, findings } = row('A', 'Линзы', 1000, ...cells);
    expect(contactLens ?? null).toBeNull();
    expect(price).toBe(100_000);
    expect(findings.map((one) => [one.type, one.field])).toEqual([['POWERS_INVALID', field]]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Finding, FindingType } from './finding.ts';
import { FINDINGS } from './finding.ts';
import { inOrder, isWanted, reportedFinding, reportOf } from './report.ts';

const found = (row: number, type: FindingType, given: Partial<Finding> = {}): Finding => ({
  ...{ row, type, field: null, value: null, old: null },
  ...given,
});

describe('E-24: the report of an import', () => {
  const counts = { total_rows: 4, processed: 2, created: 1, updated: 0, skipped: 2, errors: 2 };
  const run = { importId: 'i-1', profileId: null, startedAt: 1_795_000_000_000, completedAt: 1_795_000_001_500, dryRun: true };

  it('has the fields of the requirement and no others', () => {
    const findings = [
      found(9, 'REQUIRED_EMPTY', { field: 'name' }),
      found(3, 'DUPLICATE_SKU', { field: 'sku', value: 'A', old: '2' }),
    ];
    expect(reportOf(run, { ...counts, unchanged: 1, warnings: 0, held: 0 } as typeof counts, findings)).toEqual({
      import_id: 'i-1',
      profile_id: null,
      started_at: '2026-11-18T11:06:40.000Z',
      completed_at: '2026-11-18T11:06:41.500Z',
      duration_seconds: 1.5,
      dry_run: true,
      summary: counts,
      errors: [
        {
          ...{ row: 3, level: 'error', type: 'DUPLICATE_SKU', field: 'sku', value: 'A', old_value: '2' },
          message: 'Артикул «A» повторяется: строки 2 и 3.',
          resolution: 'Взята первая строка, эта пропущена. Оставьте в файле одну.',
        },
        {
          ...{ row: 9, level: 'error', type: 'REQUIRED_EMPTY', field: 'name', value: null, old_value: null },
          message: 'Не заполнено: «Название».',
          resolution: 'Строка пропущена. Исправьте её в файле и загрузите снова.',
        },
      ],
    });
  });

  it('E-23: is sorted by row or by severity, and filtered by level, type and field', () => {
    const findings = [
      found(1, 'RETURNED'),
      found(2, 'PRICE_JUMP', { field: 'price' }),
      found(3, 'STOCK_INVALID', { field: 'stock' }),
    ];
    expect(inOrder(findings, 'severity').map(({ row }) => row)).toEqual([3, 2, 1]);
    expect(inOrder(findings.toReversed(), 'row')).toEqual(findings);
    const rows = (filter: Parameters<typeof isWanted>[1]) =>
      findings.filter((one) => isWanted(one, filter)).map(({ row }) => row);
    expect([rows({ level: 'warning' }), rows({ type: 'RETURNED' }), rows({ field: 'stock' }), rows({})]).toEqual([
      [2],
      [1],
      [3],
      [1, 2, 3],
    ]);
  });
});

describe('what a person reads of a finding', () => {
  it.each(Object.keys(FINDINGS) as FindingType[])('%s says what is wrong and what becomes of it', (type) => {
    const given = { field: 'price', value: '12.00', old: type === 'KIND_ASSUMED' ? 'frame' : '34.00' } as const;
    const { message, resolution } = reportedFinding(found(7, type, given));
    expect(message).toMatch(/^[А-Я«][^\n]{5,160}[.]$/);
    expect(resolution).toMatch(/^[А-Я][^\n]{10,160}\.$/);
    expect(`${message} ${resolution}`).not.toMatch(/undefined|null|NaN|«»| {2}|[—–]/);
  });

  it.each([
    [
      found(5, 'PRICE_JUMP', { value: '7000.50', old: '5000.00' }),
      'Цена меняется больше чем на 20 %: 5\u202f000,00\u202f₽ → 7\u202f000,50\u202f₽.',
    ],
    [found(5, 'VAT_CHANGED', { value: '22', old: 'none' }), 'Меняется ставка НДС: было без НДС, в файле 22 %.'],
    [
      found(5, 'SUPPLIER_CHANGED', { value: '4500.00', old: '5000.00, Оптик-А' }),
      'Здесь дешевле, чем у прежнего поставщика: 4\u202f500,00\u202f₽ против Оптик-А, 5\u202f000,00\u202f₽.',
    ],
    [found(0, 'EAN_MISSING', { value: '12' }), 'В файле нет колонки штрихкодов: новых товаров без него 12.'],
    [found(4, 'EAN_MISSING'), 'Нет штрихкода.'],
  ])('%j', (finding, message) => expect(reportedFinding(finding).message).toBe(message));
});

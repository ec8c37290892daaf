import { describe, expect, it } from 'vitest';
import { STANDARD_RULES, type ImportRules } from '../../design/import/profile.ts';
import { readForm, rulesFields } from './import.forms.ts';

const RULES: ImportRules = {
  ...STANDARD_RULES,
  ...{ match: 'ean', createMissing: false, priceWithoutVat: true, vat: 'none', category: 'Оправы', kind: 'frame', perUnits: 2 },
  ...{ rates: { EUR: 98.5 }, stockWords: { много: 10, 'под заказ': 0 }, archiveVanished: true },
  ...{ stockStore: 'demo-1', stockPlace: 'storeroom' },
};

describe('the form about columns and rules', () => {
  it('says the same rules when it is read back (E-10, E-12)', () => {
    for (const rules of [STANDARD_RULES, RULES]) {
      const form = readForm({ ...rulesFields(rules), read: '1' });
      expect(form.rules).toEqual(rules);
      expect(form.wrong).toEqual({});
    }
  });

  it('tells what it did not understand and never guesses a sum', () => {
    const { wrong } = readForm({
      ...{ read: '1', rates: 'EUR = сто\nUSD = 0', stockWords: 'много', perUnits: '0', createMissing: 'no' },
    });
    expect(Object.keys(wrong).sort()).toEqual(['perUnits', 'rates', 'stockWords', 'updateExisting']);
  });

  it('takes numbers of columns, a tab as a word, and leaves the rest to be guessed', () => {
    const { columns, choice } = readForm({
      ...{
        read: '1',
        'm.sku': '3',
        'm.price': '-1',
        'm.name': '',
        'm.vat': '9999',
        delimiter: 'tab',
        headerRow: '4',
        dataRow: '2',
      },
    });
    expect(columns).toEqual({ sku: 3 });
    expect(choice).toMatchObject({ delimiter: '\t', headerRow: 4, dataRow: null, sheet: null, encoding: null });
    expect(readForm({ 'm.sku': '3' })).toMatchObject({ columns: null, rules: null });
  });
});

import { describe, expect, it } from 'vitest';
import { currencyColumns } from './currency-columns.ts';

const MOYSKLAD = ['Цена: Цена продажи', 'Валюта (Цена продажи)', 'Закупочная цена', 'Валюта (Закупочная цена)'];

describe('E-35: which column says in what money a price is', () => {
  it('a program that keeps several prices writes a currency for each', () => {
    expect(currencyColumns(MOYSKLAD, { price: 0, cost: 2, currency: 1 })).toEqual({ price: 1, cost: 3 });
  });

  it('the currency of one price says nothing of another', () => {
    expect(currencyColumns(MOYSKLAD.slice(0, 3), { price: 0, cost: 2, currency: 1 })).toEqual({ price: 1 });
  });

  it('also where nobody has mapped a column of currencies', () => {
    expect(currencyColumns(MOYSKLAD, { price: 0, cost: 2 })).toEqual({ price: 1, cost: 3 });
  });

  it('a column that names no price is that of both, also beside others where a person has chosen it', () => {
    expect(currencyColumns(['Цена', 'Закупка', 'Валюта'], { price: 0, cost: 1, currency: 2 })).toEqual({ price: 2, cost: 2 });
    expect(currencyColumns([...MOYSKLAD, 'Вал.'], { price: 0, cost: 2, currency: 4 })).toEqual({ price: 4, cost: 4 });
    expect(currencyColumns(['Цена', 'Закупка', 'Валюта (ISO)'], { price: 0, cost: 1, currency: 2 })).toEqual({
      price: 2,
      cost: 2,
    });
  });

  it('no column of currencies: none', () => {
    expect(currencyColumns(['Артикул', 'Цена (опт)'], { price: 1 })).toEqual({});
  });
});

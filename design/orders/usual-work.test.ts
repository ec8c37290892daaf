import { expect, it } from 'vitest';
import type { CatalogueEntry } from '../documents/catalogue.ts';
import { usualMaking, type PairToMake } from './usual-work.ts';

const service = (name: string): CatalogueEntry => ({
  ...{ sku: name, name, kind: 'service', brand: '', category: '', ean: null, price: 80_000 },
  ...{ vat: '22', subject: 'service' },
});
const LIST = [
  'Проверка зрения',
  'Срочное изготовление за один час',
  'Изготовление очков: безободковая оправа',
  'Изготовление очков: полуободковая оправа',
  'Изготовление очков: ободковая оправа',
  'Изготовление очков: прогрессивные линзы',
].map(service);

const making = (pair: PairToMake, list = LIST) => usualMaking(list, pair)?.name.split(': ')[1] ?? null;

it('suggests the making that the rim and the lenses ask for, never haste and never an eye test', () => {
  expect(making({ purpose: 'distance', rim: 'full' })).toBe('ободковая оправа');
  expect(making({ purpose: 'distance', rim: null })).toBe('ободковая оправа');
  expect(making({ purpose: 'near', rim: 'half' })).toBe('полуободковая оправа');
  expect(making({ purpose: 'progressive', rim: 'half' })).toBe('прогрессивные линзы');
  expect(making({ purpose: 'progressive', rim: 'rimless' })).toBe('безободковая оправа');
});

it('falls back on the plain making, and on nothing where the price list has none', () => {
  const plain = [service('Сборка: очки')];
  expect(making({ purpose: 'progressive', rim: 'rimless' }, plain)).toBe('очки');
  expect(making({ purpose: 'distance', rim: 'full' }, [LIST[0]!, LIST[1]!, LIST[2]!])).toBeNull();
});

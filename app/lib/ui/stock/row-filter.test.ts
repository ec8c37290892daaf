import { expect, it } from 'vitest';
import { sieveTexts } from './row-filter.ts';

const PAPERS = ['УПД-17 Приёмка от поставщика Оптик-Снаб RB-1001', '1-2611-002 Списание потеряны в дороге RB-1001'];
const found = (text: string) => sieveTexts(PAPERS, text, (one) => one);

it('a paper is found by any words that people remember of it, in any order', () => {
  expect(found('  ')).toEqual(PAPERS);
  expect(found('rb-1001 снаб')).toEqual([PAPERS[0]]);
  expect(found('потеряны списание')).toEqual([PAPERS[1]]);
  expect(found('упд-17 списание')).toEqual([]);
});

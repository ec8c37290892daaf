import { describe, expect, it } from 'vitest';
import { categoryText, categoryTree, isWithin, movedCategory } from './category-path.ts';

describe('categories three deep (E-01)', () => {
  it('are kept as one text, however they were typed', () => {
    expect(categoryText(' Оправы/Мужские  / Металл ')).toBe('Оправы / Мужские / Металл');
    expect(categoryText('Оправы')).toBe('Оправы');
    for (const wrong of ['', ' / ', 'а/б/в/г']) expect(categoryText(wrong)).toBeNull();
  });
  it('a category holds those below it and no other that begins with the same letters', () => {
    expect(isWithin('Оправы / Мужские', 'Оправы')).toBe(true);
    expect(isWithin('Оправы детские', 'Оправы')).toBe(false);
    expect(isWithin('Оправы', '')).toBe(false);
  });
  it('a rename moves what is below, and nothing becomes deeper than three', () => {
    expect(movedCategory('Оправы / Мужские / Металл', 'Оправы / Мужские', 'Оправы / Для мужчин')).toBe(
      'Оправы / Для мужчин / Металл',
    );
    expect(movedCategory('Уход', 'Оправы', 'Рамки')).toBe('Уход');
    expect(movedCategory('А / Б / В', 'А', 'Х / А')).toBeNull();
  });
  it('the tree counts what is below each name', () => {
    const tree = categoryTree([
      ['Уход', 1],
      ['Оправы / Мужские', 2],
      ['Оправы', 3],
      ['Оправы / Детские', 4],
    ]);
    expect(tree.map(({ category, depth, count }) => `${depth} ${category} ${count}`)).toEqual([
      '0 Оправы 9',
      '1 Оправы / Детские 4',
      '1 Оправы / Мужские 2',
      '0 Уход 1',
    ]);
  });
});

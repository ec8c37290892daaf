import { describe, expect, it } from 'vitest';
import { clientOf } from '../../tests/factories/clients.ts';
import type { Client } from '../documents/people.ts';
import { findDuplicates, isNearName } from './duplicates.ts';
import { relativesOf } from './family.ts';
import { inverseTie, FAMILY_TIES } from './words.ts';

const card = (key: string, change: Partial<Client> = {}) => clientOf(key, change) as unknown as Client;
const pairs = (...cards: Client[]) => findDuplicates(cards).map(({ a, b, same }) => [a, b, ...same].join(' '));

describe('names that may be one person’s', () => {
  it.each([
    ['Орлова Анна Сергеевна', 'Анна Орлова'],
    ['Орлова Анна', 'Орлова А.'],
    ['Киселёв Иван', 'Кисилев Иван'],
    ['Ли', 'ли'],
  ])('%s = %s', (a, b) => expect(isNearName(a, b) && isNearName(b, a)).toBe(true));
  it.each([
    ['Орлова Анна', 'Орлова Мария'],
    ['Орлова Анна', 'Орлова'],
    ['Орлов Иван Иванович', 'Орлов Иван Петрович'],
    ['Ли Юн', 'Ли Юй'],
  ])('%s ≠ %s', (a, b) => expect(isNearName(a, b) || isNearName(b, a)).toBe(false));
});

describe('cards that may be one person’s', () => {
  it('the same telephone however it is written, the same birth date with a near name; the surest first', () => {
    const found = findDuplicates([
      card('1', { name: 'Орлова Анна', phone: '+7 900 123-45-67', birth: '1984-03-05' }),
      card('2', { name: 'Орлова А. С.', phone: '89001234567', birth: '1984-03-05' }),
      card('3', { name: 'Петров Иван', phone: '+79001234567' }),
      card('4', { name: 'Сидоров Пётр', birth: '1984-03-05' }),
    ]);
    expect(found).toEqual([
      { a: 'client:1', b: 'client:2', same: ['phone', 'birth'], isSameName: true },
      { a: 'client:1', b: 'client:3', same: ['phone'], isSameName: false },
      { a: 'client:2', b: 'client:3', same: ['phone'], isSameName: false },
    ]);
  });
  it('not a family with one telephone, not those told apart, not cards taken in already, not what is empty in both', () => {
    const phone = '+79001234567';
    const one = card('1', { name: 'Орлова Анна', phone });
    expect(pairs(one, card('2', { name: 'Орлов Саша', phone, family: [{ client: 'client:1', tie: 'parent' }] }))).toEqual([]);
    expect(pairs({ ...one, others: ['client:2'] }, card('2', { phone }))).toEqual([]);
    expect(pairs(one, card('2', { phone, mergedInto: 'client:1' }))).toEqual([]);
    expect(pairs(card('1'), card('2'))).toEqual([]);
    expect(pairs(one, card('2', { phone }))).toEqual(['client:1 client:2 phone']);
  });
  it('20,000 cards, half of them with one made-up birthday, are gone through without comparing each with each', () => {
    const cards = Array.from({ length: 20_000 }, (_, i) =>
      card(String(i).padStart(6, '0'), {
        name: `Орлов ${i}`,
        phone: `+7900${String(i).padStart(7, '0')}`,
        birth: i % 2 ? '1990-01-01' : null,
      }),
    );
    expect(findDuplicates(cards)).toEqual([]);
  });
});

describe('a family', () => {
  const mother = card('1', { family: [{ client: 'client:2', tie: 'child' }] });
  const son = card('2');
  const same = (id: string) => id;

  it('is read from both sides, though one card says it', () => {
    expect(relativesOf(['client:1'], [mother, son], same)).toEqual([{ client: 'client:2', tie: 'child', said: true }]);
    expect(relativesOf(['client:2'], [mother, son], same)).toEqual([{ client: 'client:1', tie: 'parent', said: false }]);
  });
  it('follows merges: whom the other card means is the card that stands', () => {
    const standing = (id: string) => (id === 'client:2' ? 'client:0' : id);
    expect(relativesOf(['client:1'], [mother], standing)).toEqual([{ client: 'client:0', tie: 'child', said: true }]);
    expect(relativesOf(['client:0', 'client:2'], [mother], standing)).toEqual([
      { client: 'client:1', tie: 'parent', said: false },
    ]);
  });
  it.each(FAMILY_TIES)('%s read back is itself', (tie) => expect(inverseTie(inverseTie(tie))).toBe(tie));
});

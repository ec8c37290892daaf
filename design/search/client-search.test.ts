import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientTraits, findClients } from './client-search.ts';

const person = (name: string, phone: string | null, email: string | null = null) => ({
  name,
  ...clientTraits({ name, phone, email }),
});
const PEOPLE = [
  person('Орлова Анна Сергеевна', '+7 900 123-45-67', 'orlova@mail.ru'),
  person('Киселёв Иван Петрович', '89161112233'),
  person('Орлов Иван Андреевич', '+79261112244'),
  person('Ли Юн', null),
];
const found = (text: string) => findClients(PEOPLE, text, 10).map(({ name }) => name.split(' ')[0]);

describe('finding a client at the till', () => {
  it.each([
    ['900123', 'Орлова'],
    ['+7 (900) 123-45-67', 'Орлова'],
    ['8 900 123 45 67', 'Орлова'],
    ['9161112233', 'Киселёв'],
    ['4567', 'Орлова'],
    ['киселев', 'Киселёв'],
    ['сергеевна анна', 'Орлова'],
    ['иван 2244', 'Орлов'],
    ['orlova@', 'Орлова'],
    ['ли', 'Ли'],
  ])('by «%s»', (text, name) => expect(found(text)).toEqual([name]));

  it('under the other keyboard layout and in the other alphabet', () => {
    expect(found('rbctk`d')).toEqual(['Киселёв']);
    expect(found('orlova anna')).toEqual(['Орлова']);
    expect(found('щкдщмф"')).toEqual([]);
  });
  it.each(['кисилев', 'кислев', 'киселлев', 'кисеелв'])('with a slip: «%s»', (text) => expect(found(text)).toEqual(['Киселёв']));
  it('what was typed right is never joined by what only looks like it', () => expect(found('орлова')).toEqual(['Орлова']));
  it.each(['', '  ', '12', 'яяяя', '999999'])('nobody by «%s»', (text) => expect(found(text)).toEqual([]));

  it('by the beginning of any word of the name, however many people there are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PEOPLE), fc.nat(2), fc.integer({ min: 1, max: 12 }), (one, at, length) => {
        const word = one.words[at % one.words.length]!.slice(0, length);
        expect(findClients(PEOPLE, word, 10)).toContain(one);
      }),
    );
  });
});

/** Russian words in Latin letters and back, as people write them by ear: `oprava` = «оправа», «рб» = `rb`. Small letters only. */
const PAIRS: readonly (readonly [latin: string, russian: string])[] = [
  ['shch', 'щ'],
  ['sch', 'щ'],
  ['zh', 'ж'],
  ['kh', 'х'],
  ['ts', 'ц'],
  ['ch', 'ч'],
  ['sh', 'ш'],
  ['yu', 'ю'],
  ['ya', 'я'],
  ['ju', 'ю'],
  ['ja', 'я'],
  ['x', 'кс'],
  ['a', 'а'],
  ['b', 'б'],
  ['v', 'в'],
  ['w', 'в'],
  ['g', 'г'],
  ['d', 'д'],
  ['e', 'е'],
  ['z', 'з'],
  ['i', 'и'],
  ['y', 'ы'],
  ['j', 'й'],
  ['k', 'к'],
  ['c', 'к'],
  ['q', 'к'],
  ['l', 'л'],
  ['m', 'м'],
  ['n', 'н'],
  ['o', 'о'],
  ['p', 'п'],
  ['r', 'р'],
  ['s', 'с'],
  ['t', 'т'],
  ['u', 'у'],
  ['f', 'ф'],
  ['h', 'х'],
];

const LATIN = new Map(PAIRS.toReversed().map(([latin, russian]) => [russian, latin]));
const SILENT: ReadonlyMap<string, string> = new Map([
  ['э', 'e'],
  ['й', 'y'],
  ['ъ', ''],
  ['ь', ''],
]);
const RUSSIAN = new Map(PAIRS.map(([latin, russian]) => [latin, russian]));
const LONGEST = new RegExp(PAIRS.map(([latin]) => latin).join('|'), 'g');

/** The word in the other alphabet; what is of neither stays. */
export function transliterate(word: string): string {
  if (/[а-яё]/.test(word)) return Array.from(word, (letter) => SILENT.get(letter) ?? LATIN.get(letter) ?? letter).join('');
  return word.replace(LONGEST, (latin) => RUSSIAN.get(latin)!);
}

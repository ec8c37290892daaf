/**
 * The same keys under the other keyboard layout: «кфн» was meant to be `ray`, `jghfdf` «оправа» (issue 5 part 11). American QWERTY and
 * the Russian ЙЦУКЕН of Windows, small letters as `normalise` leaves them.
 */
const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./";
const RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю.';

const pairs = (from: string, to: string): ReadonlyMap<string, string> => new Map([...from].map((key, i) => [key, to[i]!]));
const TO_RUSSIAN = pairs(LATIN, RUSSIAN);
const TO_LATIN = pairs(RUSSIAN, LATIN);

const CYRILLIC = /[а-яё]/;

/**
 * What these keys type under the other layout. A text with Russian letters was typed in Russian, any other in Latin ones: in a mixed
 * text only the letters of its own layout are turned, so digits, hyphens and what was right stay.
 */
export function otherLayout(text: string): string {
  const table = CYRILLIC.test(text) ? TO_LATIN : TO_RUSSIAN;
  // Under the Russian layout a point is typed with the key of the slash, but whoever types a decimal point means it.
  return Array.from(text, (key, i) => (key === '.' && /\d/.test(text[i - 1] ?? '') ? key : (table.get(key) ?? key)))
    .join('')
    .replaceAll('ё', 'е');
}

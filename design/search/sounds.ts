/**
 * What a brand sounds like, for those who write it by ear in Russian: «рейбан» is Ray-Ban, «окли» Oakley, «гуччи» Gucci. Vowels fall
 * away, consonants that people take for one another are one. Coarse on purpose: it is asked only where nothing else was found, and of
 * a few hundred brands.
 */
const CLASSES: readonly (readonly [letters: string, sound: string])[] = [
  ['bpбп', 'b'],
  ['fvwфв', 'v'],
  ['kgqhкгх', 'k'],
  ['szjсзцжшщч', 's'],
  ['dtдт', 't'],
  ['lл', 'l'],
  ['mм', 'm'],
  ['nн', 'n'],
  ['rр', 'r'],
];
const SOUND = new Map(CLASSES.flatMap(([letters, sound]) => [...letters].map((letter) => [letter, sound] as const)));

const plain = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-zа-я]/g, '')
    .replace(/ph/g, 'f')
    .replace(/ck/g, 'k')
    .replace(/[sz]ch|sh|zh/g, 's')
    .replace(/ch/g, 'c')
    .replace(/x/g, 'ks')
    .replace(/дж/g, 'ж')
    .replace(/(.)\1+/g, '$1');

const skeleton = (word: string): string => Array.from(word, (letter) => SOUND.get(letter) ?? '').join('');

/** At most two: a Latin `c` or `ch` is said like k or like s. Empty where too little is left to tell words apart. */
export function soundsOf(word: string): string[] {
  const letters = plain(word);
  const sounds = letters.includes('c') ? [letters.replaceAll('c', 'k'), letters.replaceAll('c', 's')] : [letters];
  return [...new Set(sounds.map(skeleton))].filter((sound) => sound.length > 1);
}

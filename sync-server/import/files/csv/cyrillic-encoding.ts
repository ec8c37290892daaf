import type { FileEncoding } from '../../../../design/import/profile.ts';

/** In the order in which a tie is decided: capitals of DOS and Mac are the same bytes. */
const CANDIDATES = [
  'windows-1251',
  'koi8-r',
  'ibm866',
  'x-mac-cyrillic',
  'iso-8859-5',
] as const satisfies readonly FileEncoding[];
/** The commonest letters of Russian, about nine tenths of a text, weighed by their share in per cent. */
const WEIGHTS: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries({ о: 11, е: 8, а: 8, и: 7, н: 7, т: 6, с: 5, р: 5, в: 5, л: 4, к: 3, м: 3, д: 3, п: 3, у: 3, я: 2, ы: 2, ь: 2 }),
);
/** Letters of Ukrainian and Belarusian beside those of Russian. */
const LETTER = /[А-Яа-яЁёІіЇїЄєҐґЎў]/;
const SMALL = /[а-яёіїєґў]/;
/** Of so many signs that make sense one may make none: names that mix alphabets, not a text of another language. */
const ODD_SHARE = 4;
/** Signs that stand in price lists between the letters. */
const USUAL_SIGNS = /[№«»—–„“”‘’…°±®©™€§·•\u00A0Ёё]/;

/**
 * Which of the one-byte encodings turns the bytes into Russian: common letters, and no small letter before a capital (a KOI8-R text
 * read as windows-1251 looks like «оПРАВА»). `null` where the best of them still makes no words, e.g. Western European text.
 */
export function cyrillicEncoding(bytes: Buffer): FileEncoding | null {
  const read = CANDIDATES.map((encoding) => {
    const text = new TextDecoder(encoding).decode(bytes);
    return { encoding, text, ...judged(text) };
  });
  // Small letters of Mac are those of windows-1251 but for «я»: where its capitals do not tell it, windows-1251 must read worse.
  const isLikely = ({ encoding, text, odd }: (typeof read)[number]): boolean =>
    encoding !== 'x-mac-cyrillic' || /[А-Ю]/.test(text) || odd < read[0]!.odd;
  const [best] = read.filter(isLikely).sort((a, b) => b.score - a.score);
  return best && best.odd * ODD_SHARE <= best.plausible ? best.encoding : null;
}

/** A Latin letter before it, a capital within a word, a word that begins with a soft sign (it is a «№» of another encoding). */
const isOddAfter = (before: string, letter: string): boolean =>
  /[A-Za-z]/.test(before) || (SMALL.test(before) && !SMALL.test(letter)) || (/[ЪЫЬъыь]/.test(letter) && !LETTER.test(before));

/** The neighbours' letters tell nothing: they are signs of other encodings as often. */
const weightOf = (letter: string): number =>
  /[ІіЇїЄєҐґЎў]/.test(letter) ? 0 : (WEIGHTS[letter.toLowerCase()] ?? 0.5) + (SMALL.test(letter) ? 0.5 : 0);

function judged(text: string): { score: number; plausible: number; odd: number } {
  let score = 0;
  let plausible = 0;
  let odd = 0;
  let before = '';
  for (const character of text) {
    if (character > '\x7F') {
      const letter = LETTER.test(character);
      const wrong = letter ? isOddAfter(before, character) : !USUAL_SIGNS.test(character);
      if (wrong) odd += 1;
      else plausible += 1;
      score += wrong ? -10 : letter ? weightOf(character) : 0;
    }
    before = character;
  }
  return { score, plausible, odd };
}

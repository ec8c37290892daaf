import type { FileEncoding } from '../../../../design/import/profile.ts';

const CANDIDATES = ['windows-1251', 'koi8-r', 'ibm866'] as const satisfies readonly FileEncoding[];
/** The commonest letters of Russian, about nine tenths of a text, weighed by their share in per cent. */
const WEIGHTS: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries({ о: 11, е: 8, а: 8, и: 7, н: 7, т: 6, с: 5, р: 5, в: 5, л: 4, к: 3, м: 3, д: 3, п: 3, у: 3, я: 2, ы: 2, ь: 2 }),
);
/** Signs that stand in price lists between the letters. */
const USUAL_SIGNS = /[№«»—–„“”‘’…°±®©™€§·•\u00A0Ёё]/;

/**
 * Which of the one-byte encodings turns the bytes into Russian: common letters, and no small letter before a capital (a KOI8-R text
 * read as windows-1251 looks like «оПРАВА»). `null` where the best of them still makes no words, e.g. Western European text.
 */
export function cyrillicEncoding(bytes: Buffer): FileEncoding | null {
  const [best] = CANDIDATES.map((encoding) => ({ encoding, ...judged(new TextDecoder(encoding).decode(bytes)) })).sort(
    (a, b) => b.score - a.score,
  );
  return best && best.odd <= best.plausible ? best.encoding : null;
}

function judged(text: string): { score: number; plausible: number; odd: number } {
  let score = 0;
  let plausible = 0;
  let odd = 0;
  let before = '';
  for (const character of text) {
    if (character > '\x7F') {
      const letter = /[А-Яа-яЁё]/.test(character);
      const wrong = letter
        ? /[A-Za-z]/.test(before) || (/[а-яё]/.test(before) && /[А-ЯЁ]/.test(character))
        : !USUAL_SIGNS.test(character);
      if (wrong) odd += 1;
      else plausible += 1;
      score += wrong
        ? -10
        : letter
          ? (WEIGHTS[character.toLowerCase()] ?? 0.5) + (character === character.toLowerCase() ? 0.5 : 0)
          : 0;
    }
    before = character;
  }
  return { score, plausible, odd };
}

import { normalise } from './fold.ts';
import { otherLayout } from './layouts.ts';
import { isOneSlipAway } from './slip.ts';
import { transliterate } from './translit.ts';

/** A person as a list shows and a search finds them. */
export interface ClientTraits {
  /** Words of the name, as `normalise` makes them. */
  readonly words: readonly string[];
  /** The phone's digits without the country's 7 or 8. */
  readonly digits: string;
  /** The e-mail, as `normalise` makes it. */
  readonly mail: string;
}

/** +7 900…, 8 900… and 900… are one phone. */
export const bareDigits = (text: string): string => text.replace(/\D/g, '').replace(/^[78](?=\d{10}$)/, '');

export const clientTraits = (client: { readonly name: string; readonly phone: string | null; readonly email: string | null }) =>
  ({
    words: normalise(client.name).split(' '),
    digits: bareDigits(client.phone ?? ''),
    mail: normalise(client.email ?? ''),
  }) satisfies ClientTraits;

/** Fewer digits tell nobody apart. */
const LEAST_DIGITS = 3;
/** Shorter words with a slip would be anybody's. */
const LEAST_SLIPPED = 4;

/** Digits with a phone's signs between them, however long. */
const isPhone = (text: string): boolean => /^\+?[\d\s()-]+$/.test(text) && bareDigits(text).length >= LEAST_DIGITS;

type Fits = (traits: ClientTraits, word: string) => boolean;

const begins: Fits = ({ words, digits, mail }, word) => {
  if (/^\d+$/.test(word)) return word.length >= LEAST_DIGITS && digits.includes(bareDigits(word));
  return words.some((one) => one.startsWith(word)) || (word.length > 1 && mail.startsWith(word));
};
/** The same keys under the other layout, or the letters of the other alphabet. */
const meant: Fits = (traits, word) => [word, otherLayout(word), transliterate(word)].some((form) => begins(traits, form));
const slipped: Fits = (traits, word) =>
  meant(traits, word) ||
  (word.length >= LEAST_SLIPPED &&
    [word, otherLayout(word)].some((form) =>
      traits.words.some((one) => [-1, 0, 1].some((more) => isOneSlipAway(form, one.slice(0, form.length + more)))),
    ));

/**
 * People whom a cashier means by a phone, or a part of one, or by words that their name begins with; in the order of `clients`. What was
 * typed as it stands comes first; then what the same keys mean under the other layout; only where nobody is found, with one slip a word.
 */
export function findClients<T extends ClientTraits>(clients: readonly T[], text: string, most: number): T[] {
  const typed = normalise(text);
  if (typed === '') return [];
  if (isPhone(typed)) return clients.filter(({ digits }) => digits.includes(bareDigits(typed))).slice(0, most);
  const words = typed.split(' ');
  for (const fits of [begins, meant, slipped]) {
    const found = clients.filter((one) => words.every((word) => fits(one, word)));
    if (found.length > 0) return found.slice(0, most);
  }
  return [];
}

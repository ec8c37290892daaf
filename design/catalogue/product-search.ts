import { normalise } from '../search/fold.ts';
import { otherLayout } from '../search/layouts.ts';
import { soundsOf } from '../search/sounds.ts';
import { transliterate } from '../search/translit.ts';
import { SortedTexts } from './sorted-texts.ts';
import { Vocabulary } from './vocabulary.ts';

/** What an article of the back office is found by. */
export interface SearchedProduct {
  readonly sku: string;
  readonly name: string;
  readonly brand: string;
  readonly category: string;
  readonly ean: string | null;
  readonly supplier: string | null;
  readonly supplierCode?: string | null | undefined;
}

/** «1,6» and «1.6» are one number. */
const searchable = (text: string): string => normalise(text).replace(/(\d),(?=\d)/g, '$1.');
const joined = (brand: string): string => brand.replace(/[^\p{L}\d]+/gu, '');
const textOf = ({ name, brand, sku, ean, category, supplier, supplierCode }: SearchedProduct): string =>
  searchable(`${name} ${brand} ${joined(brand)} ${category} ${sku} ${ean ?? ''} ${supplier ?? ''} ${supplierCode ?? ''}`);

/** What the vocabulary holds whole. */
const LETTERS = /^[a-zа-я]+$/;
/** «(ray)», «ray,» */
const bare = (word: string): string => word.replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, '');
/** «rb5154» is engraved on what the catalogue calls `RB 5154` or RB-5154. */
const apart = (word: string, by: string): string => word.replace(/(\p{L})[-/.]?(?=\d)|(\d)(?=\p{L})/gu, `$1$2${by}`);

/** Nobody types so much to find an article. */
const LONGEST = 100;

/**
 * The whole catalogue of the back office, archived articles included, as it changes article by article. What was typed as it stands comes
 * first; only where that finds nothing each word is taken as it may have been meant: under the other keyboard layout, in letters of the
 * other alphabet, as a brand by ear, at last with one slip.
 */
export class ProductSearch<T extends SearchedProduct> {
  /** Differs after every change: what was counted over all articles is right as long as it does not. */
  version = 0;
  private readonly texts = new SortedTexts<T>();
  private readonly held = new Map<string, T>();
  private readonly words = new Vocabulary();
  private brands = new Map<string, number>();
  private sounds: ReadonlyMap<string, readonly string[]> | null = null;

  get size(): number {
    return this.held.size;
  }

  get(sku: string): T | undefined {
    return this.held.get(sku);
  }

  /** In the order of their names. */
  all(): Iterable<T> {
    return this.texts.rows();
  }

  put(row: T): void {
    this.version += 1;
    const before = this.held.get(row.sku);
    const text = textOf(row);
    this.held.set(row.sku, row);
    if (before && textOf(before) === text) return this.texts.replace(text, row);
    if (before) this.forget(before);
    this.texts.add(text, row);
    this.words.add(text);
    this.countBrand(row.brand, 1);
  }

  remove(sku: string): void {
    const before = this.held.get(sku);
    if (!before) return;
    this.version += 1;
    this.held.delete(sku);
    this.forget(before);
  }

  private forget(row: T): void {
    const text = textOf(row);
    this.texts.remove(text, row);
    this.words.remove(text);
    this.countBrand(row.brand, -1);
  }

  private countBrand(brand: string, by: 1 | -1): void {
    const count = (this.brands.get(brand) ?? 0) + by;
    if (count > 0) this.brands.set(brand, count);
    else this.brands.delete(brand);
    if (count === 0 || (count === 1 && by === 1)) this.sounds = null;
  }

  /** All that fit, the best first: the code itself, names that begin so, words that do, the rest by name. Nothing typed: all by name. */
  find(query: string, accepts: (row: T) => boolean = () => true): T[] {
    const typed = searchable(query);
    if (typed === '') return this.texts.accepted(accepts);
    const found = this.findWords(typed.split(' '), accepts);
    if (found.length > 0 || typed.length > LONGEST) return found;
    for (const meant of this.guesses(typed)) {
      const other = this.findWords(meant, accepts);
      if (other.length > 0) return other;
    }
    return [];
  }

  private findWords(words: readonly string[], accepts: (row: T) => boolean): T[] {
    const [exact, begin, wordBegin, inside]: [T[], T[], T[], T[]] = [[], [], [], []];
    const code = words.join(' ');
    const first = words[0]!;
    // A word that no text holds needs no look at the texts.
    if (words.some((word) => LETTERS.test(word) && !this.words.knows(word))) return [];
    const inner = ` ${first}`;
    this.texts.eachHolding(words, (row, text) => {
      if (!accepts(row)) return;
      if (row.ean === code || row.sku.toLowerCase() === code || row.supplierCode?.toLowerCase() === code) exact.push(row);
      else if (text.startsWith(first)) begin.push(row);
      else if (text.includes(inner)) wordBegin.push(row);
      else inside.push(row);
    });
    return [...exact, ...begin, ...wordBegin, ...inside];
  }

  private *guesses(typed: string): Iterable<readonly string[]> {
    const given = typed.split(' ');
    const switched = otherLayout(typed);
    if (switched !== typed) yield switched.split(' ');
    const words = given.map((word) => this.formsOf(word).find((form) => this.isThere(form)) ?? word);
    yield words;
    for (const brand of this.brandsLike(typed)) yield [brand];
    const unknown = words.filter((word) => !this.isThere(word));
    const slips = new Map(
      unknown.map((word) => [word, [word, otherLayout(word)].flatMap((form) => this.words.oneSlipFrom(form))]),
    );
    // Several words with slips are rare: each with its best guess then, one alone with all.
    const most =
      unknown.length === 1 ? (slips.get(unknown[0]!)?.length ?? 0) : Number([...slips.values()].some(({ length }) => length > 0));
    for (let i = 0; i < most; i += 1) yield words.map((word) => slips.get(word)?.[i] ?? word);
  }

  private formsOf(word: string): string[] {
    const letters = [...new Set([word, bare(word)])].flatMap((form) => [form, otherLayout(form), transliterate(form)]);
    const codes = /\d/.test(word) ? letters.flatMap((form) => [apart(form, ' '), apart(form, '-')]) : [];
    return [...new Set([...letters, ...this.brandsLike(word), ...codes])].filter(Boolean);
  }

  private isThere(form: string): boolean {
    if (LETTERS.test(form)) return this.words.knows(form);
    let isFound = false;
    this.texts.eachHolding([form], () => {
      isFound = true;
      return false;
    });
    return isFound;
  }

  /** Brands that sound so, in one word. Figures have no sound: whoever typed a model meant that model. */
  private brandsLike(text: string): string[] {
    if (/\d/.test(text)) return [];
    const sounds = (this.sounds ??= this.soundsOfBrands());
    return [...new Set(soundsOf(text).flatMap((sound) => sounds.get(sound) ?? []))];
  }

  private soundsOfBrands(): ReadonlyMap<string, readonly string[]> {
    const sounds = new Map<string, string[]>();
    for (const brand of this.brands.keys())
      for (const sound of new Set([brand, ...brand.split(/\s+/)].flatMap(soundsOf)))
        sounds.set(sound, [...(sounds.get(sound) ?? []), normalise(joined(brand))]);
    return sounds;
  }
}

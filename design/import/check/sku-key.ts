/** Cyrillic capitals that a person cannot tell from Latin ones on a price list. */
const TWINS: Readonly<Record<string, string>> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  Ё: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
  І: 'I',
  Ѕ: 'S',
  Ј: 'J',
};

/** What two codes share that look alike: letters without case and script, one kind of dash, no spaces. Leading zeros count. */
export function skuKey(sku: string): string {
  const plain = sku
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/[‐-―−]/g, '-');
  return plain.replace(/[А-ЯЁІЅЈ]/g, (letter) => TWINS[letter] ?? letter);
}

/** Letters of two alphabets in one code, or only Cyrillic ones that have a Latin twin («А123»): another file may have it the other way. */
export function lettersDoubtful(sku: string): boolean {
  const letters = sku.toUpperCase().match(/\p{L}/gu) ?? [];
  const cyrillic = letters.filter((letter) => /\p{Script=Cyrillic}/u.test(letter));
  if (cyrillic.length === 0) return false;
  return cyrillic.length < letters.length || cyrillic.every((letter) => letter in TWINS);
}

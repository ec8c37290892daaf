/** Dashes, minus and the hyphen that keeps a word together; signs without width, which come with copied texts. */
const DASHES = /[\u2010-\u2015\u2212]/g;
const UNSEEN = /[\u00ad\u200b-\u200d\u2060]/g;
const PLAIN = /^[ -~а-я]*$/;

/**
 * Lower case, ё = е, single spaces, one kind of dash, letters whole («й» is no «и» with a breve, as files from a Mac have it): what is
 * typed and what is looked through are made alike.
 */
export function normalise(text: string): string {
  const small = text.toLowerCase().replaceAll('ё', 'е');
  const whole = PLAIN.test(small) ? small : small.normalize('NFC').replaceAll('ё', 'е').replace(DASHES, '-').replace(UNSEEN, '');
  return whole.replace(/\s+/g, ' ').trim();
}

import { expect, it } from 'vitest';
import type { FileOutline, TextChoice } from './files/file-outline.ts';
import { createOutlines } from './outlines.ts';

const GUESS: TextChoice = { encoding: null, delimiter: null, quote: null };
const looked = (format: 'xlsx' | 'csv'): FileOutline => ({
  ...{ format, encoding: null, delimiter: null, quote: null, sheets: [] },
});

it('a file is looked through once, whoever asks; a workbook whatever the text is to be read as', async () => {
  const looks: string[] = [];
  const outlineOf = createOutlines((file, { delimiter }) => {
    looks.push(`${file} ${delimiter}`);
    return Promise.resolve(looked(file === 'book' ? 'xlsx' : 'csv'));
  });
  await Promise.all([outlineOf('book', GUESS), outlineOf('book', GUESS)]);
  await outlineOf('book', { ...GUESS, delimiter: ';' });
  await outlineOf('text', GUESS);
  await outlineOf('text', { ...GUESS, delimiter: ';' });
  await outlineOf('text', { ...GUESS, delimiter: ';' });
  expect(looks).toEqual(['book null', 'text null', 'text ;']);
});

it('what failed is tried again, and old looks are let go', async () => {
  let looks = 0;
  const outlineOf = createOutlines((file) => {
    looks += 1;
    return looks === 1 ? Promise.reject(new Error('no memory')) : Promise.resolve(looked(file === 'book' ? 'xlsx' : 'csv'));
  });
  await expect(outlineOf('book', GUESS)).rejects.toThrow('no memory');
  await outlineOf('book', GUESS);
  expect(looks).toBe(2);
  for (let n = 0; n < 20; n += 1) await outlineOf(`text-${n}`, GUESS);
  await outlineOf('text-19', GUESS);
  expect(looks).toBe(22);
  await outlineOf('book', GUESS);
  expect(looks).toBe(23);
});

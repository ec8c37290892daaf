import { createReadStream } from 'node:fs';
import type { FileEncoding } from '../../../../design/import/profile.ts';
import { asBytes } from '../bytes.ts';
import { cyrillicEncoding } from './cyrillic-encoding.ts';
import { wideEncoding } from './wide-encoding.ts';

const SAMPLE_BYTES = 256 * 1024;
/** A few broken bytes do not make a UTF-8 file another encoding: their cells carry U+FFFD and are refused one by one. */
const BROKEN_SHARE = 0.02;

/** The encoding of a text file by its bytes; `null`: the letters make no sense in any that is known. */
export async function detectedEncoding(path: string): Promise<FileEncoding | null> {
  const decoder = new TextDecoder('utf-8');
  const sample: Uint8Array[] = [];
  let sampled = 0;
  let broken = 0;
  let foreign = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const bytes = piece as Buffer;
    if (sampled === 0) {
      const wide = wideEncoding(bytes);
      if (wide) return wide;
    }
    const text = decoder.decode(bytes, { stream: true });
    broken += text.match(/\uFFFD/g)?.length ?? 0;
    const letters = text.match(/[^\0-\x7F\uFFFD]/g)?.length ?? 0;
    foreign += letters;
    // The sample is taken where the foreign letters are: a long head of Latin titles and figures would tell nothing.
    if (sampled < SAMPLE_BYTES && (letters > 0 || broken > 0 || sampled === 0)) {
      sample.push(asBytes(bytes));
      sampled += bytes.length;
    }
  }
  if (broken <= (foreign + broken) * BROKEN_SHARE) return 'utf-8';
  return cyrillicEncoding(Buffer.concat(sample));
}

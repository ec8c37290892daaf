import type { FileEncoding } from '../../../../design/import/profile.ts';

const SAMPLE = 8_192;
/** Stray zeroes of a damaged 8-bit text are fewer. */
const FEWEST = 3;

/** UTF-16 by its mark, or by the zeroes that its digits, delimiters and line ends consist of by half. */
export function wideEncoding(bytes: Buffer): FileEncoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  let even = 0;
  let odd = 0;
  for (const [at, byte] of bytes.subarray(0, SAMPLE).entries()) {
    if (byte !== 0) continue;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  }
  const pairs = Math.min(bytes.length, SAMPLE) / 2;
  if (Math.max(even, odd) < Math.max(FEWEST, pairs / 10)) return null;
  return odd > even * 4 ? 'utf-16le' : even > odd * 4 ? 'utf-16be' : null;
}

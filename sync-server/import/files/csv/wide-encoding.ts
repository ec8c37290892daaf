import type { FileEncoding } from '../../../../design/import/profile.ts';

const SAMPLE = 8_192;
/** Stray zeroes of a damaged 8-bit text are fewer. */
const FEWEST = 3;

const MOST_CODE_POINT = 0x10ffff;

/** UTF-32: each four bytes are a character. No spreadsheet program writes it, so it is refused with advice instead of being read. */
export function isUtf32(bytes: Buffer): boolean {
  const units = Math.floor(Math.min(bytes.length, SAMPLE) / 4);
  const isEvery = (unit: (at: number) => number): boolean => {
    for (let at = 0; at < units * 4; at += 4) if (unit(at) > MOST_CODE_POINT) return false;
    return units > 1;
  };
  return isEvery((at) => bytes.readUInt32LE(at)) || isEvery((at) => bytes.readUInt32BE(at));
}

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

import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileEncoding } from '../../../../design/import/profile.ts';
import { bytesBetween } from '../bytes.ts';

/** Excel's own first line that names the delimiter; it is no row of the table. */
const SEP_LINE = /^"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)/i;

/** The delimiter that Excel's `sep=` line names. */
export const sepDelimiter = (text: string): string | null => SEP_LINE.exec(text)?.[1] ?? null;

/**
 * The text of a file, piece by piece: without byte order mark and `sep=` line. A zero byte becomes U+FFFD, so that "12\0" + "3" is
 * refused by whoever reads the number, never taken for 123.
 */
export async function* decodedText(path: string, encoding: FileEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let first = '';
  let begun = false;
  const pieces = createReadStream(path, { highWaterMark: 256 * 1024 });
  for await (const bytes of pieces) {
    const text = decoder.decode(bytes as Buffer, { stream: true }).replaceAll('\0', '\uFFFD');
    if (begun) {
      yield text;
      continue;
    }
    first += text;
    if (first.length < 64) continue;
    begun = true;
    yield beginning(first);
  }
  const last = decoder.decode();
  yield begun ? last : beginning(first + last);
}

const beginning = (text: string): string => text.replace(/^\uFEFF+/, '').replace(SEP_LINE, '');

const SAMPLE_BYTES = 64 * 1024;

/** The beginning of a file as it stands, the `sep=` line included: enough to guess from. */
export async function firstText(path: string, encoding: FileEncoding): Promise<string> {
  const file = await open(path);
  try {
    const bytes = await bytesBetween(file, 0, SAMPLE_BYTES);
    return new TextDecoder(encoding).decode(bytes, { stream: true }).replace(/^\uFEFF+/, '');
  } finally {
    await file.close();
  }
}

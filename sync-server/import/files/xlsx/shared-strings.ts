import type { FileHandle } from 'node:fs/promises';
import { DomainError } from '../../../../design/errors.office.ts';
import { elementsOf } from './elements.ts';
import { unpackedText } from './unpacked-text.ts';
import { decodedXml, runsOf } from './xml-text.ts';
import type { ZipEntry } from './zip-directory.ts';

/** 100,000 rows of long names stay far below; twice as many bytes in memory. */
const MOST_CHARACTERS = 48 * 1024 * 1024;

/** Texts that cells point at, in the file's order; rich text as it reads, `_x000D_` still as it is (`decodedControls`). */
export async function sharedStrings(path: string, file: FileHandle, entry: ZipEntry | null): Promise<string[]> {
  const strings: string[] = [];
  if (!entry) return strings;
  let characters = 0;
  for await (const elements of elementsOf(unpackedText(path, file, entry), 'si', 'sst')) {
    for (const element of elements) {
      const text = decodedXml(runsOf(element));
      characters += text.length;
      strings.push(text);
    }
    if (characters > MOST_CHARACTERS) throw new DomainError('IMPORT_OUT_OF_MEMORY');
  }
  return strings;
}

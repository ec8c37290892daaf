import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { PassThrough, pipeline } from 'node:stream';
import { createInflateRaw, crc32 } from 'node:zlib';
import { DomainError } from '../../../../design/errors.office.ts';
import { asBytes } from '../bytes.ts';
import { bytesAt, type ZipEntry } from './zip-directory.ts';

const LOCAL_HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

/**
 * The text of one part of a workbook, piece by piece, whole characters only: exceljs's own reader breaks Cyrillic letters at the edges of
 * its pieces (exceljs #2316). Stops as soon as more comes out than the directory promised.
 */
export async function* unpackedText(path: string, file: FileHandle, entry: ZipEntry): AsyncGenerator<string> {
  const header = await bytesAt(file, entry.at, entry.at + LOCAL_HEADER_BYTES);
  if (header.toString('latin1', 0, 4) !== 'PK\x03\x04') throw new DomainError('IMPORT_FILE_DAMAGED');
  if (entry.method !== STORED && entry.method !== DEFLATED)
    throw new DomainError('IMPORT_FILE_DAMAGED', { method: entry.method });
  if (entry.packed === 0) return;
  const from = entry.at + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = createReadStream(path, { start: from, end: from + entry.packed - 1, highWaterMark: 128 * 1024 });
  const inflate = entry.method === DEFLATED ? createInflateRaw({ chunkSize: 128 * 1024 }) : new PassThrough();
  // A failure of either shows itself where the pieces are read.
  pipeline(packed, inflate, () => undefined);
  const decoder = new TextDecoder();
  let bytes = 0;
  let crc = 0;
  try {
    for await (const piece of inflate) {
      bytes += (piece as Buffer).length;
      if (bytes > entry.unpacked) throw new DomainError('IMPORT_FILE_UNSAFE', { reason: 'size' });
      crc = crc32(asBytes(piece as Buffer), crc);
      yield decoder.decode(piece as Buffer, { stream: true });
    }
  } catch (error) {
    throw error instanceof DomainError ? error : new DomainError('IMPORT_FILE_DAMAGED');
  } finally {
    packed.destroy();
    inflate.destroy();
  }
  if (bytes !== entry.unpacked || crc !== entry.crc) throw new DomainError('IMPORT_FILE_DAMAGED');
  yield decoder.decode();
}

/** A small part whole. `most`: bytes; a larger one is `IMPORT_FILE_UNSAFE`. */
export async function wholeText(path: string, file: FileHandle, entry: ZipEntry, most: number): Promise<string> {
  if (entry.unpacked > most) throw new DomainError('IMPORT_FILE_UNSAFE', { reason: 'size' });
  let text = '';
  for await (const piece of unpackedText(path, file, entry)) text += piece;
  return refuseEntities(text);
}

/** No spreadsheet program writes a document type; who does wants its entities expanded (XML bomb). */
export function refuseEntities(text: string): string {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new DomainError('IMPORT_FILE_UNSAFE', { reason: 'entities' });
  return text;
}

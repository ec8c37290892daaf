import type { FileHandle } from 'node:fs/promises';
import { DomainError } from '../../../../design/errors.office.ts';
import { WORKBOOK } from './workbook.ts';
import { zipDirectory, type ZipEntry } from './zip-directory.ts';

/** A workbook has a few dozen; pictures of goods a few hundred. */
const MOST_ENTRIES = 5_000;
/** All together, unpacked: 25 MB of an honest price list unpack to a tenth of that at the most in practice. */
const MOST_UNPACKED = 768 * 1024 * 1024;
/** Sheets pack to a tenth or a thirtieth; deflate itself ends at 1:1032. Small parts may pack better. */
const MOST_RATIO = 200;
const RATIO_MATTERS_FROM = 4 * 1024 * 1024;

/**
 * The parts of a workbook, looked at before a byte is unpacked: a bomb, paths that lead elsewhere, parts that overlap or come twice are
 * `IMPORT_FILE_UNSAFE`; other archives have their own codes.
 */
export async function zipContent(file: FileHandle, size: number): Promise<ReadonlyMap<string, ZipEntry>> {
  const entries = await zipDirectory(file, size);
  if (entries.length > MOST_ENTRIES) throw new DomainError('IMPORT_FILE_UNSAFE', { entries: entries.length });
  let packed = 0;
  let unpacked = 0;
  const parts = new Map<string, ZipEntry>();
  for (const entry of entries) {
    packed += entry.packed;
    unpacked += entry.unpacked;
    if (entry.encrypted) throw new DomainError('IMPORT_FILE_PASSWORD');
    if (/^\/|^[A-Za-z]:|(^|\/)\.\.(\/|$)|\0/.test(entry.name)) throw new DomainError('IMPORT_FILE_UNSAFE', { reason: 'path' });
    if (parts.has(entry.name.toLowerCase())) throw new DomainError('IMPORT_FILE_UNSAFE', { reason: 'twice' });
    if (entry.unpacked > RATIO_MATTERS_FROM && entry.unpacked > entry.packed * MOST_RATIO) {
      throw new DomainError('IMPORT_FILE_UNSAFE', { reason: 'ratio' });
    }
    parts.set(entry.name.toLowerCase(), entry);
  }
  if (unpacked > MOST_UNPACKED) throw new DomainError('IMPORT_FILE_UNSAFE', { reason: 'size' });
  if (packed > size) throw new DomainError('IMPORT_FILE_UNSAFE', { reason: 'overlap' });
  refuseOthers(parts);
  return parts;
}

function refuseOthers(parts: ReadonlyMap<string, ZipEntry>): void {
  const names = [...parts.keys()];
  const has = (end: string) => names.some((name) => name.endsWith(end));
  if (has('workbook.bin')) throw new DomainError('IMPORT_FILE_XLSB');
  if (has('vbaproject.bin')) throw new DomainError('IMPORT_FILE_MACROS');
  if (names.some((name) => WORKBOOK.test(name))) return;
  if (names.includes('mimetype') && names.includes('content.xml')) throw new DomainError('IMPORT_FILE_ODS');
  throw new DomainError(names.includes('[content_types].xml') ? 'IMPORT_FILE_UNKNOWN' : 'IMPORT_FILE_ARCHIVE');
}

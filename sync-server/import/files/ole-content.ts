import type { FileHandle } from 'node:fs/promises';
import type { ErrorCode } from '../../../design/errors.ts';
import { bytesBetween } from './bytes.ts';

const SECTOR_SHIFT_AT = 30;
const DIRECTORY_SECTOR_AT = 48;

/**
 * What lies in a compound file of OLE2: a workbook under a password, an old workbook, or something that is no table at all. Where the list of
 * its parts cannot be read (cut off, damaged) it counts as an old workbook: what helps is the same.
 */
export async function oleContent(file: FileHandle, head: Buffer): Promise<ErrorCode> {
  if (head.length < 512) return 'IMPORT_FILE_XLS';
  const sector = 2 ** Math.min(head.readUInt16LE(SECTOR_SHIFT_AT), 12);
  const at = (head.readUInt32LE(DIRECTORY_SECTOR_AT) + 1) * sector;
  const names = (await bytesBetween(file, at, at + sector)).toString('utf16le');
  if (names.includes('EncryptedPackage') || names.includes('EncryptionInfo')) return 'IMPORT_FILE_PASSWORD';
  const isTable = names.includes('Workbook') || names.includes('Book');
  return names.includes('Root Entry') && !isTable ? 'IMPORT_FILE_UNKNOWN' : 'IMPORT_FILE_XLS';
}
